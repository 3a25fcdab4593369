// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/architecture_text.h"

#include <fmt/format.h>

namespace enlarger::models {

std::string architectureText(const nn::NetworkSpec& spec)
{
    std::string text =
        fmt::format("{} {}x{}", nn::architectureName(spec.architecture), spec.features, spec.blocks);
    if (spec.architecture == nn::Architecture::RrdbNet)
        text += fmt::format(", growth {}", spec.growth);
    if (spec.unshuffle > 1)
        text += fmt::format(", pixel-unshuffle {}", spec.unshuffle);
    if (spec.plus)
        text += ", ESRGAN+";
    if (spec.nearestUpsampling)
        text += ", nearest upsampling";
    if (spec.sharedUpConv)
        text += ", one convolution for both upsampling steps";
    if (spec.inChannels != 3 || spec.outChannels != 3)
        text += fmt::format(", {} to {} channels", spec.inChannels, spec.outChannels);
    return text;
}

} // namespace enlarger::models
