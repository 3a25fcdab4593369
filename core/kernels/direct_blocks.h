// SPDX-License-Identifier: GPL-3.0-or-later
// The loops of a DirectKernelSet for a scheme. A block's pixels are rounded to bf16 first, with those around
// it, one row behind the other: to a run of pixels of these, each tap is a run of others, and the pixels at
// the end of a row, which lie between two rows of results, are computed for nothing. A slot is 32 bits: two
// channels.
//   pixels   [row][column][chunk of 32 channels][slot]
//   weights  [phase][panel: two vectors of output channels, or the last one][tap][chunk][vector][slot][lane]
// Behind nearest upsampling there are four phases, the pixels that one becomes, each with a kernel of 2 x 2.
#pragma once

#include "core/kernels/pixel_output.h"

namespace enlarger::kernels {
namespace {

constexpr int vectorLanes = 16;
constexpr int chunkSlots = 16;
constexpr int panelVectorsAtMost = 2;
constexpr int vectorSlots = chunkSlots * vectorLanes; // of a chunk's weights

constexpr int vectorsOf(int channels)
{
    return (channels + vectorLanes - 1) / vectorLanes;
}
constexpr int chunksOf(int channels)
{
    return (channels + 2 * chunkSlots - 1) / (2 * chunkSlots);
}

constexpr int phaseCount(bool doubled)
{
    return doubled ? 4 : 1;
}
constexpr int tapCount(bool doubled) // of a phase
{
    return doubled ? 4 : 9;
}

/// Of a tap of a phase, the row or column of the 3 x 3 from which it begins, and how many fall together.
struct Folded
{
    int first;
    int count;
};
constexpr Folded foldedOf(int phase, int tap, bool doubled)
{
    if (!doubled)
        return {tap, 1};
    if (phase == 0)
        return tap == 0 ? Folded{0, 1} : Folded{1, 2};
    return tap == 0 ? Folded{0, 2} : Folded{2, 1};
}

/// To nearest, of two the even one; a NaN stays one.
inline unsigned roundedToBf16(float value)
{
    const unsigned bits = __builtin_bit_cast(unsigned, value);
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U)
        return bits >> 16 | 0x40U;
    return (bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16;
}

inline std::size_t packedSize(int in, int out, bool doubled)
{
    return std::size_t(phaseCount(doubled) * tapCount(doubled)) *
           std::size_t(chunksOf(in) * vectorsOf(out) * vectorSlots);
}

/// One weight of a phase's kernel.
inline float foldedWeight(const float* kernel, const WeightStrides& strides, int phase, int tap, bool doubled)
{
    const int side = doubled ? 2 : 3;
    const Folded rows = foldedOf(phase / 2, tap / side, doubled);
    const Folded columns = foldedOf(phase % 2, tap % side, doubled);
    float sum = 0;
    for (int row = rows.first; row < rows.first + rows.count; ++row) {
        for (int column = columns.first; column < columns.first + columns.count; ++column)
            sum += kernel[row * strides.row + column * strides.column];
    }
    return sum;
}

inline void pack(const Weights& weights, bool doubled, float* packed, Share share)
{
    const int slots = chunksOf(weights.in) * chunkSlots;
    const int begin = slots * share.number / share.count;
    const int end = slots * (share.number + 1) / share.count;
    const auto bits = [&weights, doubled](int out, int in, int phase, int tap) {
        if (in >= weights.in || out >= weights.out)
            return 0U;
        const float* kernel = weights.values + out * weights.strides.out + in * weights.strides.in;
        return roundedToBf16(foldedWeight(kernel, weights.strides, phase, tap, doubled));
    };
    const int all = vectorsOf(weights.out);
    const int chunks = chunksOf(weights.in);
    for (int phase = 0; phase < phaseCount(doubled); ++phase) {
        for (int first = 0; first < all; first += panelVectorsAtMost) {
            const int vectors = all - first < panelVectorsAtMost ? all - first : panelVectorsAtMost;
            for (int at = 0; at < vectors * (end - begin); ++at) {
                const int slot = begin + at / vectors;
                const int vector = at % vectors;
                for (int tap = 0; tap < tapCount(doubled); ++tap) {
                    const int chunk = tap * chunks + slot / chunkSlots;
                    float* to =
                        packed + std::size_t((chunk * vectors + vector) * chunkSlots + slot % chunkSlots) *
                                     vectorLanes;
                    for (int lane = 0; lane < vectorLanes; ++lane) {
                        const int out = (first + vector) * vectorLanes + lane;
                        to[lane] = __builtin_bit_cast(float, bits(out, 2 * slot, phase, tap) |
                                                                 bits(out, 2 * slot + 1, phase, tap) << 16);
                    }
                }
            }
            packed += std::size_t(tapCount(doubled) * chunks * vectors) * vectorSlots;
        }
    }
}

/// Where things lie in the scratch.
struct BlockLayout
{
    BlockLayout(int in, const PixelBlock& block, int groupPixels)
        : pixelSlots(std::size_t(chunksOf(in) * chunkSlots))
        , rowPixels(block.columns + 2)
        , sums(std::size_t((block.rows + 2) * rowPixels + groupPixels) * pixelSlots)
        , size(sums + std::size_t(groupPixels * panelVectorsAtMost * vectorLanes))
    {}
    std::size_t pixelSlots;
    int rowPixels;
    std::size_t sums; // behind the pixels, and those that the last group reads beyond
    std::size_t size;
};

template <class S>
std::size_t scratchSize(int in, const PixelBlock& block)
{
    return BlockLayout(in, block, S::groupPixels).size;
}

/// Rounds the pixels of a block and those around it.
template <class S>
void roundPixels(const PackedConv& conv, const ConvRows& rows, const PixelBlock& block,
                 const BlockLayout& layout, float* to)
{
    for (int y = block.row; y < block.row + block.rows + 2; ++y) {
        for (int x = block.column - 1; x <= block.column + block.columns; ++x, to += layout.pixelSlots) {
            const int column = x + rows.shift;
            const bool inside = rows.in[y] != nullptr && column >= 0 && column < rows.width;
            const float* from =
                inside ? rows.in[y] + std::size_t(column) * std::size_t(rows.inStride) : nullptr;
            for (int channel = 0; channel < conv.in; channel += 2 * chunkSlots) {
                const int left = conv.in - channel < 2 * chunkSlots ? conv.in - channel : 2 * chunkSlots;
                S::round(inside ? from + channel : nullptr, left, to + channel / 2);
            }
        }
    }
}

/// Products of consecutive pixels with a panel.
struct GroupJob
{
    const float* pixels;     // of the first pixel at the first tap
    std::size_t pixelSlots;  // from pixel to pixel
    const std::size_t* taps; // slots from `pixels`
    int tapCount;
    int chunks;
    const float* weights;
    float* sums; // pixels x vectors
};

/// Of consecutive pixels from `first` on, those that are results.
template <class S, bool doubled>
void finishGroup(const PackedConv& conv, const ConvRows& rows, const PixelBlock& block, int rowPixels,
                 int phase, int first, int channel, int vectors, const float* sums)
{
    using V = typename S::Vector;
    constexpr int factor = doubled ? 2 : 1;
    const PixelOutput<V> output(rows);
    int row = first / rowPixels;
    int column = first % rowPixels;
    for (int at = 0; at < S::groupPixels && row < block.rows; ++at, sums += vectors * vectorLanes) {
        if (column < block.columns) {
            const int y = factor * (block.row + row) + phase / 2;
            const int x = factor * (block.column + column) + phase % 2;
            float* const out = rows.out[y] + std::size_t(x) * std::size_t(rows.outStride);
            const float* const one = output.hasFirst ? pixelOf(rows.first, y, x) : nullptr;
            const float* const two = output.hasSecond ? pixelOf(rows.second, y, x) : nullptr;
            for (int v = 0; v < vectors; ++v) {
                const int now = channel + v * vectorLanes;
                V value = V::load(sums + v * vectorLanes) + V::load(conv.bias + now);
                activate(conv, now, &value, 1);
                output.store(value, now, conv.out - now, one, two, out);
            }
        }
        if (++column == rowPixels) {
            column = 0;
            ++row;
        }
    }
}

template <class S, bool doubled>
void runBlock(const PackedConv& conv, const ConvRows& rows, const PixelBlock& block, float* scratch)
{
    const BlockLayout layout(conv.in, block, S::groupPixels);
    roundPixels<S>(conv, rows, block, layout, scratch);
    constexpr int side = doubled ? 2 : 3;
    const int last = (block.rows - 1) * layout.rowPixels + block.columns;
    const int all = vectorsOf(conv.out);
    GroupJob job{};
    job.pixelSlots = layout.pixelSlots;
    job.tapCount = tapCount(doubled);
    job.chunks = chunksOf(conv.in);
    job.sums = scratch + layout.sums;
    const std::size_t panelVector = std::size_t(job.tapCount * job.chunks) * vectorSlots;
    S::begin();
    for (int phase = 0; phase < phaseCount(doubled); ++phase) {
        std::size_t taps[9];
        for (int tap = 0; tap < job.tapCount; ++tap)
            taps[tap] = std::size_t((phase / 2 + tap / side) * layout.rowPixels + phase % 2 + tap % side) *
                        layout.pixelSlots;
        job.taps = taps;
        for (int first = 0; first < last; first += S::groupPixels) {
            job.pixels = scratch + std::size_t(first) * layout.pixelSlots;
            for (int vector = 0; vector < all; vector += panelVectorsAtMost) {
                const int vectors = all - vector < panelVectorsAtMost ? all - vector : panelVectorsAtMost;
                job.weights = conv.weights + std::size_t(phase * all + vector) * panelVector;
                if (vectors == 2)
                    S::template multiply<2>(job);
                else
                    S::template multiply<1>(job);
                finishGroup<S, doubled>(conv, rows, block, layout.rowPixels, phase, first,
                                        vector * vectorLanes, vectors, job.sums);
            }
        }
    }
    S::end();
}

template <class S>
void runAnyBlock(const PackedConv& conv, const ConvRows& rows, const PixelBlock& block, float* scratch)
{
    if (conv.doubled)
        runBlock<S, true>(conv, rows, block, scratch);
    else
        runBlock<S, false>(conv, rows, block, scratch);
}

template <class S>
constexpr DirectKernelSet makeDirectKernelSet()
{
    static_assert(S::Vector::lanes == vectorLanes);
    return {{vectorLanes, packedSize, pack}, S::productsOfTask, scratchSize<S>, runAnyBlock<S>};
}

} // namespace
} // namespace enlarger::kernels
