// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/loss_kinds.h"
#include "core/nn/modules.h"

#include <string>
#include <vector>

namespace enlarger::nn {

/// A loss that reads two pictures and nothing else: N x 3 x H x W in 0..1, both of one size whose sides are
/// multiples of the scale (HR side over LR side). A scalar in fp32, the mean of what single pictures give,
/// gradient to `sr` alone.
using PictureLoss = torch::Tensor (*)(const torch::Tensor& sr, const torch::Tensor& hr, int scale);

/// The loss of a kind or of a term; null: that perceptual kind needs a network.
PictureLoss pictureLoss(PixelKind kind);
PictureLoss pictureLoss(PerceptualKind kind);
PictureLoss pictureLoss(PictureTerm term);

struct NamedPictureLoss
{
    std::string name; // "pixel l1", "perceptual ms-ssim", "colour"
    PictureLoss loss;
};

/// All of them, for checks that must not forget one.
std::vector<NamedPictureLoss> pictureLosses();

} // namespace enlarger::nn
