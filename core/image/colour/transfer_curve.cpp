// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/transfer_curve.h"

#include "core/image/colour/tone_curves.h"
#include "core/image/photo/colour_description.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace enlarger::image {

TransferCurve TransferCurve::ofPower(double power)
{
    TransferCurve curve;
    curve.kind = Kind::Power;
    curve.power = power;
    return curve;
}

TransferCurve TransferCurve::ofTables(std::vector<std::vector<std::uint16_t>> tables)
{
    TransferCurve curve;
    curve.kind = Kind::Table;
    curve.tables = std::move(tables);
    return curve;
}

std::optional<TransferCurve> TransferCurve::ofNumber(int transfer)
{
    TransferCurve curve;
    switch (transfer) {
    case 1: // BT.709
    case ColourDescription::unspecified:
    case 6:  // BT.601
    case 7:  // SMPTE 240M
    case 11: // IEC 61966-2-4
    case 12: // BT.1361
    case 13: // sRGB
    case 14: // BT.2020
    case 15:
        return curve;
    case 4:
        return ofPower(2.2);
    case 5:
        return ofPower(2.8);
    case 8:
        return ofPower(1.0);
    case 17: // SMPTE ST 428-1
        return ofPower(2.6);
    case ColourDescription::pq:
        curve.kind = Kind::Pq;
        return curve;
    case ColourDescription::hlg:
        curve.kind = Kind::Hlg;
        return curve;
    default:
        return std::nullopt;
    }
}

bool TransferCurve::isSound() const
{
    if (kind == Kind::Power)
        return power >= 0.1 && power <= 10.0;
    if (kind != Kind::Table)
        return true;
    return (tables.size() == 1 || tables.size() == 3) && std::ranges::all_of(tables, [](const auto& table) {
               return table.size() >= 2 && table.front() < table.back();
           });
}

bool TransferCurve::isNearSrgb() const
{
    if (kind == Kind::Srgb || kind == Kind::Pq || kind == Kind::Hlg)
        return kind == Kind::Srgb;
    constexpr int steps = 64;
    const ToneCurve srgb = std::move(toneCurves(TransferCurve()).front());
    for (const ToneCurve& own : toneCurves(*this))
        for (int i = 0; i <= steps; ++i) {
            const float value = float(i) / steps;
            const float difference =
                cmsEvalToneCurveFloat(own.get(), value) - cmsEvalToneCurveFloat(srgb.get(), value);
            if (!(std::abs(difference) < 0.01f))
                return false;
        }
    return true;
}

bool TransferCurve::isNearPower(double other) const
{
    return kind == Kind::Power && std::abs(power - other) < 0.05;
}

std::string TransferCurve::nameSuffix() const
{
    switch (kind) {
    case Kind::Srgb:
        return {};
    case Kind::Power:
        return std::abs(power - 1.0) < 0.005 ? ", linear" : fmt::format(", gamma {:.3g}", power);
    case Kind::Table:
        return ", its own curve";
    case Kind::Pq:
        return " with PQ";
    case Kind::Hlg:
        return " with HLG";
    }
    return {};
}

} // namespace enlarger::image
