// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"

namespace enlarger::nn {

enum class DiscriminatorKind {
    None,
    Vgg128,     // ESRGAN's, for crops of 128 x 128
    Vgg256,     // the same, one level deeper
    Srgan,      // SRGAN's: eight convolutions, Dense 1024
    SrganKeras, // the same as the Keras SRGAN blog writes it: batch norm behind the activation
    PatchGan,   // pix2pix's: a judgement of every 70 x 70 pixels
    UnetSn,     // Real-ESRGAN's U-Net with spectral norm: a judgement of every pixel
};
constexpr auto namesOf(DiscriminatorKind)
{
    return std::to_array<EnumName<DiscriminatorKind>>({{DiscriminatorKind::None, "none"},
                                                       {DiscriminatorKind::Vgg128, "vgg-128"},
                                                       {DiscriminatorKind::Vgg256, "vgg-256"},
                                                       {DiscriminatorKind::Srgan, "srgan"},
                                                       {DiscriminatorKind::SrganKeras, "srgan-keras"},
                                                       {DiscriminatorKind::PatchGan, "patchgan"},
                                                       {DiscriminatorKind::UnetSn, "unet"}});
}

// Sides of the crops that they take, in pixels.
inline constexpr int vgg128Side = 128;
inline constexpr int vgg256Side = 256;
inline constexpr int srganLeastSide = 16;
inline constexpr int srganGreatestSide = 384; // its dense layer has 302 million weights there
inline constexpr int unetSideStep = 8;        // any multiple of it; PatchGAN's too
inline constexpr int patchGanLeastSide = 32;

/// Whether its dense layer is made for the side of the crops, from srganLeastSide to srganGreatestSide.
constexpr bool isMadeForASide(DiscriminatorKind kind)
{
    return kind == DiscriminatorKind::Srgan || kind == DiscriminatorKind::SrganKeras;
}

/// The only side that such a discriminator takes, in pixels; 0: it takes several.
int fixedSideOf(DiscriminatorKind kind);

} // namespace enlarger::nn
