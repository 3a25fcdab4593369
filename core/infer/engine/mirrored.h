// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger::infer {

/// Which of n rows or columns is repeated at i, where i >= n is beyond the end: mirrored, the border pixel
/// not repeated.
constexpr int mirrored(int i, int n)
{
    if (n == 1)
        return 0;
    const int period = 2 * (n - 1);
    const int phase = i % period;
    return phase < n ? phase : period - phase;
}

constexpr int roundedUp(int size, int multiple)
{
    return (size + multiple - 1) / multiple * multiple;
}

} // namespace enlarger::infer
