// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace enlarger::infer {

/// A piece of memory that is needed from one moment to another, both included.
struct SharedPiece
{
    std::int64_t size = 0;
    int begin = 0;
    int end = 0;
    std::int64_t offset = 0;
};

/// Gives each piece its offset in one block, so that none lies over another that is needed at the same time.
/// Returns the block's size.
std::int64_t placeShared(std::vector<SharedPiece>& pieces);

} // namespace enlarger::infer
