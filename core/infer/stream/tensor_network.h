// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/plan_maker.h"
#include "core/infer/stream/stream_network.h"

#include <memory>
#include <vector>

namespace enlarger::infer {

/// On what LibTorch computes a stream, and in what.
struct TensorTarget
{
    torch::Device device = torch::kCPU;
    torch::Dtype dtype = torch::kFloat32; // of the convolutions that do not keep fp32
    std::int64_t freeBytes = 0;           // of a GPU's memory, when the network is loaded
};

/// A network that LibTorch computes as a stream, on any device and in any of its precisions.
struct TensorNetwork : StreamNetwork, std::enable_shared_from_this<TensorNetwork>
{
    TensorTarget target;
    std::vector<ConvWeights> convolutions; // on the device, in their dtype, channels-last

    using StreamNetwork::stream;
    std::unique_ptr<RowStream> stream(int width, int height, const Strips& strips) const override;
    Strips strips(int width, int height) const override;
};

/// What a ring of tensors holds: what convolutions read in their dtype, and what is added or goes through
/// other steps in fp32, so that the trunk is never rounded.
struct RingFormat
{
    int exactChannels = 0; // the first ones, in fp32
    bool isNarrow = false; // all of them in the convolutions' dtype as well
};

std::vector<RingFormat> ringFormats(const RowPlan& plan, torch::Dtype dtype);

/// Peak bytes of a stream of tensors over a picture of so many pixels of the grid, roughly.
std::int64_t tensorStreamBytes(const RowPlan& plan, const TensorTarget& target, int width, int height,
                               const Strips& strips);

/// Its strips: on a GPU high ones, which keep it busy, within a quarter of its free memory; on a CPU lower
/// ones, whose features stay near.
Strips tensorStrips(const RowPlan& plan, const TensorTarget& target, int width, int height);

} // namespace enlarger::infer
