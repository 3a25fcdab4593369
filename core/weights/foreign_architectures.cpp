// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/foreign_architectures.h"

#include <algorithm>

namespace enlarger::weights {

namespace {

/// A part of a name that gives an architecture away. The first that is found counts, so the special come
/// first.
struct Mark
{
    std::string_view part;
    std::string_view is;
};
constexpr Mark marks[] = {
    {"lin0.model.1.weight", "LPIPS' linear layers, which measure and do not enlarge"},
    {"model.diffusion_model.", "a diffusion model"},
    {"first_stage_model.", "a diffusion model"},
    {"lora_", "a LoRA"},
    {"lm_head.", "a language model"},
    {"embed_tokens.", "a language model"},
    {"overlap_attn.", "a HAT network"},
    {"conv_block.cab.", "a HAT network"},
    {".attn.attns.", "a DAT network"},
    {"relative_position_bias_table", "a SwinIR network or another Swin transformer"},
    {"attn.temperature", "a Restormer network"},
    {".conv_du.", "an RCAN network"},
    {"sub_mean.", "an EDSR network"},
    {"conv_after_body.", "an EDSR or RCAN network"},
    {"head.0.weight", "an EDSR network or one of its family"},
    {"c1_r.", "a SPAN network"},
    {"block_1.c1_r.", "a SPAN network"},
    {"feat_extract.", "a video super-resolution network such as BasicVSR"},
    {"spynet.", "a video super-resolution network such as BasicVSR"},
    {"pcd_align.", "an EDVR network"},
    {"style_conv", "a StyleGAN or GFPGAN network"},
    {"weight_orig",
     "a discriminator with spectral normalisation (U-Net), which judges pictures and does not make them"},
    {"conv0_0.weight", "a discriminator (BasicSR's VGG style), which judges pictures and does not make them"},
    {"net.0.weight", "a discriminator, which judges pictures and does not make them"},
    {"squeeze.weight", "SqueezeNet, which classifies pictures"},
    {"layer1.0.conv1.", "a ResNet, which classifies pictures"},
    {"denseblock1.", "a DenseNet, which classifies pictures"},
};

bool hasPart(const StateDict& tensors, std::string_view part)
{
    return std::any_of(
        tensors.entries().begin(), tensors.entries().end(),
        [&](const StateDict::Entry& entry) { return entry.first.find(part) != std::string::npos; });
}

/// "features.N" and "classifier.N" belong to VGG, AlexNet and to discriminators made after VGG.
std::string featuresAndClassifier(const StateDict& tensors)
{
    const torch::Tensor* batchNorm = tensors.find("features.3.running_mean");
    const torch::Tensor* last = tensors.find("classifier.2.weight");
    if ((last && last->dim() == 2 && last->size(0) == 1) || (batchNorm && tensors.has("features.2.weight")))
        return "a discriminator, which judges pictures and does not make them";
    const torch::Tensor* first = tensors.find("features.0.weight");
    if (first && first->dim() == 4 && first->size(2) == 3)
        return "VGG, which classifies pictures";
    return "a network that classifies pictures, such as AlexNet";
}

} // namespace

std::string foreignArchitecture(const StateDict& tensors)
{
    for (const Mark& mark : marks)
        if (hasPart(tensors, mark.part))
            return std::string(mark.is);
    if (tensors.has("features.0.weight") || tensors.has("classifier.0.weight"))
        return featuresAndClassifier(tensors);
    if (hasPart(tensors, "exp_avg"))
        return "the state of an optimiser";
    return {};
}

} // namespace enlarger::weights
