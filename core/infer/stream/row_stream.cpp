// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/row_stream.h"

#include "core/infer/stream/gated_parallel.h"
#include "core/infer/stream/pointwise.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstdint>

namespace enlarger::infer {

namespace {

constexpr double pieceFlops = 4.0e9; // of a convolution at once: 80 ms at 50 GFLOP/s
constexpr int pieceRows = 4;         // and no fewer rows than a kernel makes together

} // namespace

struct RowStream::Memory
{
    at::Tensor floats; // from LibTorch's allocator, whose cache serves the next tile at once
};

RowStream::RowStream(std::shared_ptr<const PackedNetwork> network, int width, int height,
                     const Strips& strips)
    : m_network(std::move(network))
    , m_plan(m_network->plan)
    , m_width(width / m_network->unshuffle)
    , m_schedule(scheduleOf(m_plan, m_width, height / m_network->unshuffle, strips))
    , m_memory(std::make_unique<Memory>())
{
    constexpr std::int64_t line = 16; // floats, to which rows are aligned
    m_memory->floats = at::empty({m_schedule.floats + line}, at::kFloat);
    const auto address = reinterpret_cast<std::uintptr_t>(m_memory->floats.data_ptr<float>());
    const std::uintptr_t bytes = line * sizeof(float);
    m_floats = m_memory->floats.data_ptr<float>() + ((bytes - address % bytes) % bytes) / sizeof(float);

    m_total = flopsPerPixel(m_plan) * m_width * m_schedule.height;
    const std::size_t most = std::size_t(std::ranges::max(m_schedule.rows)) + 2;
    for (auto* pointers : {&m_in, &m_first, &m_second})
        pointers->resize(most);
    m_out.resize(most);
}

RowStream::~RowStream() = default;

bool RowStream::wantsRow() const
{
    const int factor = m_plan.input().factor;
    const int rows = std::min((m_strip + 1) * m_schedule.strips.front(), m_schedule.height);
    return !isDone() && m_inputRow < rows * factor;
}

float* RowStream::nextRow()
{
    return rowOf({m_plan.inputRing(), 0, 0}, m_inputRow++);
}

int RowStream::count() const
{
    return m_schedule.count;
}

bool RowStream::isDone() const
{
    return m_strip >= m_schedule.count;
}

double RowStream::share() const
{
    return m_done / m_total;
}

std::int64_t RowStream::bytes() const
{
    return m_schedule.bytes();
}

float* RowStream::rowOf(const Place& place, int y) const
{
    const auto ring = std::size_t(place.ring);
    return m_floats + m_schedule.offsets[ring] +
           std::int64_t(y % m_schedule.rows[ring]) * m_schedule.strides[ring] + place.channel;
}

/// Rows [begin, end) of a ring; null beyond the picture.
void RowStream::setPointers(std::vector<const float*>& pointers, const Place& place, int begin, int end) const
{
    const int height = m_schedule.height * m_plan.rings[std::size_t(place.ring)].factor;
    for (int y = begin; y < end; ++y)
        pointers[std::size_t(y - begin)] = y < 0 || y >= height ? nullptr : rowOf(place, y);
}

void RowStream::run(Gate& gate, const OutputRow& output)
{
    const int rows = m_schedule.strips.front();
    runStage(0, m_strip * rows, (m_strip + 1) * rows, gate, output);
    ++m_strip;
}

/// Rows [from, to) of the grid, less the steps' lags, in the strips of a stage.
void RowStream::runStage(int stage, int from, int to, Gate& gate, const OutputRow& output)
{
    const int rows = m_schedule.strips[std::size_t(stage)];
    for (int low = from; low < to; low += rows) {
        for (std::size_t i = 0; i < m_plan.steps.size(); ++i)
            if (m_plan.steps[i].stage == stage)
                runStep(i, low, low + rows, gate);
        if (stage + 1 < m_plan.stages()) {
            runStage(stage + 1, low, low + rows, gate, output);
            continue;
        }
        const int factor = m_plan.output().factor;
        const int lag = m_schedule.lags.back() * (factor / unitOf(m_plan, m_plan.steps.back()));
        const int end = std::min((low + rows) * factor - lag, m_schedule.height * factor);
        for (int y = std::max(low * factor - lag, 0); y < end; ++y)
            output(y, rowOf({m_plan.outputRing(), 0, 0}, y));
    }
}

/// What a step has to do in rows [from, to) of the grid, less its lag.
void RowStream::runStep(std::size_t index, int from, int to, Gate& gate)
{
    const Step& step = m_plan.steps[index];
    const int unit = unitOf(m_plan, step);
    const int lag = m_schedule.lags[index];
    const int begin = std::max(from * unit - lag, 0);
    const int end = std::min(to * unit - lag, m_schedule.height * unit);
    if (begin >= end)
        return;
    const double rowFlops = flopsPerColumn(m_plan, step) * m_width;
    m_done += rowFlops * (end - begin);
    if (step.convolution < 0) {
        gate.pass();
        runPointwise(index, begin, end);
        return;
    }
    const int fit = static_cast<int>(std::clamp(pieceFlops / rowFlops, 1.0, 1e6));
    const int rows = std::max(fit / pieceRows * pieceRows, pieceRows);
    for (int y = begin; y < end; y += rows)
        runConvolution(index, y, std::min(y + rows, end), gate);
}

void RowStream::runConvolution(std::size_t index, int begin, int end, Gate& gate)
{
    gate.pass();
    const Step& step = m_plan.steps[index];
    const Ring& from = m_plan.rings[std::size_t(step.in.ring)];
    const Ring& to = m_plan.rings[std::size_t(step.out.ring)];
    const int larger = to.factor / from.factor;
    setPointers(m_in, step.in, begin - 1 + step.rowShift, end + 1 + step.rowShift);
    for (int y = begin * larger; y < end * larger; ++y)
        m_out[std::size_t(y - begin * larger)] = rowOf(step.out, y);

    kernels::ConvRows rows;
    rows.in = m_in.data();
    rows.inStride = from.channels;
    rows.out = m_out.data();
    rows.outStride = to.channels;
    rows.rows = end - begin;
    rows.width = m_width * from.factor;
    rows.shift = step.columnShift;
    rows.scale = step.scale;
    const auto add = [&](const Added& added, std::vector<const float*>& pointers, kernels::Addend& addend) {
        if (!added.place.isSet())
            return;
        setPointers(pointers, added.place, begin, end);
        addend = {pointers.data(), m_plan.rings[std::size_t(added.place.ring)].channels, added.scale};
    };
    add(step.first, m_first, rows.first);
    add(step.second, m_second, rows.second);
    const double flops = flopsPerColumn(m_plan, step) * m_width * (end - begin);
    m_network->convolutions[std::size_t(step.convolution)]->run(rows, gatedParallel(gate, flops));
}

/// A row for each task: such steps are few, and short.
void RowStream::runPointwise(std::size_t index, int begin, int end)
{
    const Step& step = m_plan.steps[index];
    const Ring& from = m_plan.rings[std::size_t(step.in.ring)];
    const Ring& to = m_plan.rings[std::size_t(step.out.ring)];
    const int unit = unitOf(m_plan, step);
    const int taken = from.factor / unit;
    const int made = to.factor / unit;
    const int reach = reachOf(step);
    const int width = m_width * unit;
    StopGate open;
    gatedParallel(open, 0.0)(end - begin, [&](int task) {
        const int y = begin + task;
        constexpr int most = 16; // a step enlarges that much at once
        const float* in[most + 2];
        float* out[most];
        for (int i = 0; i < taken + 2 * reach; ++i) {
            const int row = y * taken - reach + i;
            in[i] = row < 0 || row >= m_schedule.height * from.factor ? nullptr : rowOf(step.in, row);
        }
        for (int i = 0; i < made; ++i)
            out[i] = rowOf(step.out, y * made + i);
        PointwiseRows rows;
        rows.in = in;
        rows.inStride = from.channels;
        if (step.other.isSet()) {
            rows.other = rowOf(step.other, y);
            rows.otherStride = m_plan.rings[std::size_t(step.other.ring)].channels;
        }
        rows.out = out;
        rows.outStride = to.channels;
        rows.width = width;
        rows.factor = std::max(taken, made);
        infer::runPointwise(step, rows);
    });
}

} // namespace enlarger::infer
