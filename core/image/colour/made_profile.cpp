// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/made_profile.h"

#include "core/image/colour/tone_curves.h"

#include <algorithm>

namespace enlarger::image {

namespace {

void setText(cmsHPROFILE profile, cmsTagSignature tag, const std::string& text)
{
    if (cmsMLU* const words = cmsMLUalloc(nullptr, 1)) {
        cmsMLUsetASCII(words, "en", "US", text.c_str());
        cmsWriteTag(profile, tag, words);
        cmsMLUfree(words);
    }
}

Bytes saved(cmsHPROFILE profile)
{
    cmsUInt32Number size = 0;
    if (!profile || !cmsSaveProfileToMem(profile, nullptr, &size))
        return {};
    Bytes bytes(size);
    if (!cmsSaveProfileToMem(profile, bytes.data(), &size))
        return {};
    constexpr std::size_t date = 24, dateSize = 12;
    std::fill_n(bytes.begin() + date, dateSize, std::uint8_t(0)); // a picture gives one profile, always
    return bytes;
}

Profile built(const std::string& name, const Chromaticities& corners, const TransferCurve& curve, bool grey)
{
    const std::array<ToneCurve, 3> made = toneCurves(curve);
    const std::array<cmsToneCurve*, 3> curves{made[0].get(), made[1].get(), made[2].get()};
    if (std::ranges::find(curves, static_cast<cmsToneCurve*>(nullptr)) != curves.end())
        return nullptr;
    const auto point = [](const Chromaticities::Point& p) { return cmsCIExyY{p[0], p[1], 1.0}; };
    const cmsCIExyY white = point(corners.white);
    const cmsCIExyYTRIPLE primaries{point(corners.red), point(corners.green), point(corners.blue)};
    Profile profile(grey ? cmsCreateGrayProfile(cmsD50_xyY(), curves[0])
                         : cmsCreateRGBProfile(&white, &primaries, curves.data()));
    if (profile)
        setText(profile.get(), cmsSigProfileDescriptionTag, name);
    return profile;
}

} // namespace

Bytes makeProfile(const std::string& name, const Chromaticities& chromaticities, const TransferCurve& curve,
                  bool grey)
{
    return saved(built(name, chromaticities, curve, grey).get());
}

Bytes makeProfile(const ColourDescription& colours, bool grey)
{
    const auto corners = chromaticitiesOf(colours.primaries);
    const auto curve = TransferCurve::ofNumber(colours.transfer);
    const Profile profile = corners && curve ? built(colours.name, *corners, *curve, grey) : nullptr;
    if (!profile)
        return {};
    if (!grey) { // ICC.1:2022 has the tag for RGB and its like alone
        const std::array<std::uint8_t, 12> tag{
            'c', 'i', 'c', 'p', 0, 0, 0, 0, std::uint8_t(colours.primaries), std::uint8_t(colours.transfer),
            0,   1};
        cmsWriteRawTag(profile.get(), cmsSigcicpTag, tag.data(), cmsUInt32Number(tag.size()));
    }
    return saved(profile.get());
}

ColourDescription hdrOf(const Bytes& icc)
{
    ColourDescription colours;
    const Profile profile = openProfile(icc);
    std::array<std::uint8_t, 12> tag{};
    if (!profile || cmsReadRawTag(profile.get(), cmsSigcicpTag, tag.data(), tag.size()) != tag.size())
        return colours;
    colours.primaries = tag[8];
    colours.transfer = tag[9];
    return colours.isHdr() && chromaticitiesOf(colours.primaries) ? colours : ColourDescription();
}

} // namespace enlarger::image
