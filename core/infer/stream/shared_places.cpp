// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/shared_places.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace enlarger::infer {

std::int64_t placeShared(std::vector<SharedPiece>& pieces)
{
    // The largest first, each into the lowest gap that holds it.
    std::vector<std::size_t> order(pieces.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order,
                             [&](std::size_t a, std::size_t b) { return pieces[a].size > pieces[b].size; });
    std::int64_t total = 0;
    std::vector<const SharedPiece*> placed;
    for (const std::size_t index : order) {
        SharedPiece& piece = pieces[index];
        piece.offset = 0;
        if (piece.size == 0)
            continue;
        std::ranges::sort(placed, {}, &SharedPiece::offset);
        for (const SharedPiece* other : placed) {
            const bool meet = piece.begin <= other->end && other->begin <= piece.end;
            if (meet && other->offset < piece.offset + piece.size &&
                piece.offset < other->offset + other->size)
                piece.offset = other->offset + other->size;
        }
        placed.push_back(&piece);
        total = std::max(total, piece.offset + piece.size);
    }
    return total;
}

} // namespace enlarger::infer
