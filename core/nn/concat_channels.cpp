// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/concat_channels.h"

#include "core/device/parallel_for.h"

#include <algorithm>
#include <cstring>

namespace enlarger::nn {

namespace {

constexpr std::int64_t partBytes = 512 << 10; // copied in 50 microseconds or so

/// Its rows are W x C values without gaps; a band of rows is such a tensor too.
bool hasDenseRows(const torch::Tensor& tensor)
{
    const std::int64_t channels = tensor.size(1);
    return tensor.stride(1) == 1 && tensor.stride(3) == channels &&
           tensor.stride(2) == channels * tensor.size(3);
}

bool canCopy(const std::vector<torch::Tensor>& parts)
{
    const torch::Tensor& first = parts.front();
    return std::all_of(parts.begin(), parts.end(), [&](const torch::Tensor& part) {
        return part.dim() == 4 && part.device().is_cpu() && part.scalar_type() == first.scalar_type() &&
               part.size(0) == first.size(0) && part.size(2) == first.size(2) &&
               part.size(3) == first.size(3) && hasDenseRows(part) &&
               !(torch::GradMode::is_enabled() && part.requires_grad());
    });
}

struct Part
{
    const char* data;
    std::int64_t pixelBytes;
    std::int64_t rowBytes;
    std::int64_t pictureBytes;
};

} // namespace

torch::Tensor concatChannels(const std::vector<torch::Tensor>& parts)
{
    if (parts.size() == 1)
        return parts.front();
    if (!canCopy(parts))
        return torch::cat(parts, 1);

    const torch::Tensor& first = parts.front();
    const std::int64_t height = first.size(2);
    const std::int64_t width = first.size(3);
    const auto bytes = std::int64_t(first.element_size());
    std::vector<Part> from;
    std::int64_t channels = 0;
    for (const torch::Tensor& part : parts) {
        from.push_back({static_cast<const char*>(part.const_data_ptr()), part.size(1) * bytes,
                        part.stride(2) * bytes, part.stride(0) * bytes});
        channels += part.size(1);
    }
    torch::Tensor whole = torch::empty({first.size(0), channels, height, width}, first.options(),
                                       torch::MemoryFormat::ChannelsLast);
    char* const to = static_cast<char*>(whole.mutable_data_ptr());
    const std::int64_t pixelBytes = channels * bytes;
    const std::int64_t grain =
        std::max<std::int64_t>(1, partBytes / std::max<std::int64_t>(1, width * pixelBytes));
    device::parallelFor(0, first.size(0) * height, grain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            char* pixel = to + row * width * pixelBytes;
            const std::int64_t picture = row / height;
            for (std::int64_t x = 0; x < width; ++x)
                for (const Part& part : from) {
                    const char* values = part.data + picture * part.pictureBytes +
                                         (row % height) * part.rowBytes + x * part.pixelBytes;
                    std::memcpy(pixel, values, std::size_t(part.pixelBytes));
                    pixel += part.pixelBytes;
                }
        }
    });
    return whole;
}

} // namespace enlarger::nn
