// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/kernel_stream.h"

#include "core/infer/stream/gated_parallel.h"
#include "core/infer/stream/pointwise.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstdint>

namespace enlarger::infer {

namespace {

constexpr double pieceFlops = 4.0e9; // 80 ms at 50 GFLOP/s

} // namespace

struct KernelStream::Memory
{
    at::Tensor floats; // from LibTorch's allocator, whose cache serves the next tile at once
};

KernelStream::KernelStream(std::shared_ptr<const PackedNetwork> network, int width, int height,
                           const Strips& strips)
    : RowStream(network, width, height, strips, pieceFlops)
    , m_network(std::move(network))
    , m_memory(std::make_unique<Memory>())
{
    constexpr std::int64_t line = 16; // floats, to which rows are aligned
    m_memory->floats = at::empty({schedule().floats + line}, at::kFloat);
    const auto address = reinterpret_cast<std::uintptr_t>(m_memory->floats.data_ptr<float>());
    const std::uintptr_t bytes = line * sizeof(float);
    m_floats = m_memory->floats.data_ptr<float>() + ((bytes - address % bytes) % bytes) / sizeof(float);

    const std::size_t most = std::size_t(std::ranges::max(schedule().memory, {}, &RingMemory::rows).rows) + 2;
    for (auto* pointers : {&m_in, &m_first, &m_second})
        pointers->resize(most);
    m_out.resize(most);
}

KernelStream::~KernelStream() = default;

float* KernelStream::inputRow(int y)
{
    return rowOf({plan().inputRing(), 0, 0}, y);
}

float* KernelStream::rowOf(const Place& place, int y) const
{
    return m_floats + schedule().memory[std::size_t(place.ring)].offsetOf(y) + place.channel;
}

/// Rows [begin, end) of a ring; null beyond the picture.
void KernelStream::setPointers(std::vector<const float*>& pointers, const Place& place, int begin,
                               int end) const
{
    const int height = heightOf(place);
    for (int y = begin; y < end; ++y)
        pointers[std::size_t(y - begin)] = y < 0 || y >= height ? nullptr : rowOf(place, y);
}

void KernelStream::give(int begin, int end, const OutputRow& output)
{
    for (int y = begin; y < end; ++y)
        output(y, rowOf({plan().outputRing(), 0, 0}, y));
}

void KernelStream::convolve(std::size_t index, int begin, int end, Gate& gate)
{
    gate.pass();
    const Step& step = plan().steps[index];
    const Ring& from = ringOf(step.in);
    const Ring& to = ringOf(step.out);
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
    rows.width = width() * from.factor;
    rows.shift = step.columnShift;
    rows.scale = step.scale;
    const auto add = [&](const Added& added, std::vector<const float*>& pointers, kernels::Addend& addend) {
        if (!added.place.isSet())
            return;
        setPointers(pointers, added.place, begin, end);
        addend = {pointers.data(), ringOf(added.place).channels, added.scale};
    };
    add(step.first, m_first, rows.first);
    add(step.second, m_second, rows.second);
    const double flops = flopsPerColumn(plan(), step) * width() * (end - begin);
    m_network->convolutions[std::size_t(step.convolution)]->run(rows, gatedParallel(gate, flops));
}

/// A row for each task: such steps are few, and short.
void KernelStream::computePoints(std::size_t index, int begin, int end)
{
    const Step& step = plan().steps[index];
    const Ring& from = ringOf(step.in);
    const Ring& to = ringOf(step.out);
    const int unit = unitOf(plan(), step);
    const int taken = from.factor / unit;
    const int made = to.factor / unit;
    const int reach = reachOf(step);
    const int wide = width() * unit;
    StopGate open;
    gatedParallel(open, 0.0)(end - begin, [&](int task) {
        const int y = begin + task;
        constexpr int most = 16; // a step enlarges that much at once
        const float* in[most + 2];
        float* out[most];
        for (int i = 0; i < taken + 2 * reach; ++i) {
            const int row = y * taken - reach + i;
            in[i] = row < 0 || row >= heightOf(step.in) ? nullptr : rowOf(step.in, row);
        }
        for (int i = 0; i < made; ++i)
            out[i] = rowOf(step.out, y * made + i);
        PointwiseRows rows;
        rows.in = in;
        rows.inStride = from.channels;
        if (step.other.isSet()) {
            rows.other = rowOf(step.other, y);
            rows.otherStride = ringOf(step.other).channels;
        }
        rows.out = out;
        rows.outStride = to.channels;
        rows.width = wide;
        rows.factor = std::max(taken, made);
        infer::runPointwise(step, rows);
    });
}

} // namespace enlarger::infer
