// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/dense.h"
#include "core/nn/gated_conv.h"
#include "core/nn/kinds/network_spec.h"
#include "core/nn/token_norm.h"

#include <algorithm>
#include <vector>

namespace enlarger::nn {

/// OmniSR's block: convolutions that weigh features by their means, then attention of pixels and of features,
/// in windows first and then in grids over all of the picture, each followed by a gated layer. Tensors under
/// `path`: layer.{0, 2, 4, 5, 6, 8, 10, 11, 12}.
class OmniBlock
{
public:
    OmniBlock(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec);

    /// N x C x H x W, whole windows.
    torch::Tensor forward(torch::Tensor x);

private:
    struct Inverted // layer.0
    {
        Conv widen, depthwise, narrow;
        Dense squeeze, excite;
    };
    struct Pixels // layer.2, layer.8
    {
        TokenNorm norm;
        Dense qkv, out;
        torch::Tensor table; // undefined where windows know no positions
    };
    struct Features // layer.5, layer.11
    {
        TokenNorm norm;
        Conv qkv, depthwise, out;
        torch::Tensor temperature;
    };
    struct Gated // layer.4, layer.6, layer.10, layer.12
    {
        TokenNorm norm;
        Conv in, depthwise, out;
    };

    torch::Tensor inverted(const torch::Tensor& x);
    torch::Tensor pixels(Pixels& layer, const torch::Tensor& x, bool inGrid) const;
    torch::Tensor features(Features& layer, const torch::Tensor& x, bool inGrid) const;
    static torch::Tensor gated(Gated& layer, const torch::Tensor& x);

    int m_window;
    torch::Tensor m_positions;
    Inverted m_inverted;
    std::vector<Pixels> m_pixels;
    std::vector<Features> m_features;
    std::vector<Gated> m_gated;
};

/// What OmniSR has behind a group of blocks: a coarse look around says how much of each feature goes on.
/// Tensors under `path`: conv1, conv2, conv3, conv4 and conv_f.
class OmniGate
{
public:
    OmniGate(torch::nn::Module& root, const std::string& path, int features);

    /// N x C x H x W of 15 x 15 at least.
    torch::Tensor forward(const torch::Tensor& x);

    static int width(int features) { return std::max(features / 4, 16); }

private:
    Conv m_in, m_coarse, m_around, m_fine, m_out;
};

} // namespace enlarger::nn
