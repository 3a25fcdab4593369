// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/dense.h"
#include "core/nn/gated_conv.h"
#include "core/nn/kinds/network_spec.h"
#include "core/nn/token_norm.h"
#include "core/nn/windows.h"

#include <array>

namespace enlarger::nn {

/// What both of DAT's kinds of attention share: queries, keys and values, a convolution of the values beside
/// the attention, and what each of the two lets through of the other. Tensors under `path`: qkv, proj,
/// dwconv.{0,1}, channel_interaction.{1,2,4}, spatial_interaction.{0,1,3}.
class DatAttention
{
public:
    DatAttention(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec);
    virtual ~DatAttention() = default;
    DatAttention(const DatAttention&) = delete;
    DatAttention& operator=(const DatAttention&) = delete;

    /// N x H x W x C in and out.
    virtual torch::Tensor forward(const torch::Tensor& tokens) = 0;

protected:
    /// N x H x W x 3 x C.
    torch::Tensor queriesKeysValues(const torch::Tensor& tokens);
    torch::Tensor convolved(const torch::Tensor& qkv);                    // its values, as a picture
    torch::Tensor channelMap(const torch::Tensor& picture);               // 0 to 1: N x C x 1 x 1
    torch::Tensor spatialMap(const torch::Tensor& picture);               // 0 to 1: N x 1 x H x W
    torch::Tensor joined(const torch::Tensor& a, const torch::Tensor& b); // pictures, to tokens

private:
    Dense m_qkv;
    Dense m_proj;
    Conv m_conv;
    torch::nn::BatchNorm2d m_convNorm;
    Conv m_channelIn;
    torch::nn::BatchNorm2d m_channelNorm;
    Conv m_channelOut;
    Conv m_spatialIn;
    torch::nn::BatchNorm2d m_spatialNorm;
    Conv m_spatialOut;
};

/// Attention in windows, upright ones for half of the features and lying ones for the others. Tensors
/// besides: attns.{0,1}.rpe_biases (where a window's pixels may lie to each other) and attns.{0,1}.pos, which
/// makes biases of those.
class DatSpatialAttention : public DatAttention
{
public:
    DatSpatialAttention(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec, int heads,
                        bool isShifted);
    torch::Tensor forward(const torch::Tensor& tokens) override;

private:
    struct Branch
    {
        Windows windows;
        torch::Tensor relative; // positions: P x P
        torch::Tensor offsets;  // rpe_biases
        Dense first;
        std::array<TokenNorm, 3> norms;
        std::array<Dense, 3> layers;

        torch::Tensor bias();
    };

    std::int64_t m_multiple; // of both branches' windows
    int m_heads;             // of a branch
    std::vector<Branch> m_branches;
};

/// Attention of features with one another, over the whole picture. Tensor besides: temperature.
class DatChannelAttention : public DatAttention
{
public:
    DatChannelAttention(torch::nn::Module& root, const std::string& path, const NetworkSpec& spec, int heads);
    torch::Tensor forward(const torch::Tensor& tokens) override;

private:
    int m_heads;
    torch::Tensor m_temperature;
};

} // namespace enlarger::nn
