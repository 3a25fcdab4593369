// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/infer/export/upscale_folder.h"

#include "core/image/resample/resample.h"
#include "core/image/write/photo_writer.h"
#include "core/infer/engine/upscale_model.h"
#include "tests/core/infer/synthetic_network.h"

#include <QDir>

#include <algorithm>
#include <cmath>

namespace enlarger::tests {

using namespace infer;
using image::Image;
using image::PhotoFormat;

Image smoothPicture(int width, int height, int channels)
{
    Image picture = image::resize(noise(width / 6 + 2, height / 6 + 2, channels), width, height);
    for (std::size_t i = 0; i < picture.size(); ++i)
        picture.data()[i] = std::round(std::clamp(picture.data()[i], 0.0f, 1.0f) * 65535.0f) / 65535.0f;
    return picture;
}

Image clamped(Image picture)
{
    for (std::size_t i = 0; i < picture.size(); ++i)
        picture.data()[i] = std::clamp(picture.data()[i], 0.0f, 1.0f);
    return picture;
}

QStringList UpscaleFolder::files() const
{
    return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

UpscaleOptions UpscaleFolder::options(const Image& picture, int bits)
{
    UpscaleOptions options;
    options.input = path("in.png");
    options.output = path("out.tif");
    options.format = PhotoFormat::Tiff;
    options.model.modelName = "small";
    options.model.network.sha256 = "0123";
    options.cacheFolder = path("cache");
    const auto written = image::writePhoto(options.input, picture,
                                           {.format = PhotoFormat::Png, .bits = bits, .replace = true});
    if (!written)
        qFatal("%s", written.error().text().c_str());
    return options;
}

Image UpscaleFolder::enlarged(const UpscaleModel& model, const Image& picture)
{
    return clamped(*model.upscale(picture, m_gate));
}

} // namespace enlarger::tests
