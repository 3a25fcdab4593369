// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/parse_error.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace enlarger::weights {

/// How many elements `sizes` make. Files can claim anything: refuses negative sizes and products beyond 2^62.
inline std::int64_t elementCount(std::span<const std::int64_t> sizes)
{
    constexpr std::int64_t most = std::int64_t{1} << 62;
    std::int64_t count = 1;
    bool empty = false;
    for (const std::int64_t size : sizes) {
        empty = empty || size == 0;
        if (size < 0 || __builtin_mul_overflow(count, std::max<std::int64_t>(size, 1), &count) ||
            count > most)
            fail("the file lies about its tensors: one has an impossible size", "Get the file again");
    }
    return empty ? 0 : count;
}

} // namespace enlarger::weights
