// SPDX-License-Identifier: GPL-3.0-or-later
// Between a convolution, compiled for any processor, and its inner loops, each compiled for one kind: plain
// values and pointers to functions. The files of the loops use nothing of std that the linker could take for
// another file's: their instructions would then run where they are unknown.
#pragma once

#include "core/kernels/conv_rows.h"

#include <cstddef>

namespace enlarger::kernels {

constexpr int tileSide = 4;  // output pixels of a tile of Winograd F(4x4, 3x3)
constexpr int patchSide = 6; // pixels it depends on

/// A convolution as the loops of a set want it.
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

/// How the weights of a PackedConv are written.
struct Packing
{
    int lanes; // floats in a vector
    /// Floats that `pack` writes.
    std::size_t (*size)(int in, int out, bool doubled);
    /// Writes a share of the weights. `packed`: aligned to 64 bytes.
    void (*pack)(const Weights& weights, bool doubled, float* packed, Share share);
};

/// Of convolutions by Winograd F(4x4, 3x3).
struct KernelSet
{
    Packing packing;
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

/// A rectangle of the pixels that a convolution reads, without those around it.
struct PixelBlock
{
    int row = 0; // 0: the one that ConvRows::in[1] points to
    int column = 0;
    int rows = 0;
    int columns = 0;
};

/// Of convolutions by the direct formula, with products of bf16.
struct DirectKernelSet
{
    Packing packing;
    double productsOfTask; // that keep a thread busy for 30 microseconds or so
    /// Floats that `run` needs for a block, aligned to 64 bytes.
    std::size_t (*scratchSize)(int in, const PixelBlock& block);
    void (*run)(const PackedConv& conv, const ConvRows& rows, const PixelBlock& block, float* scratch);
};

#if defined(__x86_64__)
extern const KernelSet avx2Kernels;
extern const KernelSet avx2Int16Kernels;
extern const KernelSet avxVnniKernels;
extern const KernelSet avx512Kernels;
extern const KernelSet avx512VnniKernels;
extern const DirectKernelSet avx512Bf16Kernels;
extern const DirectKernelSet amxBf16Kernels;
#endif

} // namespace enlarger::kernels
