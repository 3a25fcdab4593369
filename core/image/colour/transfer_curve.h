// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace enlarger::image {

/// How linear light, 0..1, follows from the values of a photo.
struct TransferCurve
{
    enum class Kind { Srgb, Power, Table, Pq, Hlg };

    Kind kind = Kind::Srgb;
    double power = 2.2; // light = value to this power
    // One table, or one a channel: light in 0..65535 for equal steps of the value.
    std::vector<std::vector<std::uint16_t>> tables;

    static TransferCurve ofPower(double power);
    static TransferCurve ofTables(std::vector<std::vector<std::uint16_t>> tables);
    /// TransferCharacteristics of ITU-T H.273, table 3. The curves of BT.709, BT.601 and BT.2020 count as
    /// sRGB's: still pictures under these names are shown with it. Unspecified ones are sRGB's too. Nothing
    /// for numbers that are not assigned or mean no curve of a display.
    static std::optional<TransferCurve> ofNumber(int transfer);

    /// What lcms can make of it: a power above 0, tables of at least two steps that reach from dark to light.
    bool isSound() const;
    /// So near to sRGB's that "gamma 2.2" means it: light within 0.01.
    bool isNearSrgb() const;
    /// Whether it is this power, within 0.05.
    bool isNearPower(double power) const;

    /// Behind the name of primaries: ", gamma 1.8", ", linear", " with PQ"; empty for sRGB's.
    std::string nameSuffix() const;
};

} // namespace enlarger::image
