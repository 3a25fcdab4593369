// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gated_conv.h"

#include "core/nn/autocast_off.h"
#include "core/nn/bands.h"
#include "core/nn/concat_channels.h"
#include "core/nn/fused_conv.h"
#include "core/nn/kernel_conv.h"

namespace enlarger::nn {

namespace {

// The most that lies between two passes of the gate. On a slow CPU (50 GFLOP/s) 4 GFLOP are 80 ms; a GPU is
// fed in larger pieces.
constexpr double bandFlopsCpu = 4.0e9;
constexpr double bandFlopsGpu = 4.0e11;
// What a band may read of several inputs: small enough for the concatenated one to stay in a core's cache.
constexpr double bandBytesCpu = 8.0e6;
constexpr double bandBytesGpu = 5.0e8;

torch::Tensor rows(const torch::Tensor& tensor, std::int64_t begin, std::int64_t end)
{
    return begin == 0 && end == tensor.size(2) ? tensor : tensor.narrow(2, begin, end - begin);
}

} // namespace

torch::Tensor ConvImpl::forward(const torch::Tensor& input)
{
    return run({input}, {});
}

torch::Tensor ConvImpl::forward(const Inputs& inputs)
{
    return run(inputs, {});
}

torch::Tensor ConvImpl::forwardLeaky(const torch::Tensor& input, double slope)
{
    return run({input}, {slope, {}, 1.0});
}

torch::Tensor ConvImpl::forwardLeaky(const Inputs& inputs, double slope)
{
    return run(inputs, {slope, {}, 1.0});
}

torch::Tensor ConvImpl::forwardAdd(const Inputs& inputs, const torch::Tensor& sum, double scale)
{
    return run(inputs, {{}, sum, scale});
}

torch::Tensor ConvImpl::convert(const torch::Tensor& input) const
{
    const bool staysExact = at::GradMode::is_enabled() && areKernelsFor(input, weight);
    return input.to(staysExact ? torch::kFloat32 : computeType(input.device().type()));
}

torch::Dtype ConvImpl::computeType(torch::DeviceType device) const
{
    const bool follows = at::autocast::is_autocast_enabled(device) && !m_keepsFp32;
    return follows ? at::autocast::get_autocast_dtype(device) : weight.scalar_type();
}

torch::Tensor ConvImpl::run(const Inputs& inputs, const Epilogue& epilogue)
{
    const torch::Tensor& first = inputs.front();
    const AutocastOff fp32(first.device(), m_keepsFp32);
    const std::int64_t height = first.size(2);
    GatedForward* gated = GatedForward::current();
    if (!gated)
        return runBand(inputs, epilogue, 0, height);

    const bool onCpu = first.device().is_cpu();
    const double pixels = double(first.size(0)) * double(height) * double(first.size(3));
    const double flops = 2.0 * double(weight.numel()) * pixels;
    const double bytes = double(weight.size(1)) * double(weight.element_size()) * pixels;
    std::int64_t count = bandCount(height, flops, onCpu ? bandFlopsCpu : bandFlopsGpu);
    if (inputs.size() > 1)
        count = std::max(count, bandCount(height, bytes, onCpu ? bandBytesCpu : bandBytesGpu));
    torch::Tensor whole;
    inBands(height, count, [&](std::int64_t begin, std::int64_t end) {
        gated->begin(flops * double(end - begin) / double(height), first.device());
        const torch::Tensor band = runBand(inputs, epilogue, begin, end);
        if (count == 1) {
            whole = band;
            return;
        }
        if (!whole.defined())
            whole = torch::empty({band.size(0), band.size(1), height, band.size(3)}, band.options(),
                                 torch::MemoryFormat::ChannelsLast);
        rows(whole, begin, end).copy_(band);
    });
    return whole;
}

/// Output rows [begin, end), from those input rows and the border that they need.
torch::Tensor ConvImpl::runBand(const Inputs& inputs, const Epilogue& epilogue, std::int64_t begin,
                                std::int64_t end)
{
    const std::int64_t height = inputs.front().size(2);
    const std::int64_t border = weight.size(2) / 2;
    const std::int64_t top = std::max<std::int64_t>(0, begin - border);
    const std::int64_t bottom = std::min(height, end + border);

    std::vector<torch::Tensor> parts;
    for (const torch::Tensor& input : inputs)
        parts.push_back(convert(rows(input, top, bottom)));
    const torch::Tensor input = concatChannels(parts);

    // Inside the picture there is nothing to pad. Where only one end is the picture's, both are padded, and
    // the rows that came from padding inside it are dropped.
    const std::int64_t padTop = border - (begin - top);
    const std::int64_t padding = std::max(padTop, border - (bottom - end));
    torch::Tensor band = fusedConv(input, weight, bias, {padding, border}, epilogue.slope, options.groups());
    band = rows(band, padding - padTop, padding - padTop + end - begin);
    if (epilogue.sum.defined())
        band = torch::add(rows(epilogue.sum, begin, end), band, epilogue.scale);
    return band;
}

Conv makeConv(int in, int out, int kernel, bool bias)
{
    return Conv(torch::nn::Conv2dOptions(in, out, kernel).padding(kernel / 2).bias(bias));
}

Conv makeDepthwiseConv(int features, bool bias)
{
    return Conv(torch::nn::Conv2dOptions(features, features, 3).padding(1).groups(features).bias(bias));
}

} // namespace enlarger::nn
