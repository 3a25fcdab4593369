// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/rgb_reader.h"

#include "core/image/pixels/rgb.h"
#include "core/image/resample/alpha_bleed.h"

#include <algorithm>

namespace enlarger::train {

using image::Image;

namespace {

constexpr int bandHeight = 64;

} // namespace

RgbReader::RgbReader(image::PhotoReader reader)
    : m_reader(std::move(reader))
    , m_curve(image::WorkingCurve::of(info()))
{
    if (info().hasAlpha())
        m_bleed = image::makeAlphaBleed(info().width, info().height, info().channels);
}

Result<RgbReader> RgbReader::open(const std::filesystem::path& file)
{
    Result<image::PhotoReader> reader = image::PhotoReader::open(file);
    if (!reader)
        return std::move(reader).error();
    return RgbReader(std::move(*reader));
}

Result<Image> RgbReader::next()
{
    Image band;
    while (band.empty() && m_read < info().height) {
        Result<Image> rows = m_reader.read(std::min(bandHeight, info().height - m_read));
        if (!rows)
            return rows;
        m_read += rows->height();
        if (m_bleed) {
            rows = m_bleed->push(std::move(*rows), m_read == info().height);
            if (!rows)
                return rows;
        }
        band = std::move(*rows);
    }
    if (m_curve)
        m_curve->toWorking(band);
    return image::asRgb(std::move(band));
}

} // namespace enlarger::train
