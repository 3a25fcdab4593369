// SPDX-License-Identifier: GPL-3.0-or-later
// The gradient to weights in Winograd form, F(3x3, 4x4): tiles of 4 x 4 gradients over the patches of 6 x 6
// pixels that the convolution reads, transformed as for it. In each place a product of matrices, input
// channels x tiles by tiles x output channels, is added to
//   sums  [place][input channel][vector of output channels]
#pragma once

#include "core/kernels/float_scheme.h"
#include "core/kernels/tile_input.h"

namespace enlarger::kernels {
namespace {

struct SumLayout
{
    constexpr SumLayout(int in, int out, int lanes)
        : inputs(wholeVectors(in, lanes) * lanes)
        , outputs(wholeVectors(out, lanes) * lanes)
        , placeStride(oddLines(std::size_t(inputs) * std::size_t(outputs)))
    {}
    int inputs; // of whole vectors
    int outputs;
    std::size_t placeStride;
    constexpr std::size_t size() const { return 36 * placeStride; }
};

/// Places of the products of a block take the transformed gradients: [place][vector][tile][lane].
template <class V>
void transformGradients(const GradientRows& rows, TileRange tiles, const Layout& layout, float* scratch)
{
    const int across = (rows.width + tileSide - 1) / tileSide;
    const std::size_t vectorStride = std::size_t(tiles.count) * V::lanes;
    for (int tile = 0; tile < tiles.count; ++tile) {
        const int firstRow = (tiles.first + tile) / across * tileSide;
        const int firstColumn = (tiles.first + tile) % across * tileSide;
        const float* pixels[4][4];
        for (int y = 0; y < 4; ++y) {
            const float* row = firstRow + y < rows.rows ? rows.gradient[firstRow + y] : nullptr;
            for (int x = 0; x < 4; ++x)
                pixels[y][x] = row != nullptr && firstColumn + x < rows.width
                                   ? row + std::size_t(firstColumn + x) * std::size_t(rows.gradientStride)
                                   : nullptr;
        }
        float* to = scratch + layout.products() + std::size_t(tile) * V::lanes;
        for (int channel = 0; channel < rows.out; channel += V::lanes, to += vectorStride) {
            const int channels = rows.out - channel < V::lanes ? rows.out - channel : V::lanes;
            V columns[4][6];
            for (int x = 0; x < 4; ++x) {
                V column[4];
                for (int y = 0; y < 4; ++y)
                    column[y] =
                        pixels[y][x] != nullptr ? V::loadFirst(pixels[y][x] + channel, channels) : V::zero();
                WholePoints::gradient(column, columns[x]);
            }
            for (int y = 0; y < 6; ++y) {
                const V row[4] = {columns[0][y], columns[1][y], columns[2][y], columns[3][y]};
                V transformed[6];
                WholePoints::gradient(row, transformed);
                for (int x = 0; x < 6; ++x)
                    transformed[x].store(to + std::size_t(place(y, x, false)) * layout.productStride);
            }
        }
    }
}

template <class V, int vectors>
constexpr int sumRows = V::accumulators / vectors >= 8 ? 8 : 4; // input channels whose sums are in registers

/// Of a few input channels and a panel of output channels, in one place.
template <class V, int vectors>
void addProducts(const float* pixels, const float* gradients, std::size_t vectorStride, int tiles,
                 float* sums, int stride)
{
    constexpr int rows = sumRows<V, vectors>;
    V sum[rows][vectors];
#pragma GCC unroll 8
    for (auto& row : sum) {
#pragma GCC unroll 4
        for (auto& one : row)
            one = V::zero();
    }
    for (int tile = 0; tile < tiles; ++tile, pixels += V::lanes, gradients += V::lanes) {
        V gradient[vectors];
#pragma GCC unroll 4
        for (int v = 0; v < vectors; ++v)
            gradient[v] = V::load(gradients + std::size_t(v) * vectorStride);
#pragma GCC unroll 8
        for (int row = 0; row < rows; ++row) {
            const V pixel = V::all(pixels[row]);
#pragma GCC unroll 4
            for (int v = 0; v < vectors; ++v)
                sum[row][v] = V::fma(pixel, gradient[v], sum[row][v]);
        }
    }
#pragma GCC unroll 8
    for (int row = 0; row < rows; ++row) {
#pragma GCC unroll 4
        for (int v = 0; v < vectors; ++v) {
            float* to = sums + row * stride + v * V::lanes;
            (V::load(to) + sum[row][v]).store(to);
        }
    }
}

template <class V, int vectors>
void addPanel(const Layout& layout, const SumLayout& to, int tiles, int at, int firstVector,
              const float* scratch, float* sums)
{
    const std::size_t vectorStride = std::size_t(tiles) * V::lanes;
    const float* pixels = scratch + std::size_t(at) * layout.transformedStride;
    const float* gradients = scratch + layout.products() + std::size_t(at) * layout.productStride +
                             std::size_t(firstVector) * vectorStride;
    sums += std::size_t(at) * to.placeStride + std::size_t(firstVector * V::lanes);
    for (int input = 0; input < to.inputs; input += sumRows<V, vectors>)
        addProducts<V, vectors>(pixels + std::size_t(input / V::lanes) * vectorStride + input % V::lanes,
                                gradients, vectorStride, tiles,
                                sums + std::size_t(input) * std::size_t(to.outputs), to.outputs);
}

template <class V>
void sumGradient(const GradientRows& rows, TileRange tiles, int block, float* scratch, float* sums)
{
    PackedConv conv;
    conv.in = rows.in;
    conv.out = rows.out;
    ConvRows read;
    read.in = rows.input;
    read.inStride = rows.inputStride;
    read.rows = rows.rows;
    read.width = rows.width;
    const SumLayout to(rows.in, rows.out, V::lanes);
    const int blocks = (tiles.count + block - 1) / block;
    for (int number = 0; number < blocks; ++number) {
        const int first = tiles.count * number / blocks;
        const TileRange now{tiles.first + first, tiles.count * (number + 1) / blocks - first};
        const Layout layout(rows.in, rows.out, now.count, V::lanes, 1);
        transformTiles<FloatScheme<V>, false>(conv, read, now, layout, scratch);
        transformGradients<V>(rows, now, layout, scratch);
        for (int at = 0; at < 36; ++at) {
            for (int vector = 0; vector < to.outputs / V::lanes;) {
                const int vectors = panelVectors(to.outputs / V::lanes - vector);
                if (vectors == 3)
                    addPanel<V, 3>(layout, to, now.count, at, vector, scratch, sums);
                else if (vectors == 2)
                    addPanel<V, 2>(layout, to, now.count, at, vector, scratch, sums);
                else
                    addPanel<V, 1>(layout, to, now.count, at, vector, scratch, sums);
                vector += vectors;
            }
        }
    }
}

template <class V>
std::size_t gradientSize(int in, int out)
{
    return SumLayout(in, out, V::lanes).size();
}

template <class V>
void finishGradient(const GradientRows& rows, const float* sums, int tasks, float* gradient,
                    const WeightStrides& strides, Share share)
{
    const SumLayout from(rows.in, rows.out, V::lanes);
    for (int in = rows.in * share.number / share.count; in < rows.in * (share.number + 1) / share.count;
         ++in) {
        for (int out = 0; out < rows.out; out += V::lanes) {
            const float* first = sums + std::size_t(in * from.outputs + out);
            V columns[3][6];
            for (int x = 0; x < 6; ++x) {
                V column[6];
                for (int y = 0; y < 6; ++y) {
                    const float* sum = first + std::size_t(place(y, x, false)) * from.placeStride;
                    column[y] = V::load(sum);
                    for (int task = 1; task < tasks; ++task)
                        column[y] = column[y] + V::load(sum + std::size_t(task) * from.size());
                }
                V finished[3];
                WholePoints::gradientOutput(column, finished);
                for (int y = 0; y < 3; ++y)
                    columns[y][x] = finished[y];
            }
            const int channels = rows.out - out < V::lanes ? rows.out - out : V::lanes;
            float* to = gradient + in * strides.in + out * strides.out;
            for (int y = 0; y < 3; ++y) {
                V finished[3];
                WholePoints::gradientOutput(columns[y], finished);
                for (int x = 0; x < 3; ++x) {
                    alignas(64) float values[V::lanes];
                    finished[x].store(values);
                    for (int channel = 0; channel < channels; ++channel)
                        to[y * strides.row + x * strides.column + channel * strides.out] = values[channel];
                }
            }
        }
    }
}

template <class V>
constexpr KernelSet withGradient(KernelSet kernels)
{
    kernels.gradientSize = gradientSize<V>;
    kernels.sumGradient = sumGradient<V>;
    kernels.finishGradient = finishGradient<V>;
    return kernels;
}

} // namespace
} // namespace enlarger::kernels
