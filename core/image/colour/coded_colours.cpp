// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/coded_colours.h"

#include "core/image/colour/lcms_handles.h"

#include <algorithm>
#include <array>

namespace enlarger::image {

namespace {

// H.273 table 2
enum Primaries {
    bt709 = 1,
    unspecifiedPrimaries = 2,
    bt470m = 4,
    bt601 = 6,
    bt2020 = 9,
    dciP3 = 11,
    displayP3 = 12
};
// H.273 table 3
enum Transfer { gamma22 = 4, gamma28 = 5, linear = 8, pq = 16, hlg = 18 };

struct Space
{
    cmsCIExyY white;
    cmsCIExyYTRIPLE primaries;
};

constexpr cmsCIExyY d65{0.3127, 0.3290, 1.0};

std::optional<Space> spaceOf(int primaries)
{
    switch (primaries) {
    case bt2020:
        return Space{d65, {{0.708, 0.292, 1}, {0.170, 0.797, 1}, {0.131, 0.046, 1}}};
    case dciP3:
        return Space{{0.314, 0.351, 1}, {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}}};
    case displayP3:
        return Space{d65, {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}}};
    default: // those of BT.709, and the old television ones, which are taken as them
        return std::nullopt;
    }
}

/// sRGB's curve also for BT.709, BT.601 and BT.2020: still pictures under these names are shown with it.
ToneCurve curveOf(int transfer)
{
    if (transfer == gamma22 || transfer == gamma28 || transfer == linear)
        return ToneCurve(cmsBuildGamma(nullptr, transfer == gamma22 ? 2.2 : transfer == gamma28 ? 2.8 : 1.0));
    constexpr std::array<cmsFloat64Number, 5> srgb{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    return ToneCurve(cmsBuildParametricToneCurve(nullptr, 4, srgb.data()));
}

} // namespace

CodedColours codedColours(int primaries, int transfer)
{
    CodedColours colours;
    if (transfer == pq || transfer == hlg)
        colours.note = "The picture is HDR; its values were taken as they are, without tone mapping";
    const auto space = spaceOf(primaries);
    const bool otherCurve = transfer == gamma22 || transfer == gamma28 || transfer == linear;
    if (!space && !otherCurve)
        return colours;

    const Space used = space.value_or(Space{d65, {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}}});
    const ToneCurve curve = curveOf(transfer);
    const std::array<cmsToneCurve*, 3> curves{curve.get(), curve.get(), curve.get()};
    const Profile profile(cmsCreateRGBProfile(&used.white, &used.primaries, curves.data()));
    cmsUInt32Number size = 0;
    if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size))
        return colours;
    colours.profile.resize(size);
    if (!cmsSaveProfileToMem(profile.get(), colours.profile.data(), &size)) {
        colours.profile.clear();
        return colours;
    }
    constexpr std::size_t date = 24, dateSize = 12;
    std::fill_n(colours.profile.begin() + date, dateSize,
                std::uint8_t(0)); // a picture gives one profile, always
    return colours;
}

} // namespace enlarger::image
