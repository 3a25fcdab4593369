// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/infer/stream/stream_network.h"

#include <functional>
#include <memory>
#include <vector>

namespace enlarger::infer {

/// Takes a finished row of the output: width x factor pixels of its channels, which are gone when it returns.
using OutputRow = std::function<void(int y, const float* row)>;

/// One picture on its way through a network, strip by strip: rows of fp32 pixels in, rows out, later. Equals
/// the network on the whole picture up to the order of sums, and computes nothing twice. Not for several
/// threads.
class RowStream
{
public:
    virtual ~RowStream();
    RowStream(const RowStream&) = delete;
    RowStream& operator=(const RowStream&) = delete;

    /// Whether the next strip still lacks a row of the input.
    bool wantsRow() const;
    /// Where the next row of the input is to be written: width pixels of its channels.
    float* nextRow() { return inputRow(m_inputRow++); }

    /// How many strips there are, and whether all are done.
    int count() const { return m_schedule.count; }
    bool isDone() const { return m_strip >= m_schedule.count; }

    /// Runs the next strip, once it wants no more rows. Passes the gate before each layer and inside of large
    /// ones, never more than about 150 ms apart; throws what it throws, and is then of no more use.
    virtual void run(Gate& gate, const OutputRow& output);

    /// The share of all arithmetic that the strips so far took, 0 to 1.
    double share() const { return m_done / m_total; }

protected:
    /// `pieceFlops`: of a convolution at once.
    RowStream(std::shared_ptr<const StreamNetwork> network, int width, int height, const Strips& strips,
              double pieceFlops);

    const RowPlan& plan() const { return m_network->plan; }
    const Ring& ringOf(const Place& place) const { return plan().rings[std::size_t(place.ring)]; }
    const RowSchedule& schedule() const { return m_schedule; }
    int width() const { return m_width; }        // of the grid
    int heightOf(const Place& place) const;      // of its ring, in the ring's rows
    int inputRows() const { return m_inputRow; } // that have come

private:
    virtual float* inputRow(int y) = 0;
    /// Begins a strip: all of its input rows have come.
    virtual void beginStrip() {}
    /// A step is going to do its rows up to `end`, perhaps in several pieces.
    virtual void beginStep(std::size_t /*index*/, int /*end*/) {}
    /// Rows [begin, end) of a convolution; passes the gate.
    virtual void convolve(std::size_t index, int begin, int end, Gate& gate) = 0;
    virtual void computePoints(std::size_t index, int begin, int end) = 0; // any other step
    virtual void endStep(std::size_t /*index*/, int /*end*/) {}
    /// Hands out rows of the output.
    virtual void give(int begin, int end, const OutputRow& output) = 0;

    void runStage(int stage, int from, int to, Gate& gate, const OutputRow& output);
    void runStep(std::size_t index, int from, int to, Gate& gate);

    std::shared_ptr<const StreamNetwork> m_network;
    int m_width;
    RowSchedule m_schedule;
    double m_pieceFlops;
    int m_inputRow = 0;
    int m_strip = 0;
    double m_done = 0.0; // operations
    double m_total = 0.0;
};

} // namespace enlarger::infer
