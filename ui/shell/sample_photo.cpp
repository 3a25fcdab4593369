// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sample_photo.h"

#include "app/files/path_text.h"
#include "core/image/read/photo_reader.h"

#include <QCoreApplication>

#include <algorithm>

namespace enlarger::ui {

namespace fs = std::filesystem;

namespace {

// What previews show: an LR crop with edges and texture, in the middle of the photo.
constexpr int cropWidth = 72;
constexpr int cropHeight = 36;

} // namespace

fs::path samplePhoto()
{
    static const fs::path file = [] {
        const fs::path programs = app::toPath(QCoreApplication::applicationDirPath());
        std::error_code error;
        // Installed: PREFIX/bin. In the source tree: build/PRESET/bin.
        for (const fs::path& place :
             {programs / "../share/enlarger/sample.jpg", programs / "../../../resources/sample.jpg"})
            if (fs::is_regular_file(place, error))
                return place.lexically_normal();
        return fs::path();
    }();
    return file;
}

QImage samplePreview()
{
    return samplePhoto().empty() ? QImage() : QImage(QStringLiteral(":/sample/preview.jpg"));
}

std::shared_ptr<const image::PackedPicture> sampleCrop()
{
    const auto photo = image::readPhoto(samplePhoto());
    if (!photo || photo->width() < cropWidth || photo->height() < cropHeight)
        return nullptr;
    auto crop = std::make_shared<image::PackedPicture>(cropWidth, cropHeight, photo->channels(), 8);
    crop->setRows(0, photo->crop((photo->width() - cropWidth) / 2, (photo->height() - cropHeight) / 2,
                                 cropWidth, cropHeight));
    return crop;
}

} // namespace enlarger::ui
