// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/tone_curves.h"

#include <algorithm>
#include <cmath>

namespace enlarger::image {

namespace {

constexpr std::size_t mostSteps = 4096; // of a table: lcms takes more, and gains nothing by them

/// SMPTE ST 2084.
double pqLight(double value)
{
    constexpr double m1 = 2610.0 / 16384, m2 = 2523.0 / 32, c1 = 3424.0 / 4096, c2 = 2413.0 / 128,
                     c3 = 2392.0 / 128;
    const double root = std::pow(value, 1.0 / m2);
    return std::pow(std::max(root - c1, 0.0) / (c2 - c3 * root), 1.0 / m1);
}

/// ARIB STD-B67, the inverse of its OETF.
double hlgLight(double value)
{
    constexpr double a = 0.17883277, b = 0.28466892, c = 0.55991073;
    return value <= 0.5 ? value * value / 3.0 : (std::exp((value - c) / a) + b) / 12.0;
}

template <class Light>
ToneCurve sampled(Light light)
{
    std::vector<float> steps(mostSteps);
    for (std::size_t i = 0; i < mostSteps; ++i)
        steps[i] = float(std::clamp(light(double(i) / double(mostSteps - 1)), 0.0, 1.0));
    return ToneCurve(cmsBuildTabulatedToneCurveFloat(nullptr, cmsUInt32Number(mostSteps), steps.data()));
}

ToneCurve ofTable(const std::vector<std::uint16_t>& table)
{
    const std::size_t steps = std::min(table.size(), mostSteps);
    std::vector<std::uint16_t> taken(steps);
    for (std::size_t i = 0; i < steps; ++i)
        taken[i] = table[i * (table.size() - 1) / (steps - 1)];
    return ToneCurve(cmsBuildTabulatedToneCurve16(nullptr, cmsUInt32Number(steps), taken.data()));
}

ToneCurve srgbCurve()
{
    constexpr std::array<cmsFloat64Number, 5> srgb{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    return ToneCurve(cmsBuildParametricToneCurve(nullptr, 4, srgb.data()));
}

} // namespace

std::array<ToneCurve, 3> toneCurves(const TransferCurve& curve)
{
    std::array<ToneCurve, 3> curves;
    for (std::size_t c = 0; c < 3; ++c) {
        switch (curve.kind) {
        case TransferCurve::Kind::Srgb:
            curves[c] = srgbCurve();
            break;
        case TransferCurve::Kind::Power:
            curves[c] = ToneCurve(cmsBuildGamma(nullptr, curve.power));
            break;
        case TransferCurve::Kind::Table:
            curves[c] = ofTable(curve.tables.size() == 3 ? curve.tables[c] : curve.tables.front());
            break;
        case TransferCurve::Kind::Pq:
            curves[c] = sampled(pqLight);
            break;
        case TransferCurve::Kind::Hlg:
            curves[c] = sampled(hlgLight);
            break;
        }
    }
    return curves;
}

} // namespace enlarger::image
