// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <functional>

namespace enlarger::nn {

/// sum + scale x addend, in the wider of both dtypes. In a GatedForward large tensors pass the gate in bands.
torch::Tensor addScaled(const torch::Tensor& sum, const torch::Tensor& addend, double scale = 1.0);

/// What a network does behind its body, where pictures are large: rows of LR features in, `scale` times as
/// many out.
struct Tail
{
    std::function<torch::Tensor(const torch::Tensor&)> forward;
    int scale = 4;
    int halo = 2;               // rows of LR beyond its own that an output row needs
    double bytesPerPixel = 0.0; // of working memory, per LR pixel
};

/// Runs a tail. In a GatedForward it goes band by band, computing their halo twice, so that its
/// memory is bounded whatever the size of the picture. The result is the same.
torch::Tensor runTail(const torch::Tensor& features, const Tail& tail);

/// How many pixels beyond its own cell at the coarser level a pixel needs that needs `radius` at `factor`
/// times the resolution.
constexpr int coarserRadius(int radius, int factor)
{
    return (radius + factor - 1) / factor;
}

} // namespace enlarger::nn
