// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/finetune/photo_folder.h"

#include <QImage>

#include <cmath>

namespace enlarger::tests {

void writePhotos(const std::filesystem::path& folder, int count, int side)
{
    std::filesystem::create_directories(folder);
    for (int i = 1; i <= count; ++i) {
        QImage picture(side, side, QImage::Format_RGB888);
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const auto wave = [&](double period) {
                    return int(127.0 + 60.0 * std::sin(x / period + i) + 60.0 * std::cos(y * i / period));
                };
                picture.setPixel(x, y, qRgb(wave(3.0), wave(5.0), wave(7.0)));
            }
        const auto file = folder / ("photo-" + std::to_string(i) + ".png");
        if (!picture.save(QString::fromStdString(file.string())))
            qFatal("%s cannot be written", file.c_str());
    }
}

} // namespace enlarger::tests
