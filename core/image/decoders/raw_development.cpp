// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/raw_development.h"

#include "core/image/colour/made_profile.h"
#include "core/image/colour/rgb_matrix.h"
#include "core/image/colour/tone_curves.h"

#include <algorithm>
#include <cmath>

namespace enlarger::image {

namespace {

constexpr int curveSteps = 65535;

const Chromaticities& primariesOf(RawSpace space)
{
    switch (space) {
    case RawSpace::DisplayP3:
        return displayP3Chromaticities;
    case RawSpace::AdobeRgb:
        return adobeRgbChromaticities;
    case RawSpace::ProPhoto:
        return proPhotoChromaticities;
    default:
        return srgbChromaticities;
    }
}

TransferCurve curveOf(RawSpace space)
{
    switch (space) {
    case RawSpace::AdobeRgb:
        return TransferCurve::ofPower(563.0 / 256.0);
    case RawSpace::ProPhoto:
        return TransferCurve::ofPower(1.8);
    default:
        return {};
    }
}

std::vector<float> encodingTable(const TransferCurve& curve)
{
    std::vector<float> table(curveSteps + 1);
    const ToneCurve toLight = std::move(toneCurves(curve).front());
    const ToneCurve toValue(toLight ? cmsReverseToneCurve(toLight.get()) : nullptr);
    for (int i = 0; i <= curveSteps; ++i) {
        const float light = float(i) / curveSteps;
        table[std::size_t(i)] = toValue ? cmsEvalToneCurveFloat(toValue.get(), light) : light;
    }
    return table;
}

/// BaselineExposure as a factor; other RAWs and odd values have none.
double baselineFactor(const libraw_colordata_t& colours)
{
    const float stops = colours.dng_levels.baseline_exposure;
    return std::abs(stops) <= 8.0f ? std::exp2(double(stops)) : 1.0;
}

} // namespace

RawDevelopment::RawDevelopment(const libraw_data_t& data, RawSpace space)
    : m_isGrey(data.idata.colors == 1)
    , m_curve(encodingTable(m_isGrey ? TransferCurve() : curveOf(space)))
{
    const libraw_colordata_t& colours = data.color;
    const int count = std::clamp(data.idata.colors, 1, 4);
    double least = 0.0, sum = 0.0; // LibRaw has divided the factors of white balance by their largest
    for (int c = 0; c < count; ++c) {
        const double factor = double(colours.pre_mul[c]);
        least = c == 0 ? factor : std::min(least, factor);
        sum += factor;
    }
    const double exposure = baselineFactor(colours) / std::max(least, 1e-6);
    const RgbMatrix space3 =
        matrixBetween(srgbChromaticities, primariesOf(space)).value_or(RgbMatrix{1, 0, 0, 0, 1, 0, 0, 0, 1});
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 4; ++column) {
            double total = 0.0;
            for (std::size_t k = 0; k < 3; ++k)
                total += space3[3 * row + k] * double(colours.rgb_cam[k][column]);
            m_matrix[4 * row + column] = float(total * exposure / 65535.0);
        }
    if (m_isGrey)
        m_matrix[0] = float(exposure / 65535.0);
    // A saturated sensor is grey after LibRaw's blending: the mean of its channels.
    const double peak = exposure * sum / count;
    m_hasHeadroom = peak > 1.0;
    const double reach = (peak - double(knee)) / (1.0 - double(knee));
    m_softness = float(1.0 / (reach * reach));
}

float RawDevelopment::toned(float light) const
{
    if (m_hasHeadroom && light > knee) { // Reinhard's curve with a white point
        const float above = (light - knee) / (1.0f - knee);
        light = knee + (1.0f - knee) * above * (1.0f + above * m_softness) / (1.0f + above);
    }
    const float place = std::clamp(light, 0.0f, 1.0f) * curveSteps;
    const auto step = std::min(std::size_t(place), std::size_t(curveSteps - 1));
    const float part = place - float(step);
    return m_curve[step] + part * (m_curve[step + 1] - m_curve[step]);
}

void RawDevelopment::develop(const std::uint16_t* pixel, float* to) const
{
    if (m_isGrey) {
        *to = toned(m_matrix[0] * float(pixel[0]));
        return;
    }
    for (std::size_t row = 0; row < 3; ++row) {
        const float* const m = m_matrix.data() + 4 * row;
        to[row] = toned(m[0] * float(pixel[0]) + m[1] * float(pixel[1]) + m[2] * float(pixel[2]) +
                        m[3] * float(pixel[3]));
    }
}

Bytes profileOf(RawSpace space)
{
    if (space == RawSpace::Srgb)
        return {};
    return makeProfile(rowOf(space).name, primariesOf(space), curveOf(space), false);
}

} // namespace enlarger::image
