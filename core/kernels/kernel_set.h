// SPDX-License-Identifier: GPL-3.0-or-later
// Between the convolution, compiled for any processor, and its inner loops, each compiled for one kind: plain
// values and pointers to functions. The files of the loops use nothing of std that the linker could take for
// another file's: their instructions would then run where they are unknown.
#pragma once

#include "core/kernels/conv_rows.h"

#include <cstddef>

namespace enlarger::kernels {

constexpr int tileSide = 4;  // output pixels of a tile of Winograd F(4x4, 3x3)
constexpr int patchSide = 6; // pixels it depends on

/// A convolution as a KernelSet wants it.
struct PackedConv
{
    int in = 0;
    int out = 0;
    bool doubled = false;                     // behind nearest upsampling by 2
    Activation activation = Activation::None; // LeakyRelu is Prelu
    const float* weights = nullptr;           // what `pack` has written
    const float* bias = nullptr;              // `out`, rounded up to whole vectors with zeros
    const float* slopes = nullptr;            // the same, for Prelu
};

/// Tiles cover the output from left to right, then downwards, and are numbered in this order.
struct TileRange
{
    int first = 0;
    int count = 0;
};

struct Weights
{
    const float* values = nullptr;
    int in = 0;
    int out = 0;
    WeightStrides strides;
};

/// One of `count` parts of a work, which can be done at once.
struct Share
{
    int number = 0;
    int count = 1;
};

struct KernelSet
{
    int lanes; // floats in a vector
    /// Floats that `pack` writes.
    std::size_t (*packedSize)(int in, int out, bool doubled);
    /// Transforms a share of the weights. `packed`: aligned to 64 bytes.
    void (*pack)(const Weights& weights, bool doubled, float* packed, Share share);
    /// Floats that `run` needs for blocks of so many tiles, aligned to 64 bytes.
    std::size_t (*scratchSize)(int in, int out, int tiles);
    /// In blocks of at most so many tiles.
    void (*run)(const PackedConv& conv, const ConvRows& rows, TileRange tiles, int block, float* scratch);
    // Null where sums are of integers:
    /// Floats of the sums over tiles that the gradient to weights is made of.
    std::size_t (*gradientSize)(int in, int out);
    /// Adds tiles to the sums, with as much scratch as `run`.
    void (*sumGradient)(const GradientRows& rows, TileRange tiles, int block, float* scratch, float* sums);
    /// A share of the gradient from the sums of so many tasks, one behind the other.
    void (*finishGradient)(const GradientRows& rows, const float* sums, int tasks, float* gradient,
                           const WeightStrides& strides, Share share);
};

#if defined(__x86_64__)
extern const KernelSet avx2Kernels;
extern const KernelSet avx512Kernels;
extern const KernelSet avx512VnniKernels;
#endif

} // namespace enlarger::kernels
