// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/trunk.h"

#include "core/nn/bands.h"
#include "core/nn/gated_forward.h"

namespace enlarger::nn {

namespace {

constexpr double addBytes = 2.5e8;     // between two passes of the gate: about 50 ms of memory traffic
constexpr double tailBytes = 2.0e8;    // what a band of the tail may use
constexpr std::int64_t lowestBand = 8; // rows; below, the halo would be most of the work

} // namespace

torch::Tensor addScaled(const torch::Tensor& sum, const torch::Tensor& addend, double scale)
{
    GatedForward* gated = GatedForward::current();
    const double bytes = 3.0 * double(sum.nbytes());
    if (!gated || bytes <= addBytes)
        return torch::add(sum, addend, scale);
    torch::Tensor total = torch::empty_like(sum);
    const std::int64_t height = sum.size(2);
    inBands(height, bandCount(height, bytes, addBytes), [&](std::int64_t begin, std::int64_t end) {
        gated->begin(0.0, sum.device());
        const auto rows = [&](const torch::Tensor& tensor) { return tensor.narrow(2, begin, end - begin); };
        rows(total).copy_(rows(sum)).add_(rows(addend), scale);
    });
    return total;
}

torch::Tensor runTail(const torch::Tensor& features, const Tail& tail)
{
    const std::int64_t height = features.size(2);
    const double bytes = tail.bytesPerPixel * double(features.size(0) * height * features.size(3));
    const std::int64_t most = std::max<std::int64_t>(1, height / lowestBand);
    const std::int64_t count = std::min(most, bandCount(height, bytes, tailBytes));
    if (!GatedForward::current() || count == 1)
        return tail.forward(features);

    torch::Tensor whole;
    inBands(height, count, [&](std::int64_t begin, std::int64_t end) {
        const std::int64_t top = std::max<std::int64_t>(0, begin - tail.halo);
        const std::int64_t bottom = std::min<std::int64_t>(height, end + tail.halo);
        const torch::Tensor band = tail.forward(features.narrow(2, top, bottom - top));
        if (!whole.defined())
            whole = torch::empty({band.size(0), band.size(1), height * tail.scale, band.size(3)},
                                 band.options(), torch::MemoryFormat::ChannelsLast);
        const std::int64_t rows = (end - begin) * tail.scale;
        whole.narrow(2, begin * tail.scale, rows).copy_(band.narrow(2, (begin - top) * tail.scale, rows));
    });
    return whole;
}

} // namespace enlarger::nn
