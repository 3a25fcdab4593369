// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace enlarger::nn {

// Which networks there are, without a tensor: recipes and forms include this and see nothing of LibTorch.

enum class Architecture {
    RrdbNet,      // ESRGAN, Real-ESRGAN, BSRGAN ...
    RrdbNetKeras, // the Keras blog's reading: growth 64 with cumulative concatenation
    SrResNet,     // SRGAN's generator: batch norm, PReLU, 9x9, pixel shuffle
    MsrResNet,    // BasicSR's SRResNet without batch norm
    Srvgg,        // SRVGGNetCompact
    Span,         // swift parameter-free attention
    RealPlksr,    // partial large kernels, with normalised blocks
    SwinIr,       // attention in windows
    Dat,          // attention in windows and of features, in turn
    OmniSr,       // attention of both kinds in windows and grids
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
    {Architecture::Span, "SPAN", "SPAN"},
    {Architecture::RealPlksr, "RealPLKSR", nullptr},
    {Architecture::SwinIr, "SwinIR", nullptr},
    {Architecture::Dat, "DAT", nullptr},
    {Architecture::OmniSr, "OmniSR", nullptr},
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

/// What SPAN has beside features.
struct SpanSizes
{
    bool norm = true; // takes the mean colour of photos off its input, and makes the rest 255 times as large
    bool branches = false; // as it trains: convolutions of 3x3 are branches, which fold into them

    bool operator==(const SpanSizes&) const = default;
};

/// What RealPLKSR has beside features and blocks.
struct PlksrSizes
{
    int kernel = 17;          // side of the large kernel
    int wide = 16;            // features that it sees
    bool attention = true;    // element-wise, behind it
    bool layerNorm = false;   // before each block; else a group norm behind it
    int dySampleGroups = 0;   // 0: a pixel shuffle enlarges, else DySample
    bool dySampleEnd = false; // a convolution behind that

    bool operator==(const PlksrSizes&) const = default;
};

/// What enlarges behind a body of attention.
enum class AttentionTail {
    Shuffle, // 64 features, pixel shuffles of 2 or 3
    Direct,  // one convolution and one pixel shuffle
    Nearest, // 64 features, nearest x2 before convolutions
    None,    // nothing: what the last convolution makes is added to the input
};

/// What networks of attention in windows (SwinIR, DAT) have beside features and groups of blocks.
struct AttentionSizes
{
    std::vector<int> depths; // blocks of each group
    std::vector<int> heads;  // and heads of theirs
    int windowHeight = 8;
    int windowWidth = 8;
    int hidden = 0; // features inside of the layers that mix them
    bool qkvBias = true;
    int groupConvs = 1; // behind each group, and behind the body: 1 or 3
    AttentionTail tail = AttentionTail::Shuffle;
    int tailFeatures = 64;

    bool operator==(const AttentionSizes&) const = default;
};

/// What OmniSR has beside features and groups of blocks.
struct OmniSizes
{
    int depth = 1; // blocks of each group
    int window = 8;
    bool positions = true; // windows know where in them a pixel lies
    bool bias = true;      // of the convolutions outside of blocks

    bool operator==(const OmniSizes&) const = default;
};

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
    int unshuffle = 1;      // 2 or 4: pixel-unshuffle of the input first (RRDBNet, SwinIR)
    bool plus = false;      // the extra 1x1 convolutions of ESRGAN+
    bool bodyPrelu = false; // SRResNet: a PReLU instead of the batch norm behind the body (leftthomas/SRGAN)
    Upsampling upsampling = Upsampling::Shuffle; // SRResNet only
    bool linearOutput = false; // SRResNet: nothing behind the last convolution, in place of (tanh + 1) / 2
    SpanSizes span;
    PlksrSizes plksr;
    AttentionSizes attention;
    OmniSizes omni;

    /// Of batch norms: PyTorch's, or Keras'.
    double normEpsilon() const { return upsampling == Upsampling::NearestPrelu ? 1e-3 : 1e-5; }

    bool operator==(const NetworkSpec&) const = default;
};

} // namespace enlarger::nn
