// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"
#include "core/nn/kinds/network_spec.h"

namespace enlarger::nn {

/// One convolution, or three with a narrow one in the middle, whose result is added to what a group of
/// blocks was given. Tensors: `path`, or path.0, path.2 and path.4.
class GroupConvs
{
public:
    GroupConvs(torch::nn::Module& root, const std::string& path, int features, int count);

    /// N x C x H x W.
    torch::Tensor forwardAdd(const torch::Tensor& features, const torch::Tensor& sum);

private:
    std::vector<Conv> m_convs;
};

/// How SwinIR and DAT enlarge (AttentionTail). Tensors: conv_before_upsample.0, upsample.N, conv_upN, conv_hr
/// and conv_last, as many as the kind has.
class AttentionUpscaler
{
public:
    AttentionUpscaler(torch::nn::Module& root, const NetworkSpec& spec);

    /// The body's features to the picture, or to what is added to the input. In a GatedForward band by band.
    torch::Tensor forward(const torch::Tensor& features);

    int radius() const; // pixels of the body that the result looks at, beyond its own
    double bytesPerPixel(int elementSize) const;

private:
    torch::Tensor enlarge(torch::Tensor features);

    const NetworkSpec m_spec;
    int m_scale;      // of the body, which a pixel-unshuffle may stand before
    int m_factor = 1; // of a step
    Conv m_before{nullptr};
    std::vector<Conv> m_steps;
    Conv m_hr{nullptr};
    Conv m_last{nullptr};
};

/// For check(): the fields of NetworkSpec::attention, and a scale that the tail can reach.
void demandAttention(const NetworkSpec& spec);

/// "180x36, window 8": features, blocks of all groups, windows.
std::string attentionSizes(const NetworkSpec& spec);

} // namespace enlarger::nn
