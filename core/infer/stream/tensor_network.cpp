// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/tensor_network.h"

#include "core/infer/stream/tensor_stream.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

constexpr double cpuPixels = 16384; // of a strip
constexpr double gpuPixels = 1 << 20;
constexpr double gpuShare = 0.25; // of its free memory

std::int64_t rowBytes(const RowPlan& plan, std::size_t ring, const RingFormat& format, torch::Dtype dtype,
                      int width)
{
    const Ring& one = plan.rings[ring];
    const std::int64_t pixel = std::int64_t(format.exactChannels) * std::int64_t(sizeof(float)) +
                               (format.isNarrow ? one.channels * std::int64_t(c10::elementSize(dtype)) : 0);
    return pixel * width * one.factor;
}

} // namespace

std::unique_ptr<RowStream> TensorNetwork::stream(int width, int height, const Strips& strips) const
{
    return std::make_unique<TensorStream>(shared_from_this(), width, height, strips);
}

Strips TensorNetwork::strips(int width, int height) const
{
    return tensorStrips(plan, target, width, height);
}

std::vector<RingFormat> ringFormats(const RowPlan& plan, torch::Dtype dtype)
{
    std::vector<RingFormat> formats(plan.rings.size());
    const auto formatOf = [&](const Place& place) -> RingFormat& { return formats[std::size_t(place.ring)]; };
    const auto exact = [&](const Place& place) {
        if (place.isSet())
            formatOf(place).exactChannels =
                std::max(formatOf(place).exactChannels, place.channel + place.channels);
    };
    exact({plan.inputRing(), 0, plan.input().channels});
    exact({plan.outputRing(), 0, plan.output().channels});
    for (const Step& step : plan.steps) {
        exact(step.first.place);
        exact(step.second.place);
        if (step.convolution >= 0)
            continue;
        exact(step.in);
        exact(step.other);
        exact(step.out);
    }
    for (const Step& step : plan.steps) {
        const bool isRead = step.convolution >= 0 && dtype != torch::kFloat32;
        if (isRead &&
            (!step.keepsFp32 || step.in.channel + step.in.channels > formatOf(step.in).exactChannels))
            formatOf(step.in).isNarrow = true;
    }
    for (std::size_t i = 0; i < formats.size(); ++i) // all in fp32, or written and never read
        if (!formats[i].isNarrow)
            formats[i].exactChannels = plan.rings[i].channels;
    return formats;
}

namespace {

/// What a step holds beside the rings: what it reads, without gaps, with its rows' ends, enlarged; what it
/// makes, and that in fp32.
std::int64_t stepBytes(const RowPlan& plan, const Step& step, const RowSchedule& schedule, torch::Dtype dtype,
                       int width)
{
    const auto values = [&](const Place& one) {
        const auto ring = std::size_t(one.ring);
        return std::int64_t(schedule.memory[ring].rows) * width * plan.rings[ring].factor * one.channels;
    };
    const bool isExact = step.convolution < 0 || step.keepsFp32;
    const auto size = std::int64_t(isExact ? sizeof(float) : c10::elementSize(dtype));
    const int copies = step.kind == StepKind::UpConvolution ? 1 + 4 : step.columnShift != 0 ? 3 : 1;
    return copies * values(step.in) * size + values(step.out) * (size + std::int64_t(sizeof(float)));
}

} // namespace

std::int64_t tensorStreamBytes(const RowPlan& plan, const TensorTarget& target, int width, int height,
                               const Strips& strips)
{
    const RowSchedule schedule = scheduleOf(plan, width, height, strips);
    const std::vector<RingFormat> formats = ringFormats(plan, target.dtype);
    const bool isWhole = strips.front() >= height;
    std::vector<std::int64_t> used(plan.rings.size()); // bytes while a ring is written and read
    std::vector<std::int64_t> kept(plan.rings.size()); // and from strip to strip
    for (std::size_t i = 0; i < used.size(); ++i) {
        const std::int64_t row = rowBytes(plan, i, formats[i], target.dtype, width);
        const int fresh = strips[std::size_t(schedule.lives[i].stage)] * plan.rings[i].factor;
        const int old = isWhole ? 0 : std::max(schedule.memory[i].rows - fresh, 0);
        used[i] = row * schedule.memory[i].rows;
        kept[i] = 2 * old > schedule.memory[i].rows ? used[i] : row * old; // see TensorRing::forget()
    }
    std::int64_t peak = 0;
    for (std::size_t k = 0; k < plan.steps.size(); ++k) {
        const Step& step = plan.steps[k];
        std::int64_t bytes = stepBytes(plan, step, schedule, target.dtype, width);
        for (std::size_t i = 0; i < used.size(); ++i) {
            const RingLife& life = schedule.lives[i];
            bytes += life.begin <= int(k) && int(k) <= life.end ? used[i] : kept[i];
        }
        peak = std::max(peak, bytes);
    }
    return peak + std::ranges::max(used); // a ring that grows is there twice
}

Strips tensorStrips(const RowPlan& plan, const TensorTarget& target, int width, int height)
{
    const auto strips = [&](double pixels) { return stripsOf(plan, width, height, pixels, pixels); };
    if (target.device.is_cpu())
        return strips(cpuPixels);
    double pixels = gpuPixels;
    while (pixels > width && double(tensorStreamBytes(plan, target, width, height, strips(pixels))) >
                                 gpuShare * double(target.freeBytes))
        pixels /= 2;
    return strips(pixels);
}

} // namespace enlarger::infer
