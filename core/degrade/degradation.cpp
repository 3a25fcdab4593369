// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/degradation.h"

#include "core/base/nearest_name.h"
#include "core/degrade/photo_degradation.h"
#include "core/degrade/second_order.h"
#include "core/image/resample/resample.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <new>

namespace enlarger::degrade {

using image::Image;

namespace {

constexpr int photoMargin = 16; // LR pixels: a block of chroma

Image matlabBicubic(const Image& hr, int scale, image::Rounding rounding)
{
    Image lr = image::resize(hr, hr.width() / scale, hr.height() / scale,
                             {image::Kernel::Bicubic, true, image::Border::Replicate, rounding});
    std::transform(lr.data(), lr.data() + lr.size(), lr.data(),
                   [](float value) { return std::clamp(value, 0.0f, 1.0f); });
    return lr;
}

} // namespace

const std::vector<std::string>& Degradation::names()
{
    static const std::vector<std::string> names = allNames<DegradationKind>();
    return names;
}

Result<Degradation> Degradation::fromName(const std::string& name, int scale,
                                          const DegradationOptions& options)
{
    if (const auto kind = enlarger::fromName<DegradationKind>(name))
        return Degradation(*kind, scale, options);
    const std::string near = nearestName(name, names());
    return Error{ErrorKind::BadInput,
                 fmt::format("there is no degradation '{}'", name),
                 {},
                 fmt::format("There are {}{}", fmt::join(names(), ", "),
                             near.empty() ? "" : "; perhaps " + near + " is meant")};
}

int Degradation::context(int crop) const
{
    switch (m_kind) {
    case DegradationKind::Bicubic:
    case DegradationKind::BicubicEightBits:
        break;
    case DegradationKind::Photo:
        return crop + photoMargin * m_scale;
    case DegradationKind::Real:
        return std::max(crop, m_options.real.context / m_scale * m_scale);
    }
    return crop;
}

Result<Image> Degradation::degrade(const Image& hr, Random& random) const
{
    if (hr.empty() || hr.channels() != 3 || hr.width() % m_scale != 0 || hr.height() % m_scale != 0)
        return Error{ErrorKind::Internal,
                     fmt::format("a picture of {} x {} pixels and {} channels cannot be degraded at x{}",
                                 hr.width(), hr.height(), hr.channels(), m_scale),
                     {},
                     {}};
    try {
        switch (m_kind) {
        case DegradationKind::Bicubic:
            return matlabBicubic(hr, m_scale, image::Rounding::None);
        case DegradationKind::BicubicEightBits:
            return matlabBicubic(hr, m_scale, image::Rounding::EightBits);
        case DegradationKind::Photo:
            return degradeAsPhoto(hr, m_scale, drawPhotoSteps(m_options.photo, m_scale, random));
        case DegradationKind::Real:
            return degradeTwice(hr, m_scale, drawSecondOrder(m_options.real, random));
        }
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::OutOfMemory,
                     "there is not enough memory to degrade a picture",
                     {},
                     "Close other programs, or choose a smaller picture"};
    } catch (const std::exception& trouble) { // cv::Exception is one
        return Error{
            ErrorKind::Internal, std::string("degrading a picture failed: ") + trouble.what(), {}, {}};
    }
    return Error{ErrorKind::Internal, "an unknown degradation", {}, {}};
}

} // namespace enlarger::degrade
