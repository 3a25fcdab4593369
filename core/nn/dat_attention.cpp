// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dat_attention.h"

#include "core/nn/gated_forward.h"
#include "core/nn/placed.h"

namespace enlarger::nn {

namespace {

/// Batch norm as it stands after training, and a GELU, in fp32; the result has the input's dtype.
torch::Tensor normalised(const torch::nn::BatchNorm2d& norm, const torch::Tensor& x)
{
    const torch::Tensor y =
        torch::batch_norm(x.to(torch::kFloat32), norm->weight, norm->bias, norm->running_mean,
                          norm->running_var, false, 0.0, norm->options.eps(), false);
    return torch::gelu(y).to(x.scalar_type());
}

/// How far the pixels of a window can lie apart, in both directions: ((2h - 1) (2w - 1)) x 2.
torch::Tensor windowOffsets(std::int64_t height, std::int64_t width)
{
    const torch::Tensor y = torch::arange(1 - height, height).repeat_interleave(2 * width - 1);
    const torch::Tensor x = torch::arange(1 - width, width).repeat({2 * height - 1});
    return torch::stack({y, x}, 1).to(torch::kFloat32);
}

} // namespace

DatAttention::DatAttention(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec)
    : m_qkv(placed(root, path + ".qkv", Dense(spec.features, 3 * spec.features, spec.attention.qkvBias)))
    , m_proj(placed(root, path + ".proj", Dense(spec.features, spec.features)))
    , m_conv(placed(root, path + ".dwconv.0", makeDepthwiseConv(spec.features)))
    , m_convNorm(placed(root, path + ".dwconv.1", torch::nn::BatchNorm2d(spec.features)))
    , m_channelIn(
          placed(root, path + ".channel_interaction.1", makeConv(spec.features, spec.features / 8, 1)))
    , m_channelNorm(placed(root, path + ".channel_interaction.2", torch::nn::BatchNorm2d(spec.features / 8)))
    , m_channelOut(
          placed(root, path + ".channel_interaction.4", makeConv(spec.features / 8, spec.features, 1)))
    , m_spatialIn(
          placed(root, path + ".spatial_interaction.0", makeConv(spec.features, spec.features / 16, 1)))
    , m_spatialNorm(placed(root, path + ".spatial_interaction.1", torch::nn::BatchNorm2d(spec.features / 16)))
    , m_spatialOut(placed(root, path + ".spatial_interaction.3", makeConv(spec.features / 16, 1, 1)))
{}

torch::Tensor DatAttention::queriesKeysValues(const torch::Tensor& tokens)
{
    const torch::Tensor qkv = m_qkv->forward(tokens);
    return qkv.view({qkv.size(0), qkv.size(1), qkv.size(2), 3, -1});
}

torch::Tensor DatAttention::convolved(const torch::Tensor& qkv)
{
    return normalised(m_convNorm, m_conv->forward(pictureOf(qkv.select(3, 2).contiguous())));
}

torch::Tensor DatAttention::channelMap(const torch::Tensor& picture)
{
    const torch::Tensor mean = picture.mean({2, 3}, true, torch::kFloat32);
    return torch::sigmoid(m_channelOut->forward(normalised(m_channelNorm, m_channelIn->forward(mean))));
}

torch::Tensor DatAttention::spatialMap(const torch::Tensor& picture)
{
    return torch::sigmoid(m_spatialOut->forward(normalised(m_spatialNorm, m_spatialIn->forward(picture))));
}

torch::Tensor DatAttention::joined(const torch::Tensor& a, const torch::Tensor& b)
{
    return m_proj->forward(tokensOf(a + b));
}

DatSpatialAttention::DatSpatialAttention(torch::nn::Module& root, const std::string& path,
                                         const NetworkSpec& spec, int heads, bool isShifted)
    : DatAttention(root, path, spec)
    , m_multiple(std::max(spec.attention.windowHeight, spec.attention.windowWidth))
    , m_heads(heads / 2)
{
    const int wide = spec.features / 2 / 4 / 4; // features of the layers that make biases: often few or none
    for (const int i : {0, 1}) {
        Windows windows{spec.attention.windowHeight, spec.attention.windowWidth};
        if (i == 1)
            std::swap(windows.height, windows.width);
        if (isShifted) {
            windows.shiftY = windows.height / 2;
            windows.shiftX = windows.width / 2;
        }
        const std::string at = path + ".attns." + std::to_string(i);
        const auto norm = [&](int k) {
            return placed(root, at + ".pos.pos" + std::to_string(k) + ".0", TokenNorm(wide));
        };
        const auto layer = [&](int k, int outputs) {
            return placed(root, at + ".pos.pos" + std::to_string(k) + ".2", Dense(wide, outputs));
        };
        m_branches.push_back(
            {windows,
             relativePositions(windows.height, windows.width),
             placeAt(root, at).register_buffer("rpe_biases", windowOffsets(windows.height, windows.width)),
             placed(root, at + ".pos.pos_proj", Dense(2, wide)),
             {norm(1), norm(2), norm(3)},
             {layer(1, wide), layer(2, wide), layer(3, m_heads)}});
    }
}

torch::Tensor DatSpatialAttention::Branch::bias()
{
    torch::Tensor x = first->forward(offsets);
    for (std::size_t i = 0; i < layers.size(); ++i) // a norm of no features has none to give
        x = layers[i]->forward(x.size(1) > 0 ? torch::relu(norms[i]->forward(x)) : x);
    return biasFrom(x.to(torch::kFloat32), relative);
}

torch::Tensor DatSpatialAttention::forward(const torch::Tensor& tokens)
{
    const std::int64_t height = tokens.size(1), width = tokens.size(2), half = tokens.size(3) / 2;
    const torch::Tensor qkv = queriesKeysValues(tokens);
    const auto missing = [this](std::int64_t side) { return (m_multiple - side % m_multiple) % m_multiple; };
    const torch::Tensor padded =
        torch::constant_pad_nd(qkv, {0, 0, 0, 0, 0, missing(width), 0, missing(height)});
    std::vector<torch::Tensor> parts;
    for (std::size_t i = 0; i < m_branches.size(); ++i) {
        Branch& branch = m_branches[i];
        parts.push_back(windowAttention(padded.narrow(4, std::int64_t(i) * half, half), m_heads,
                                        branch.windows, branch.bias())
                            .narrow(1, 0, height)
                            .narrow(2, 0, width));
    }
    const torch::Tensor attended = pictureOf(torch::cat(parts, 3));
    const torch::Tensor beside = convolved(qkv);
    return joined(attended * channelMap(beside), beside * spatialMap(attended));
}

DatChannelAttention::DatChannelAttention(torch::nn::Module& root, const std::string& path,
                                         const NetworkSpec& spec, int heads)
    : DatAttention(root, path, spec)
    , m_heads(heads)
    , m_temperature(placeAt(root, path).register_parameter("temperature", torch::ones({heads, 1, 1})))
{}

torch::Tensor DatChannelAttention::forward(const torch::Tensor& tokens)
{
    constexpr double least = 1e-12;
    const std::int64_t count = tokens.size(0), height = tokens.size(1), width = tokens.size(2);
    const torch::Tensor qkv = queriesKeysValues(tokens);
    if (GatedForward* gated = GatedForward::current())
        gated->begin(4.0 * double(tokens.numel()) * double(tokens.size(3) / m_heads), tokens.device());
    const auto part = [&](int which) { // N x heads x depth x pixels
        return qkv.select(3, which)
            .reshape({count, height * width, m_heads, -1})
            .permute({0, 2, 3, 1})
            .to(torch::kFloat32);
    };
    const auto unit = [&](const torch::Tensor& x) {
        return x / torch::linalg_vector_norm(x, 2, {-1}, true).clamp_min(least);
    };
    const torch::Tensor likeness = torch::matmul(unit(part(0)), unit(part(1)).transpose(2, 3));
    const torch::Tensor weights = torch::softmax(likeness * m_temperature, -1);
    const torch::Tensor attended = pictureOf(torch::matmul(weights, part(2))
                                                 .permute({0, 3, 1, 2})
                                                 .reshape({count, height, width, -1})
                                                 .to(qkv.scalar_type()));
    const torch::Tensor beside = convolved(qkv);
    return joined(attended * spatialMap(beside), beside * channelMap(attended));
}

} // namespace enlarger::nn
