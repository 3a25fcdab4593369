// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/row_stream.h"
#include "core/infer/stream/tensor_network.h"
#include "core/infer/stream/tensor_ring.h"

namespace enlarger::infer {

/// A stream of tensors: the same plan by LibTorch's operations, for GPUs, and for processors that compute
/// bf16 or fp16 faster than our kernels fp32.
class TensorStream : public RowStream
{
public:
    /// See StreamNetwork::stream().
    TensorStream(std::shared_ptr<const TensorNetwork> network, int width, int height, const Strips& strips);

    void run(Gate& gate, const OutputRow& output) override;

    /// Bytes of its rings, now.
    std::int64_t bytes() const;

private:
    float* inputRow(int y) override;
    void beginStrip() override;
    void beginStep(std::size_t index, int end) override;
    void convolve(std::size_t index, int begin, int end, Gate& gate) override;
    void computePoints(std::size_t index, int begin, int end) override;
    void endStep(std::size_t index, int end) override;
    void give(int begin, int end, const OutputRow& output) override;

    TensorRing& at(const Place& place) { return m_rings[std::size_t(place.ring)]; }
    void forget(int ring);

    std::shared_ptr<const TensorNetwork> m_network;
    std::vector<TensorRing> m_rings;
    torch::Tensor m_input; // rows on the CPU that the next strip takes, from m_taken on; undefined: none yet
    int m_taken = 0;
    std::vector<int> m_done; // rows of each step
};

} // namespace enlarger::infer
