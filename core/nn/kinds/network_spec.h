// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"

#include <algorithm>
#include <iterator>

namespace enlarger::nn {

// Which networks there are, without a tensor: recipes and forms include this and see nothing of LibTorch.

enum class Architecture {
    RrdbNet,      // ESRGAN, Real-ESRGAN, BSRGAN ...
    RrdbNetKeras, // the Keras blog's reading: growth 64 with cumulative concatenation
    SrResNet,     // SRGAN's generator: batch norm, PReLU, 9x9, pixel shuffle
    MsrResNet,    // BasicSR's SRResNet without batch norm
    Srvgg,        // SRVGGNetCompact
};

struct ArchitectureNames
{
    Architecture architecture;
    const char* name;       // for people
    const char* recipeWord; // of generator.architecture; null: such networks are loaded and not trained
};
inline constexpr ArchitectureNames architectures[] = {
    {Architecture::RrdbNet, "RRDBNet", "RRDBNet"},
    {Architecture::RrdbNetKeras, "RRDBNet (Keras reading)", "RRDBNet-Keras"},
    {Architecture::SrResNet, "SRResNet", "SRResNet"},
    {Architecture::MsrResNet, "MSRResNet", "MSRResNet"},
    {Architecture::Srvgg, "SRVGGNetCompact", "SRVGGNetCompact"},
};

constexpr const char* architectureName(Architecture architecture)
{
    for (const ArchitectureNames& one : architectures)
        if (one.architecture == architecture)
            return one.name;
    return "unknown";
}

/// The recipes' words: of those that can be trained.
constexpr auto namesOf(Architecture)
{
    constexpr auto canBeTrained = [](const ArchitectureNames& one) { return one.recipeWord != nullptr; };
    std::array<EnumName<Architecture>, std::ranges::count_if(architectures, canBeTrained)> words{};
    std::size_t at = 0;
    for (const ArchitectureNames& one : architectures)
        if (canBeTrained(one))
            words[at++] = {one.architecture, one.recipeWord};
    return words;
}

/// How SRResNet enlarges. All but the pixel shuffle are readings of Keras, which have a slope of PReLU for
/// each channel and another momentum of batch norm.
enum class Upsampling {
    Shuffle,      // a convolution to 4 x features, pixel shuffle, PReLU
    Nearest,      // a convolution to 4 x features, leaky ReLU, nearest x2 (deepak112/Keras-SRGAN)
    NearestPrelu, // the same with a PReLU, and Keras' epsilon in batch norm (the Keras SRGAN blog)
};
constexpr auto namesOf(Upsampling)
{
    return std::to_array<EnumName<Upsampling>>({{Upsampling::Shuffle, "shuffle"},
                                                {Upsampling::Nearest, "nearest"},
                                                {Upsampling::NearestPrelu, "nearest-prelu"}});
}

/// Everything that decides a network's tensors and their shapes. All families share the first fields; one
/// that has sizes which no other has adds a struct of its own at the end.
struct NetworkSpec
{
    Architecture architecture = Architecture::RrdbNet;
    int scale = 4;      // output side over input side
    int inChannels = 3; // of the picture, before pixel-unshuffle
    int outChannels = 3;
    int features = 64;      // nf
    int blocks = 23;        // nb: RRDBs, residual blocks, or inner convolutions (SRVGG's num_conv)
    int growth = 32;        // gc, RRDBNet only
    int unshuffle = 1;      // 2 or 4: pixel-unshuffle of the input first (RRDBNet)
    bool plus = false;      // the extra 1x1 convolutions of ESRGAN+
    bool bodyPrelu = false; // SRResNet: a PReLU instead of the batch norm behind the body (leftthomas/SRGAN)
    Upsampling upsampling = Upsampling::Shuffle; // SRResNet only
    bool linearOutput = false; // SRResNet: nothing behind the last convolution, in place of (tanh + 1) / 2
    bool sharedUpConv = false; // ESRGAN-Pytorch's reading: one convolution serves both upsampling steps

    bool operator==(const NetworkSpec&) const = default;
};

} // namespace enlarger::nn
