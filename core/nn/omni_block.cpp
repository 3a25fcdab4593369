// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/omni_block.h"

#include "core/nn/gated_forward.h"
#include "core/nn/placed.h"
#include "core/nn/windows.h"

#include <array>

namespace enlarger::nn {

namespace {

constexpr int omniHeads = 4;
constexpr double pictureNormEpsilon = 1e-6;
constexpr std::array pixelLayers{2, 8};
constexpr std::array featureLayers{5, 11};
constexpr std::array gatedLayers{4, 6, 10, 12};

// Orders of dimensions, see OmniBlock::features().
constexpr std::array<std::int64_t, 8> toWindows{1, 0, 4, 6, 2, 3, 5, 7};
constexpr std::array<std::int64_t, 8> toGrids{1, 0, 5, 7, 2, 3, 4, 6};
constexpr std::array<std::int64_t, 7> fromWindows{0, 3, 4, 1, 5, 2, 6};
constexpr std::array<std::int64_t, 7> fromGrids{0, 3, 4, 5, 1, 6, 2};

void passGate(double flops, const torch::Tensor& tensor)
{
    if (GatedForward* gated = GatedForward::current())
        gated->begin(flops, tensor.device());
}

/// N x H x W x ... so that the grid of pixels that are `side` apart lies side by side: rows and columns
/// change places with those of windows. The other way round it gives the picture back.
torch::Tensor regrouped(const torch::Tensor& tokens, std::int64_t outerRows, std::int64_t outerColumns)
{
    const std::int64_t count = tokens.size(0), height = tokens.size(1), width = tokens.size(2);
    return tokens.reshape({count, outerRows, height / outerRows, outerColumns, width / outerColumns, -1})
        .permute({0, 2, 1, 4, 3, 5})
        .reshape({count, height, width, -1});
}

} // namespace

OmniBlock::OmniBlock(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec)
    : m_window(spec.omni.window)
    , m_positions(relativePositions(spec.omni.window, spec.omni.window))
    , m_inverted{placed(root, path + ".layer.0.fn.0", makeConv(spec.features, spec.features, 1)),
                 placed(root, path + ".layer.0.fn.2", makeDepthwiseConv(spec.features)),
                 placed(root, path + ".layer.0.fn.5", makeConv(spec.features, spec.features, 1)),
                 placed(root, path + ".layer.0.fn.4.gate.1", Dense(spec.features, spec.features / 4, false)),
                 placed(root, path + ".layer.0.fn.4.gate.3", Dense(spec.features / 4, spec.features, false))}
{
    const int features = spec.features;
    const auto at = [&](int layer, const char* part) {
        return path + ".layer." + std::to_string(layer) + part;
    };
    for (const int i : pixelLayers) {
        m_pixels.push_back({placed(root, at(i, ".norm"), TokenNorm(features)),
                            placed(root, at(i, ".fn.to_qkv"), Dense(features, 3 * features, false)),
                            placed(root, at(i, ".fn.to_out.0"), Dense(features, features, false)),
                            {}});
        const std::int64_t positions = std::int64_t(2 * m_window - 1) * (2 * m_window - 1);
        if (spec.omni.positions)
            m_pixels.back().table = placeAt(root, at(i, ".fn.rel_pos_bias"))
                                        .register_parameter("weight", torch::randn({positions, omniHeads}));
    }
    for (const int i : featureLayers)
        m_features.push_back(
            {placed(root, at(i, ".norm"), TokenNorm(features, pictureNormEpsilon)),
             placed(root, at(i, ".fn.qkv"), makeConv(features, 3 * features, 1, false)),
             placed(root, at(i, ".fn.qkv_dwconv"), makeDepthwiseConv(3 * features, false)),
             placed(root, at(i, ".fn.project_out"), makeConv(features, features, 1, false)),
             placeAt(root, at(i, ".fn")).register_parameter("temperature", torch::ones({omniHeads, 1, 1}))});
    for (const int i : gatedLayers)
        m_gated.push_back({placed(root, at(i, ".norm"), TokenNorm(features, pictureNormEpsilon)),
                           placed(root, at(i, ".fn.project_in"), makeConv(features, 2 * features, 1, false)),
                           placed(root, at(i, ".fn.dwconv"), makeDepthwiseConv(2 * features, false)),
                           placed(root, at(i, ".fn.project_out"), makeConv(features, features, 1, false))});
}

torch::Tensor OmniBlock::forward(torch::Tensor x)
{
    x = inverted(x);
    for (std::size_t i = 0; i < m_pixels.size(); ++i) {
        const bool inGrid = i == 1;
        x = pixels(m_pixels[i], x, inGrid);
        x = gated(m_gated[2 * i], x);
        x = features(m_features[i], x, inGrid);
        x = gated(m_gated[2 * i + 1], x);
    }
    return x;
}

torch::Tensor OmniBlock::inverted(const torch::Tensor& x)
{
    torch::Tensor y = torch::gelu(m_inverted.widen->forward(x));
    y = torch::gelu(m_inverted.depthwise->forward(y));
    const torch::Tensor mean = y.mean({2, 3}, false, torch::kFloat32);
    const torch::Tensor weights =
        torch::sigmoid(m_inverted.excite->forward(torch::silu(m_inverted.squeeze->forward(mean))));
    return m_inverted.narrow->forwardAdd({y * weights.unsqueeze(-1).unsqueeze(-1)}, x, 1.0);
}

torch::Tensor OmniBlock::pixels(Pixels& layer, const torch::Tensor& x, bool inGrid) const
{
    torch::Tensor tokens = tokensOf(x);
    const std::int64_t height = tokens.size(1), width = tokens.size(2);
    if (inGrid) // a grid's pixels become a window's
        tokens = regrouped(tokens, m_window, m_window);
    torch::Tensor qkv = layer.qkv->forward(layer.norm->forward(tokens));
    qkv = qkv.view({qkv.size(0), height, width, 3, -1});
    const torch::Tensor bias =
        layer.table.defined() ? biasFrom(layer.table, m_positions)
                              : torch::zeros({1, m_window * m_window, m_window * m_window}, tokens.options());
    tokens =
        tokens + layer.out->forward(windowAttention(std::move(qkv), omniHeads, {m_window, m_window}, bias));
    return pictureOf(inGrid ? regrouped(tokens, height / m_window, width / m_window) : tokens);
}

torch::Tensor OmniBlock::features(Features& layer, const torch::Tensor& x, bool inGrid) const
{
    torch::Tensor qkv = layer.depthwise->forward(layer.qkv->forward(layer.norm->ofPicture(x)));
    const std::int64_t count = x.size(0), height = x.size(2), width = x.size(3);
    const std::int64_t depth = x.size(1) / omniHeads;
    passGate(4.0 * double(x.numel()) * double(depth), x);
    // N x 3 x heads x depth x rows x (in a row) x columns x (in a column): windows see what lies in them,
    // grids what has the same place in each.
    const torch::Tensor parts =
        qkv.to(torch::kFloat32)
            .reshape({count, 3, omniHeads, depth, height / m_window, m_window, width / m_window, m_window})
            .permute(inGrid ? toGrids : toWindows);
    const auto sizes = parts.sizes().vec();
    const torch::Tensor flat = parts.reshape({3, -1, omniHeads, depth, sizes[6] * sizes[7]});
    const auto unit = [](const torch::Tensor& one) {
        constexpr double least = 1e-12;
        return one / torch::linalg_vector_norm(one, 2, {-1}, true).clamp_min(least);
    };
    const torch::Tensor likeness = torch::matmul(unit(flat[0]), unit(flat[1]).transpose(2, 3));
    const torch::Tensor attended =
        torch::matmul(torch::softmax(likeness * layer.temperature, -1), flat[2])
            .reshape({count, sizes[2], sizes[3], omniHeads, depth, sizes[6], sizes[7]})
            .permute(inGrid ? fromGrids : fromWindows)
            .reshape({count, -1, height, width})
            .contiguous(torch::MemoryFormat::ChannelsLast);
    return layer.out->forwardAdd({attended}, x, 1.0);
}

torch::Tensor OmniBlock::gated(Gated& layer, const torch::Tensor& x)
{
    const torch::Tensor wide = layer.depthwise->forward(layer.in->forward(layer.norm->ofPicture(x)));
    const auto halves = wide.chunk(2, 1);
    return layer.out->forwardAdd({torch::gelu(halves[0]) * halves[1]}, x, 1.0);
}

OmniGate::OmniGate(torch::nn::Module& root, const std::string& path, int features)
    : m_in(placed(root, path + ".conv1", makeConv(features, width(features), 1)))
    , m_coarse(placed(root, path + ".conv2", makeConv(width(features), width(features))))
    , m_around(placed(root, path + ".conv3", makeConv(width(features), width(features))))
    , m_fine(placed(root, path + ".conv_f", makeConv(width(features), width(features), 1)))
    , m_out(placed(root, path + ".conv4", makeConv(width(features), features, 1)))
{}

torch::Tensor OmniGate::forward(const torch::Tensor& x)
{
    constexpr std::array<std::int64_t, 2> everySecond{2, 2};
    const torch::Tensor fine = m_in->forward(x);
    passGate(2.0 * double(m_coarse->weight.numel()) * double(x.size(2) * x.size(3)) / 4.0, x);
    torch::Tensor coarse = torch::conv2d(fine, m_coarse->weight, m_coarse->bias, everySecond);
    coarse = m_around->forward(torch::max_pool2d(coarse, {7, 7}, {3, 3}));
    coarse = torch::upsample_bilinear2d(coarse, {x.size(2), x.size(3)}, false);
    return x * torch::sigmoid(m_out->forward(coarse + m_fine->forward(fine)));
}

} // namespace enlarger::nn
