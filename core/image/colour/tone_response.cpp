// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/tone_response.h"

#include "core/image/colour/lcms_handles.h"

#include <array>

namespace enlarger::image {

std::vector<float> toneResponse(const Bytes& icc, bool grey, int steps)
{
    if (iccColours(icc) != (grey ? IccColours::Grey : IccColours::Rgb))
        return {};
    const Profile profile = openProfile(icc);
    const Profile xyz(cmsCreateXYZProfile());
    const Transform way(profile && xyz
                            ? cmsCreateTransform(profile.get(), grey ? TYPE_GRAY_FLT : TYPE_RGB_FLT,
                                                 xyz.get(), TYPE_XYZ_FLT, INTENT_RELATIVE_COLORIMETRIC,
                                                 cmsFLAGS_NOCACHE | cmsFLAGS_NOOPTIMIZE)
                            : nullptr);
    if (!way)
        return {};

    std::vector<float> response;
    std::array<float, 3> colour{};
    for (int i = 0; i <= steps; ++i) {
        const float value = float(i) / float(steps);
        const std::array<float, 3> greyAsRgb{value, value, value};
        cmsDoTransform(way.get(), greyAsRgb.data(), colour.data(), 1);
        response.push_back(colour[1]);
    }
    const float black = response.front();
    const float range = response.back() - black;
    if (!(range > 0.0f))
        return {};
    for (float& luminance : response)
        luminance = (luminance - black) / range;
    return response;
}

bool isHdrProfile(const Bytes& icc)
{
    const Profile profile = openProfile(icc);
    if (!profile)
        return false;
    constexpr auto cicp = cmsTagSignature(0x63696370);
    std::array<std::uint8_t, 12> tag{}; // signature, four zeros, primaries, transfer, matrix, range
    if (cmsReadRawTag(profile.get(), cicp, tag.data(), cmsUInt32Number(tag.size())) < tag.size())
        return false;
    const int transfer = tag[9]; // of ITU-T H.273
    constexpr int pq = 16, hlg = 18;
    return transfer == pq || transfer == hlg;
}

} // namespace enlarger::image
