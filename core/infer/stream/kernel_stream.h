// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/packed_network.h"
#include "core/infer/stream/row_stream.h"

#include <memory>
#include <vector>

namespace enlarger::infer {

/// A stream that the kernels compute, in LibTorch's pool of threads. All memory is taken at the beginning.
class KernelStream : public RowStream
{
public:
    /// See StreamNetwork::stream().
    KernelStream(std::shared_ptr<const PackedNetwork> network, int width, int height, const Strips& strips);
    ~KernelStream() override;

    /// Bytes of its buffers.
    std::int64_t bytes() const { return schedule().bytes(); }

private:
    struct Memory;

    float* inputRow(int y) override;
    void convolve(std::size_t index, int begin, int end, Gate& gate) override;
    void computePoints(std::size_t index, int begin, int end) override;
    void give(int begin, int end, const OutputRow& output) override;

    float* rowOf(const Place& place, int y) const;
    void setPointers(std::vector<const float*>& pointers, const Place& place, int begin, int end) const;

    std::shared_ptr<const PackedNetwork> m_network;
    std::unique_ptr<Memory> m_memory;
    float* m_floats = nullptr;
    std::vector<const float*> m_in; // rows of the step that runs
    std::vector<const float*> m_first;
    std::vector<const float*> m_second;
    std::vector<float*> m_out;
};

} // namespace enlarger::infer
