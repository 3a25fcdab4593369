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
    const std::int64_t pixel =
        std::int64_t(format.exactChannels) * std::int64_t(sizeof(float)) +
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
    return tensorStrips(plan, place, width, height);
}

std::vector<RingFormat> ringFormats(const RowPlan& plan, torch::Dtype dtype)
{
    std::vector<RingFormat> formats(plan.rings.size());
    const auto exact = [&](const Place& place) {
        if (place.isSet()) {
            int& channels = formats[std::size_t(place.ring)].exactChannels;
            channels = std::max(channels, place.channel + place.channels);
        }
    };
    exact({plan.inputRing(), 0, plan.input().channels});
    exact({plan.outputRing(), 0, plan.output().channels});
    for (const Step& step : plan.steps) {
        exact(step.first.place);
        exact(step.second.place);
        if (step.convolution < 0) {
            exact(step.in);
            exact(step.other);
            exact(step.out);
        } else if (dtype != torch::kFloat32 && step.in.ring != plan.inputRing()) {
            formats[std::size_t(step.in.ring)].isNarrow = true;
        }
    }
    for (std::size_t i = 0; i < formats.size(); ++i) // in fp32, or written and never read
        if (!formats[i].isNarrow)
            formats[i].exactChannels = plan.rings[i].channels;
    return formats;
}

std::int64_t tensorStreamBytes(const RowPlan& plan, const TensorPlace& place, int width, int height,
                               const Strips& strips)
{
    const RowSchedule schedule = scheduleOf(plan, width, height, strips);
    const std::vector<RingFormat> formats = ringFormats(plan, place.dtype);
    const bool isWhole = strips.front() >= height;
    std::vector<std::int64_t> used(plan.rings.size()); // bytes while a ring is written and read
    std::vector<std::int64_t> kept(plan.rings.size()); // and from strip to strip
    for (std::size_t i = 0; i < used.size(); ++i) {
        const std::int64_t row = rowBytes(plan, i, formats[i], place.dtype, width);
        const int fresh = strips[std::size_t(schedule.lives[i].stage)] * plan.rings[i].factor;
        used[i] = row * schedule.rows[i];
        kept[i] = isWhole ? 0 : row * std::max(schedule.rows[i] - fresh, 0);
    }
    std::int64_t peak = 0;
    for (std::size_t k = 0; k < plan.steps.size(); ++k) {
        const Step& step = plan.steps[k];
        std::int64_t bytes = 0;
        for (std::size_t i = 0; i < used.size(); ++i) {
            const RingLife& life = schedule.lives[i];
            bytes += life.begin <= int(k) && int(k) <= life.end ? used[i] : kept[i];
        }
        // What the step reads without gaps, what it makes, and that in fp32.
        const auto rows = [&](const Place& one) {
            return std::int64_t(schedule.rows[std::size_t(one.ring)]) * width *
                   plan.rings[std::size_t(one.ring)].factor * one.channels;
        };
        bytes += rows(step.in) * std::int64_t(c10::elementSize(place.dtype)) +
                 rows(step.out) * std::int64_t(c10::elementSize(place.dtype) + sizeof(float));
        if (step.kind == StepKind::UpConvolution) // the features, twice as large
            bytes += rows(step.in) * 4 * std::int64_t(c10::elementSize(place.dtype));
        peak = std::max(peak, bytes);
    }
    return peak;
}

Strips tensorStrips(const RowPlan& plan, const TensorPlace& place, int width, int height)
{
    const auto strips = [&](double pixels) {
        Strips some = stripsOf(plan, width, pixels);
        if (double(width) * height <= pixels)
            some.front() = std::max(some.front(), height);
        return some;
    };
    if (place.device.is_cpu())
        return strips(cpuPixels);
    double pixels = gpuPixels;
    while (pixels > width &&
           double(tensorStreamBytes(plan, place, width, height, strips(pixels))) >
               gpuShare * double(place.freeBytes))
        pixels /= 2;
    return strips(pixels);
}

} // namespace enlarger::infer
