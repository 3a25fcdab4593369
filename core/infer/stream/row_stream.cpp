// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/row_stream.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

constexpr int pieceRows = 4; // no fewer than a kernel makes together

} // namespace

std::unique_ptr<RowStream> StreamNetwork::stream(int width, int height) const
{
    return stream(width, height, strips(width / unshuffle, height / unshuffle));
}

RowStream::RowStream(std::shared_ptr<const StreamNetwork> network, int width, int height,
                     const Strips& strips, double pieceFlops)
    : m_network(std::move(network))
    , m_width(width / m_network->unshuffle)
    , m_schedule(scheduleOf(plan(), m_width, height / m_network->unshuffle, strips))
    , m_pieceFlops(pieceFlops)
    , m_total(flopsPerPixel(plan()) * m_width * m_schedule.height)
{}

RowStream::~RowStream() = default;

bool RowStream::wantsRow() const
{
    const int factor = plan().input().factor;
    const int rows = std::min((m_strip + 1) * m_schedule.strips.front(), m_schedule.height);
    return !isDone() && m_inputRow < rows * factor;
}

int RowStream::heightOf(const Place& place) const
{
    return m_schedule.height * ringOf(place).factor;
}

void RowStream::run(Gate& gate, const OutputRow& output)
{
    beginStrip();
    const int rows = m_schedule.strips.front();
    runStage(0, m_strip * rows, (m_strip + 1) * rows, gate, output);
    ++m_strip;
}

/// Rows [from, to) of the grid, less the steps' lags, in the strips of a stage.
void RowStream::runStage(int stage, int from, int to, Gate& gate, const OutputRow& output)
{
    const std::vector<Step>& steps = plan().steps;
    const int rows = m_schedule.strips[std::size_t(stage)];
    for (int low = from; low < to; low += rows) {
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (steps[i].stage == stage)
                runStep(i, low, low + rows, gate);
        if (stage + 1 < plan().stages()) {
            runStage(stage + 1, low, low + rows, gate, output);
            continue;
        }
        const int factor = plan().output().factor;
        const int lag = m_schedule.lags.back() * (factor / unitOf(plan(), steps.back()));
        const int begin = std::max(low * factor - lag, 0);
        const int end = std::min((low + rows) * factor - lag, m_schedule.height * factor);
        if (begin < end)
            give(begin, end, output);
    }
}

/// What a step has to do in rows [from, to) of the grid, less its lag.
void RowStream::runStep(std::size_t index, int from, int to, Gate& gate)
{
    const Step& step = plan().steps[index];
    const int unit = unitOf(plan(), step);
    const int lag = m_schedule.lags[index];
    const int begin = std::max(from * unit - lag, 0);
    const int end = std::min(to * unit - lag, m_schedule.height * unit);
    if (begin >= end)
        return;
    const double rowFlops = flopsPerColumn(plan(), step) * m_width;
    m_done += rowFlops * (end - begin);
    beginStep(index, end);
    if (step.convolution < 0) {
        gate.pass();
        computePoints(index, begin, end);
    } else {
        const int fit = static_cast<int>(std::clamp(m_pieceFlops / rowFlops, 1.0, 1e6));
        const int rows = std::max(fit / pieceRows * pieceRows, pieceRows);
        for (int y = begin; y < end; y += rows)
            convolve(index, y, std::min(y + rows, end), gate);
    }
    endStep(index, end);
}

} // namespace enlarger::infer
