// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/tensor_steps.h"

#include "core/nn/fused_conv.h"

#include <array>
#include <cstdlib>

namespace enlarger::infer {

namespace {

/// Rows x width x channels as a picture that lies channels-last: a copy of what is only some of a ring's
/// channels. And back.
torch::Tensor asPicture(const torch::Tensor& rows)
{
    return rows.contiguous().permute({2, 0, 1}).unsqueeze(0);
}

torch::Tensor asRows(const torch::Tensor& picture)
{
    return picture.squeeze(0).permute({1, 2, 0});
}

torch::Tensor activated(const ConvWeights& weights, torch::Tensor values)
{
    switch (weights.activation) {
    case kernels::Activation::Prelu:
        return torch::prelu(values, weights.slopes);
    case kernels::Activation::Silu:
        return torch::silu_(values);
    case kernels::Activation::LeakyRelu: // fused
    case kernels::Activation::None:
        break;
    }
    return values;
}

/// Each pixel as a block of factor x factor.
torch::Tensor enlarged(const torch::Tensor& in, int factor)
{
    const std::int64_t high = in.size(0);
    const std::int64_t wide = in.size(1);
    const std::int64_t channels = in.size(2);
    return in.view({high, 1, wide, 1, channels})
        .expand({high, factor, wide, factor, channels})
        .reshape({high * factor, wide * factor, channels});
}

torch::Tensor unshuffled(const torch::Tensor& in, int side)
{
    return in.unflatten(1, {-1, side}).unflatten(0, {-1, side}).permute({0, 2, 4, 1, 3}).flatten(2);
}

torch::Tensor shuffled(const Step& step, const TensorRows& rows)
{
    const int side = rows.factor;
    torch::Tensor blocks = rows.in.unflatten(2, {side, side, step.out.channels}).permute({0, 2, 1, 3, 4});
    if (rows.other.defined()) {
        const torch::Tensor channels =
            torch::arange(step.out.channels, rows.other.device()).clamp_max(step.other.channels - 1);
        blocks = blocks + rows.other.index_select(2, channels).unsqueeze(2).unsqueeze(1);
    }
    return blocks.flatten(2, 3).flatten(0, 1);
}

torch::Tensor between(const torch::Tensor& in, int factor)
{
    const torch::Tensor larger = torch::upsample_bilinear2d(
        asPicture(in), {in.size(0) * factor, in.size(1) * factor}, /*align_corners=*/false);
    return asRows(larger).narrow(0, factor, (in.size(0) - 2) * factor);
}

/// A value for each channel, for what lies channels-last.
torch::Tensor perChannel(const std::vector<float>& values, const torch::Tensor& like)
{
    return torch::tensor(values).to(like.device());
}

} // namespace

torch::Tensor convolvedRows(const Step& step, const ConvWeights& weights, const torch::Tensor& in)
{
    torch::Tensor picture = asPicture(in);
    if (weights.behindUpsampling) {
        const std::int64_t high = 2 * picture.size(2);
        picture = torch::upsample_nearest2d(picture, {high, 2 * picture.size(3)}).narrow(2, 1, high - 2);
    }
    std::array<std::int64_t, 2> padding{0, 1};
    if (const int shift = step.columnShift; shift != 0) {
        const int margin = 1 + std::abs(shift);
        picture = torch::constant_pad_nd(picture, {margin, margin})
                      .narrow(3, std::abs(shift) + shift, picture.size(3) + 2);
        padding[1] = 0;
    }
    const bool isLeaky = weights.activation == kernels::Activation::LeakyRelu;
    return asRows(activated(weights, nn::fusedConv(picture, weights.weight, weights.bias, padding,
                                                   isLeaky ? std::optional(weights.slope) : std::nullopt)));
}

torch::Tensor pointRows(const Step& step, const TensorRows& rows)
{
    const torch::Tensor& in = rows.in;
    switch (step.kind) {
    case StepKind::Copy:
        return enlarged(in, rows.factor);
    case StepKind::Normalise:
        return (in - perChannel(step.offsets, in)) * step.scale;
    case StepKind::Prelu:
        return torch::where(in > 0.0F, in, in * perChannel(step.slopes, in));
    case StepKind::Tanh:
        return (torch::tanh(in) + 1.0F) / 2.0F;
    case StepKind::Unshuffle:
        return unshuffled(in, rows.factor);
    case StepKind::Shuffle:
        return shuffled(step, rows);
    case StepKind::Gate:
        return (in + rows.other) * (torch::sigmoid(in) - 0.5F);
    case StepKind::Bilinear:
        return between(in, rows.factor);
    case StepKind::Convolution:
    case StepKind::UpConvolution:
        break; // convolvedRows() is for these
    }
    return in;
}

} // namespace enlarger::infer
