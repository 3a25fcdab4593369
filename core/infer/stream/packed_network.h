// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/stream_network.h"
#include "core/kernels/conv_rows.h"

#include <memory>
#include <vector>

namespace enlarger::infer {

/// A network whose weights are packed for one arithmetic of the kernels.
struct PackedNetwork : StreamNetwork, std::enable_shared_from_this<PackedNetwork>
{
    std::vector<std::unique_ptr<kernels::Conv3x3>> convolutions;

    using StreamNetwork::stream;
    std::unique_ptr<RowStream> stream(int width, int height, const Strips& strips) const override;
    Strips strips(int width, int height) const override;
};

} // namespace enlarger::infer
