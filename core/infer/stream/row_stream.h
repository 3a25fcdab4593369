// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/infer/stream/packed_network.h"
#include "core/infer/stream/row_schedule.h"

#include <functional>
#include <memory>
#include <vector>

namespace enlarger::infer {

/// Takes a finished row of the output: width x factor pixels of its channels, which are gone when it returns.
using OutputRow = std::function<void(int y, const float* row)>;

/// One picture on its way through a network, strip by strip: rows of fp32 pixels in, rows out, later. Equals
/// the network on the whole picture up to the order of sums, and computes nothing twice. All memory is taken
/// at the beginning. Not for several threads; it computes in LibTorch's pool.
class RowStream
{
public:
    /// Width and height of the input must be multiples of the network's unshuffle. Throws std::bad_alloc, or
    /// what LibTorch throws where memory is short.
    RowStream(std::shared_ptr<const PackedNetwork> network, int width, int height, const Strips& strips);
    ~RowStream();
    RowStream(const RowStream&) = delete;
    RowStream& operator=(const RowStream&) = delete;

    /// Whether the next strip still lacks a row of the input.
    bool wantsRow() const;
    /// Where the next row of the input is to be written: width pixels of its channels.
    float* nextRow();

    /// How many strips there are, and whether all are done.
    int count() const;
    bool isDone() const;

    /// Runs the next strip, once it wants no more rows. Passes the gate before each layer and inside of large
    /// ones, never more than about 150 ms apart; throws what it throws, and is then of no more use.
    void run(Gate& gate, const OutputRow& output);

    /// The share of all arithmetic that the strips so far took, 0 to 1.
    double share() const;

    /// Bytes of its buffers: scheduleOf(...).bytes().
    std::int64_t bytes() const;

private:
    struct Memory;

    void runStage(int stage, int from, int to, Gate& gate, const OutputRow& output);
    void runStep(std::size_t index, int from, int to, Gate& gate);
    void runConvolution(std::size_t index, int begin, int end, Gate& gate);
    void runPointwise(std::size_t index, int begin, int end);
    float* rowOf(const Place& place, int y) const;
    void setPointers(std::vector<const float*>& pointers, const Place& place, int begin, int end) const;

    std::shared_ptr<const PackedNetwork> m_network;
    const RowPlan& m_plan;
    int m_width; // of the grid
    RowSchedule m_schedule;
    std::unique_ptr<Memory> m_memory;
    float* m_floats = nullptr;
    int m_inputRow = 0;
    int m_strip = 0;
    double m_done = 0.0; // operations
    double m_total = 0.0;
    std::vector<const float*> m_in; // rows of the step that runs
    std::vector<const float*> m_first;
    std::vector<const float*> m_second;
    std::vector<float*> m_out;
};

} // namespace enlarger::infer
