// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/tensor_stream.h"

#include "core/infer/stream/tensor_steps.h"
#include "core/nn/gated_forward.h"

#include <algorithm>
#include <limits>

namespace enlarger::infer {

namespace {

// Of a convolution at once: 40 ms at 50 GFLOP/s; behind nearest upsampling 2.25 times that, since LibTorch
// computes it on the enlarged pixels.
constexpr double cpuPieceFlops = 2.0e9;
constexpr double gpuPieceFlops = 4.0e11;

constexpr std::int64_t copyBytes = 16 << 20; // from a card at once

std::int64_t rowBytes(const torch::Tensor& rows)
{
    return rows.stride(0) * std::int64_t(sizeof(float));
}

/// A tensor in main memory that goes to the device, or comes from it: for a card in memory that the system
/// does not move, so that the card copies by itself. LibTorch's allocator uses such memory again, once the
/// card is done with it.
torch::Tensor hostTensor(at::IntArrayRef sizes, const torch::Device& device)
{
    return torch::empty(sizes, torch::TensorOptions().pinned_memory(device.is_cuda()));
}

} // namespace

TensorStream::TensorStream(std::shared_ptr<const TensorNetwork> network, int width, int height,
                           const Strips& strips)
    : RowStream(network, width, height, strips,
                network->target.device.is_cpu() ? cpuPieceFlops : gpuPieceFlops)
    , m_network(std::move(network))
    , m_done(plan().steps.size())
{
    const std::vector<RingFormat> formats = ringFormats(plan(), m_network->target.dtype);
    for (std::size_t i = 0; i < formats.size(); ++i)
        m_rings.emplace_back(plan().rings[i], formats[i], m_network->target, this->width(),
                             schedule().height);
}

float* TensorStream::inputRow(int y)
{
    if (!m_input.defined()) {
        const Ring& input = plan().input();
        const int rows = std::min(schedule().strips.front(), schedule().height) * input.factor;
        m_input = hostTensor({rows, width() * input.factor, input.channels}, m_network->target.device);
    }
    return m_input.data_ptr<float>() + (y - m_taken) * m_input.stride(0);
}

void TensorStream::run(Gate& gate, const OutputRow& output)
{
    const c10::InferenceMode inference;
    const nn::GatedForward gated(gate); // which never hands a GPU more than a little at a time
    RowStream::run(gate, output);
}

std::int64_t TensorStream::bytes() const
{
    std::int64_t sum = 0;
    for (const TensorRing& ring : m_rings)
        sum += ring.bytes();
    return sum;
}

void TensorStream::beginStrip()
{
    const int fresh = inputRows() - m_taken;
    if (fresh == 0)
        return;
    const Place input{plan().inputRing(), 0, plan().input().channels};
    at(input).extend(inputRows());
    const torch::Device& device = m_network->target.device;
    at(input).write(input, m_taken,
                    m_input.narrow(0, 0, fresh).to(device, /*non_blocking=*/device.is_cuda()));
    if (device.is_cuda())
        m_input.reset(); // the card may still read it
    m_taken = inputRows();
}

void TensorStream::beginStep(std::size_t index, int end)
{
    const Step& step = plan().steps[index];
    at(step.out).extend(end * (ringOf(step.out).factor / unitOf(plan(), step)));
}

void TensorStream::convolve(std::size_t index, int begin, int end, Gate& /*gate*/)
{
    const Step& step = plan().steps[index];
    const ConvWeights& weights = m_network->convolutions[std::size_t(step.convolution)];
    nn::GatedForward::current()->begin(flopsPerColumn(plan(), step) * width() * (end - begin),
                                       m_network->target.device);
    const int first = begin + step.rowShift - 1;
    torch::Tensor result = convolvedRows(
        step, weights,
        at(step.in).read(step.in, first, end + step.rowShift + 1, weights.weight.scalar_type()));
    if (step.scale != 1.0F || step.first.place.isSet())
        result = result.to(torch::kFloat32);
    if (step.scale != 1.0F)
        result.mul_(step.scale);
    for (const Added& added : {step.first, step.second})
        if (added.place.isSet())
            result.add_(at(added.place).read(added.place, begin, end, torch::kFloat32), added.scale);
    at(step.out).write(step.out, begin * (ringOf(step.out).factor / ringOf(step.in).factor), result);
}

void TensorStream::computePoints(std::size_t index, int begin, int end)
{
    const Step& step = plan().steps[index];
    const int unit = unitOf(plan(), step);
    const int taken = ringOf(step.in).factor / unit;
    const int made = ringOf(step.out).factor / unit;
    TensorRows rows;
    rows.factor = std::max(taken, made);
    rows.in = reachOf(step) > 0 ? at(step.in).readRepeated(step.in, begin * taken - 1, end * taken + 1)
                                : at(step.in).read(step.in, begin * taken, end * taken, torch::kFloat32);
    if (step.other.isSet())
        rows.other = at(step.other).read(step.other, begin, end, torch::kFloat32);
    at(step.out).write(step.out, begin * made, pointRows(step, rows));
}

void TensorStream::endStep(std::size_t index, int end)
{
    m_done[index] = end;
    const Step& step = plan().steps[index];
    for (const Place* place : {&step.in, &step.other, &step.first.place, &step.second.place})
        if (place->isSet())
            forget(place->ring);
}

/// Rows of a ring that all of its readers are past.
void TensorStream::forget(int ring)
{
    int needed = std::numeric_limits<int>::max();
    for (std::size_t i = 0; i < plan().steps.size(); ++i) {
        const Step& step = plan().steps[i];
        const int unit = unitOf(plan(), step);
        if (m_done[i] >= schedule().height * unit)
            continue;
        const auto reads = [&](const Place& place, int reach) {
            if (place.ring == ring)
                needed = std::min(needed, m_done[i] * (ringOf(place).factor / unit) - reach);
        };
        reads(step.in, reachOf(step));
        for (const Place* place : {&step.other, &step.first.place, &step.second.place})
            reads(*place, 0);
    }
    if (ring != plan().outputRing())
        m_rings[std::size_t(ring)].forget(needed);
}

void TensorStream::give(int begin, int end, const OutputRow& output)
{
    const Place place{plan().outputRing(), 0, plan().output().channels};
    const torch::Tensor rows = at(place).read(place, begin, end, torch::kFloat32).contiguous();
    const torch::Device& device = m_network->target.device;
    const int most = device.is_cpu()
                         ? end - begin
                         : static_cast<int>(std::max(copyBytes / rowBytes(rows), std::int64_t(1)));
    for (int first = begin; first < end; first += most) {
        torch::Tensor here = rows.narrow(0, first - begin, std::min(most, end - first));
        if (!device.is_cpu())
            here = hostTensor(here.sizes(), device).copy_(here);
        for (int y = first; y < first + here.size(0); ++y)
            output(y, here.const_data_ptr<float>() + (y - first) * here.stride(0));
    }
    at(place).forget(end);
}

} // namespace enlarger::infer
