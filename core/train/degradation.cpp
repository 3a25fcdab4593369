// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/degradation.h"

#include "core/base/nearest_name.h"
#include "core/image/resample.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace enlarger::train {

using image::Image;

namespace {

Image clamped(Image picture)
{
    std::transform(picture.data(), picture.data() + picture.size(), picture.data(),
                   [](float value) { return std::clamp(value, 0.0f, 1.0f); });
    return picture;
}

} // namespace

const std::vector<std::string>& Degradation::names()
{
    static const std::vector<std::string> names{"bicubic", "bicubic-8bit", "photo", "real"};
    return names;
}

Result<Degradation> Degradation::fromName(const std::string& name, int scale)
{
    const auto found = std::ranges::find(names(), name);
    if (found != names().end())
        return Degradation(DegradationKind(found - names().begin()), scale);
    const std::string near = nearestName(name, names());
    return Error{ErrorKind::BadInput,
                 fmt::format("there is no degradation '{}'", name),
                 {},
                 fmt::format("There are {}{}", fmt::join(names(), ", "),
                             near.empty() ? "" : "; perhaps " + near + " is meant")};
}

int Degradation::context(int crop) const
{
    return crop;
}

Result<Image> Degradation::degrade(const Image& hr, Random& random) const
{
    const int width = hr.width() / m_scale;
    const int height = hr.height() / m_scale;
    if (hr.empty() || hr.channels() != 3 || width * m_scale != hr.width() || height * m_scale != hr.height())
        return Error{ErrorKind::Internal,
                     fmt::format("a picture of {} x {} x {} cannot be degraded at x{}", hr.width(),
                                 hr.height(), hr.channels(), m_scale),
                     {},
                     {}};
    image::ResampleOptions bicubic;
    switch (m_kind) {
    case DegradationKind::BicubicEightBits:
        bicubic.rounding = image::Rounding::EightBits;
        break;
    default:
        break;
    }
    (void)random;
    return clamped(image::resize(hr, width, height, bicubic));
}

} // namespace enlarger::train
