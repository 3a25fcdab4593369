// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/row_schedule.h"

#include <memory>

namespace enlarger::infer {

class RowStream;

/// A network as streams compute it: its plan, and its weights as what computes it wants them. Nothing of it
/// changes: any number of streams may use it.
struct StreamNetwork
{
    RowPlan plan;
    int unshuffle = 1; // pixels of the input on a side of one of the grid

    virtual ~StreamNetwork() = default;

    /// A picture of width x height pixels, both multiples of `unshuffle`, on its way through the network.
    /// Throws std::bad_alloc, or what LibTorch throws where memory is short.
    virtual std::unique_ptr<RowStream> stream(int width, int height, const Strips& strips) const = 0;
    /// The strips that suit a picture of so many pixels of the grid.
    virtual Strips strips(int width, int height) const = 0;

    std::unique_ptr<RowStream> stream(int width, int height) const;
};

} // namespace enlarger::infer
