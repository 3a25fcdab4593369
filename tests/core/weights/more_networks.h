// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network_families.h"
#include "tests/core/weights/weights_material.h"

namespace enlarger::tests {

/// Small networks of the families that enlarge and do not train, each form of them once.
inline std::vector<nn::SelfCheckSpec> moreNetworks()
{
    using nn::Architecture;
    const nn::NetworkSpec span{.architecture = Architecture::Span, .features = 8, .blocks = 6};
    nn::NetworkSpec plain = span;
    plain.span.norm = false;
    plain.scale = 16;
    plain.inChannels = plain.outChannels = 4;
    nn::NetworkSpec colouring = plain;
    colouring.scale = 1;
    colouring.inChannels = 1;
    colouring.outChannels = 3;
    std::vector<nn::SelfCheckSpec> all{
        {"SPAN x4", span}, {"SPAN x16 RGBA", plain}, {"SPAN x1 from grey to RGB", colouring}};

    const auto add = [&](const char* name, nn::NetworkSpec spec, auto&& change) {
        change(spec);
        all.push_back({name, spec});
    };
    const nn::NetworkSpec plksr{.architecture = Architecture::RealPlksr,
                                .features = 8,
                                .blocks = 3,
                                .plksr = {.kernel = 5, .wide = 2}};
    add("RealPLKSR x4", plksr, [](auto&) {});
    add("RealPLKSR x3, layer norm, no attention", plksr, [](auto& spec) {
        spec.scale = 3;
        spec.plksr.layerNorm = true;
        spec.plksr.attention = false;
    });
    add("RealPLKSR x2, DySample", plksr, [](auto& spec) {
        spec.scale = 2;
        spec.plksr.dySampleGroups = 4;
        spec.plksr.dySampleEnd = true;
    });
    add("RealPLKSR x1, DySample, grey", plksr, [](auto& spec) {
        spec.scale = spec.inChannels = spec.outChannels = 1;
        spec.plksr.dySampleGroups = 1;
    });

    using nn::AttentionTail;
    const nn::NetworkSpec swin{
        .architecture = Architecture::SwinIr,
        .features = 12,
        .blocks = 2,
        .attention = {.depths = {2, 3}, .heads = {2, 3}, .hidden = 18, .tailFeatures = 6}};
    add("SwinIR x8", swin, [](auto& spec) { spec.scale = 8; });
    add("SwinIR x3, three convolutions", swin, [](auto& spec) {
        spec.scale = 3;
        spec.attention.groupConvs = 3;
    });
    add("SwinIR x4, nearest, from grey to RGB", swin, [](auto& spec) {
        spec.attention.tail = AttentionTail::Nearest;
        spec.inChannels = 1;
    });
    add("SwinIR x2, direct, grey", swin, [](auto& spec) {
        spec.scale = 2;
        spec.attention.tail = AttentionTail::Direct;
        spec.attention.tailFeatures = 64;
        spec.inChannels = spec.outChannels = 1;
    });
    add("SwinIR x1, window 7", swin, [](auto& spec) {
        spec.scale = 1;
        spec.attention.tail = AttentionTail::None;
        spec.attention.tailFeatures = 64;
        spec.attention.windowHeight = spec.attention.windowWidth = 7;
    });
    add("SwinIR x2 by pixel-unshuffle, no bias", swin, [](auto& spec) {
        spec.scale = spec.unshuffle = 2;
        spec.attention.qkvBias = false;
    });

    const nn::NetworkSpec dat{.architecture = Architecture::Dat,
                              .features = 32,
                              .blocks = 2,
                              .attention = {.depths = {3, 2},
                                            .heads = {2, 4},
                                            .windowHeight = 4,
                                            .windowWidth = 8,
                                            .hidden = 24,
                                            .tailFeatures = 6}};
    add("DAT x4", dat, [](auto&) {});
    add("DAT x3, light, three convolutions, grey", dat, [](auto& spec) {
        spec.scale = 3;
        spec.attention.tail = AttentionTail::Direct;
        spec.attention.tailFeatures = 64;
        spec.attention.groupConvs = 3;
        spec.inChannels = spec.outChannels = 1;
    });
    add("DAT x2 of one block a group, square windows", dat, [](auto& spec) {
        spec.scale = 2;
        spec.attention.depths = {1, 1};
        spec.attention.windowWidth = 4;
    });

    const nn::NetworkSpec omni{.architecture = Architecture::OmniSr, .features = 8, .blocks = 2};
    add("OmniSR x4", omni, [](auto&) {});
    add("OmniSR x3, two blocks a group, window 4, no bias", omni, [](auto& spec) {
        spec.scale = 3;
        spec.omni.depth = 2;
        spec.omni.window = 4;
        spec.omni.bias = false;
    });
    add("OmniSR x1 without positions, RGBA", omni, [](auto& spec) {
        spec.scale = 1;
        spec.omni.positions = false;
        spec.inChannels = spec.outChannels = 4;
    });
    return all;
}

/// Tensors without which the rest is a network, too.
inline bool isOptional(const std::string& name)
{
    return name == "no_norm";
}

struct NetworkFixture
{
    const char* file;
    const char* pair;
    int scale;
};

inline std::vector<NetworkFixture> networkFixtures()
{
    return {{"span_x4_params.pth", "span_x4", 4},
            {"span_x2_nonorm_bare.pth", "span_x2_nonorm", 2},
            {"span_x2_nonorm.safetensors", "span_x2_nonorm", 2},
            {"realplksr_x4_params_ema.pth", "realplksr_x4", 4},
            {"realplksr_dysample_x2_bare.pth", "realplksr_dysample_x2", 2},
            {"realplksr_dysample_x2.safetensors", "realplksr_dysample_x2", 2},
            {"swinir_x4_nearest_params_ema.pth", "swinir_x4_nearest", 4},
            {"swinir_x2_direct_params.pth", "swinir_x2_direct", 2},
            {"swinir_x2_direct.safetensors", "swinir_x2_direct", 2},
            {"dat_x4_params.pth", "dat_x4", 4},
            {"dat_light_x2_params_ema.pth", "dat_light_x2", 2},
            {"dat_light_x2.safetensors", "dat_light_x2", 2},
            {"omnisr_x4_bare.pth", "omnisr_x4", 4}};
}

} // namespace enlarger::tests
