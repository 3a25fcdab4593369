// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/loss_table.h"

#include "core/nn/losses/checkerboard_loss.h"
#include "core/nn/losses/colour_loss.h"
#include "core/nn/losses/focal_frequency_loss.h"
#include "core/nn/losses/gradient_variance_loss.h"
#include "core/nn/losses/laplacian_loss.h"
#include "core/nn/losses/ms_ssim.h"
#include "core/nn/losses/pixel_loss.h"

#include <stdexcept>

namespace enlarger::nn {

namespace {

template <PixelKind kind>
torch::Tensor ofPixels(const torch::Tensor& sr, const torch::Tensor& hr, int /*scale*/)
{
    return pixelLoss(kind, sr, hr);
}

/// A loss to which the scale means nothing.
template <torch::Tensor (*loss)(const torch::Tensor&, const torch::Tensor&)>
torch::Tensor atAnyScale(const torch::Tensor& sr, const torch::Tensor& hr, int /*scale*/)
{
    return loss(sr, hr);
}

template <NamedEnum Kind>
void append(std::vector<NamedPictureLoss>& all, const std::string& group)
{
    for (const EnumName<Kind>& one : namesOf(Kind{}))
        if (const PictureLoss loss = pictureLoss(one.value))
            all.push_back({group + one.name, loss});
}

} // namespace

PictureLoss pictureLoss(PixelKind kind)
{
    switch (kind) {
    case PixelKind::L1:
        return ofPixels<PixelKind::L1>;
    case PixelKind::Mse:
        return ofPixels<PixelKind::Mse>;
    case PixelKind::Charbonnier:
        return ofPixels<PixelKind::Charbonnier>;
    }
    throw std::invalid_argument("there is no such pixel loss");
}

PictureLoss pictureLoss(PerceptualKind kind)
{
    switch (kind) {
    case PerceptualKind::MsSsim:
        return atAnyScale<msSsimLoss>;
    case PerceptualKind::Laplacian:
        return atAnyScale<laplacianLoss>;
    case PerceptualKind::Vgg19:
    case PerceptualKind::Vgg19Shallow:
    case PerceptualKind::LpipsSqueeze:
    case PerceptualKind::Discriminator:
    case PerceptualKind::Contextual:
    case PerceptualKind::Dists:
        break;
    }
    return nullptr;
}

PictureLoss pictureLoss(PictureTerm term)
{
    switch (term) {
    case PictureTerm::Colour:
        return atAnyScale<colourLoss>;
    case PictureTerm::Checkerboard:
        return checkerboardLoss;
    case PictureTerm::Fft:
        return atAnyScale<focalFrequencyLoss>;
    case PictureTerm::GradientVariance:
        return atAnyScale<gradientVarianceLoss>;
    }
    throw std::invalid_argument("there is no such term");
}

std::vector<NamedPictureLoss> pictureLosses()
{
    std::vector<NamedPictureLoss> all;
    append<PixelKind>(all, "pixel ");
    append<PerceptualKind>(all, "perceptual ");
    append<PictureTerm>(all, "");
    return all;
}

} // namespace enlarger::nn
