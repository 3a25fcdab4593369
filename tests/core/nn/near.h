// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <cmath>

namespace enlarger::tests {

/// Whether a value is within `tolerance` times the expected one, of which `least` counts at least; says so if
/// not.
inline bool isNear(double value, double expected, double tolerance, double least)
{
    const bool near = std::abs(value - expected) <= tolerance * std::max(least, std::abs(expected));
    if (!near)
        qWarning("%.10g is not %.10g", value, expected);
    return near;
}

} // namespace enlarger::tests
