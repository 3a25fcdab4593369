// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/srgb_conversion.h"

#include "core/image/colour/lcms_handles.h"
#include "core/image/colour/tone_curves.h"

#include <algorithm>
#include <array>

namespace enlarger::image {

namespace {

constexpr std::size_t block = 1024; // pixels; small enough for the stack

Profile srgbProfile(bool grey)
{
    if (!grey)
        return Profile(cmsCreate_sRGBProfile());
    const auto curves = toneCurves(TransferCurve());
    return curves[0] ? Profile(cmsCreateGrayProfile(cmsD50_xyY(), curves[0].get())) : nullptr;
}

} // namespace

struct SrgbConversion::Impl
{
    Transform transform;
    std::size_t channels = 3;
    std::size_t colours = 3; // of them
};

std::unique_ptr<SrgbConversion> SrgbConversion::make(const Bytes& profile, int channels)
{
    const bool grey = channels <= 2;
    const Profile from = openProfile(profile);
    const Profile to = srgbProfile(grey);
    if (!from || !to || iccColours(profile) != (grey ? IccColours::Grey : IccColours::Rgb))
        return nullptr;
    const cmsUInt32Number format = grey ? TYPE_GRAY_FLT : TYPE_RGB_FLT;
    Transform transform(cmsCreateTransform(from.get(), format, to.get(), format, INTENT_RELATIVE_COLORIMETRIC,
                                           cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE));
    if (!transform)
        return nullptr;
    auto impl = std::make_unique<Impl>();
    impl->transform = std::move(transform);
    impl->channels = std::size_t(channels);
    impl->colours = grey ? 1 : 3;
    return std::unique_ptr<SrgbConversion>(new SrgbConversion(std::move(impl)));
}

SrgbConversion::SrgbConversion(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
SrgbConversion::~SrgbConversion() = default;

void SrgbConversion::run(float* pixels, std::size_t count) const
{
    const std::size_t channels = m_impl->channels, colours = m_impl->colours;
    std::array<float, 3 * block> packed;
    while (count > 0) {
        const std::size_t part = std::min(count, block);
        for (std::size_t i = 0; i < part; ++i) // lcms follows curves beyond 0..1, where some have no sense
            for (std::size_t c = 0; c < colours; ++c) {
                const float value = pixels[i * channels + c];
                packed[i * colours + c] = value >= 0.0f ? std::min(value, 1.0f) : 0.0f; // NaN becomes 0
            }
        cmsDoTransform(m_impl->transform.get(), packed.data(), packed.data(), cmsUInt32Number(part));
        for (std::size_t i = 0; i < part; ++i)
            std::copy_n(&packed[i * colours], colours, pixels + i * channels);
        pixels += part * channels;
        count -= part;
    }
}

} // namespace enlarger::image
