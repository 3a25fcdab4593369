// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/matrix_shaper.h"

#include "core/image/colour/rgb_matrix.h"

#include <algorithm>

namespace enlarger::image {

namespace {

constexpr int inSteps = 255 * 16; // so that 8-bit values fall on entries
constexpr int outSteps = 65535;   // gamma curves are steep at black

using Curves = std::array<const cmsToneCurve*, 3>;

constexpr std::array<cmsTagSignature, 3> curveTags = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};

/// lcms prefers tables to curves and matrix where a profile has both.
bool isPlain(cmsHPROFILE profile)
{
    for (const cmsTagSignature table : {cmsSigAToB0Tag, cmsSigBToA0Tag, cmsSigDToB0Tag, cmsSigBToD0Tag})
        if (cmsIsTag(profile, table))
            return false;
    return cmsGetColorSpace(profile) == cmsSigRgbData && cmsGetPCS(profile) == cmsSigXYZData &&
           cmsIsMatrixShaper(profile);
}

/// Of red, green and blue; null where there is none. lcms gives one curve for tags that share their data.
Curves curvesOf(cmsHPROFILE profile)
{
    Curves found{};
    for (std::size_t c = 0; c < 3; ++c)
        found[c] = static_cast<const cmsToneCurve*>(cmsReadTag(profile, curveTags[c]));
    return found;
}

/// One table a channel; channels with the same curve share theirs, which then stays in the nearest cache.
template <class Table, class MakeTable>
std::array<std::shared_ptr<const Table>, 3> tables(const Curves& curves, MakeTable makeTable)
{
    std::array<std::shared_ptr<const Table>, 3> made;
    for (std::size_t c = 0; c < 3; ++c) {
        const auto same = std::size_t(std::ranges::find(curves, curves[c]) - curves.begin());
        made[c] = same < c ? made[same] : std::make_shared<const Table>(makeTable(curves[c]));
    }
    return made;
}

/// NaN becomes 0.
template <int steps>
int tableIndex(float value)
{
    const float positive = value > 0.0f ? value : 0.0f;
    return int((positive < float(steps) ? positive : float(steps)) + 0.5f);
}

} // namespace

std::optional<MatrixShaper> MatrixShaper::make(cmsHPROFILE from, cmsHPROFILE to)
{
    if (!isPlain(from) || !isPlain(to))
        return {};
    const Curves fromCurves = curvesOf(from);
    const Curves toCurves = curvesOf(to);
    const auto toXyz = xyzMatrix(from);
    const auto screen = xyzMatrix(to);
    const auto fromXyz = screen ? inverse(*screen) : std::nullopt;
    const auto isMissing = [](const cmsToneCurve* curve) { return curve == nullptr; };
    if (!toXyz || !fromXyz || std::ranges::any_of(fromCurves, isMissing) ||
        std::ranges::any_of(toCurves, isMissing))
        return {};

    MatrixShaper shaper;
    shaper.m_in = tables<InTable>(fromCurves, [](const cmsToneCurve* curve) {
        InTable table(inSteps + 1);
        for (int i = 0; i <= inSteps; ++i)
            table[std::size_t(i)] = cmsEvalToneCurveFloat(curve, float(i) / inSteps);
        return table;
    });
    shaper.m_out = tables<OutTable>(toCurves, [](const cmsToneCurve* curve) {
        OutTable table(outSteps + 1);
        const ToneCurve back(cmsReverseToneCurve(curve));
        for (int i = 0; back && i <= outSteps; ++i) {
            const float level = 255.0f * cmsEvalToneCurveFloat(back.get(), float(i) / outSteps);
            table[std::size_t(i)] = std::uint8_t(tableIndex<255>(level));
        }
        return table;
    });
    std::ranges::transform(product(*fromXyz, *toXyz), shaper.m_matrix.begin(),
                           [](double value) { return float(value * outSteps); });
    return shaper;
}

void MatrixShaper::run(const float* rgb, std::size_t step, std::size_t pixels, ScreenPixel* out) const
{
    const float* const inRed = m_in[0]->data();
    const float* const inGreen = m_in[1]->data();
    const float* const inBlue = m_in[2]->data();
    const std::uint8_t* const outRed = m_out[0]->data();
    const std::uint8_t* const outGreen = m_out[1]->data();
    const std::uint8_t* const outBlue = m_out[2]->data();
    const std::array<float, 9> m = m_matrix;
    for (std::size_t i = 0; i < pixels; ++i, rgb += step) {
        const float r = inRed[tableIndex<inSteps>(rgb[0] * inSteps)];
        const float g = inGreen[tableIndex<inSteps>(rgb[1] * inSteps)];
        const float b = inBlue[tableIndex<inSteps>(rgb[2] * inSteps)];
        const ScreenPixel red = outRed[tableIndex<outSteps>(m[0] * r + m[1] * g + m[2] * b)];
        const ScreenPixel green = outGreen[tableIndex<outSteps>(m[3] * r + m[4] * g + m[5] * b)];
        const ScreenPixel blue = outBlue[tableIndex<outSteps>(m[6] * r + m[7] * g + m[8] * b)];
        out[i] = 0xff000000u | red << 16 | green << 8 | blue;
    }
}

} // namespace enlarger::image
