// SPDX-License-Identifier: GPL-3.0-or-later
// From products to rows of pixels: the transform back, then all that follows a convolution.
#pragma once

#include "core/kernels/tile_layout.h"
#include "core/kernels/winograd_transforms.h"

namespace enlarger::kernels {
namespace {

/// x sigmoid(x), with e^-x from 2^n and a polynomial of degree 6: 1e-7 of the value.
template <class V>
inline V silu(V x)
{
    // Beyond +-87 the powers leave the floats. min and max keep a NaN that stands second.
    const V power = V::max(V::all(-87), V::min(V::all(87), V::zero() - x));
    const V n = V::rounded(power * V::all(1.44269504f));
    V r = V::fma(n, V::all(-0.693359375f), power);
    r = V::fma(n, V::all(2.12194440e-4f), r);
    V sum = V::all(1.0f / 720);
    sum = V::fma(sum, r, V::all(1.0f / 120));
    sum = V::fma(sum, r, V::all(1.0f / 24));
    sum = V::fma(sum, r, V::all(1.0f / 6));
    sum = V::fma(sum, r, V::all(0.5f));
    sum = V::fma(sum, r, V::all(1));
    sum = V::fma(sum, r, V::all(1));
    return x / (V::all(1) + V::scaled(sum, n));
}

/// The 16 pixels of a tile; those beyond the edge are a spare one.
struct TilePixels
{
    float* out[16];
    const float* first[16]; // of the addends
    const float* second[16];
};

inline const float* pixelOf(const Addend& addend, int row, int column)
{
    return addend.rows[row] + std::size_t(column) * std::size_t(addend.stride);
}

inline void findPixels(const ConvRows& rows, int height, int width, int firstRow, int firstColumn,
                       float* spare, TilePixels& pixels)
{
    for (int at = 0; at < 16; ++at) {
        const int row = firstRow + at / tileSide;
        const int column = firstColumn + at % tileSide;
        const bool inside = row < height && column < width;
        pixels.out[at] = inside ? rows.out[row] + std::size_t(column) * std::size_t(rows.outStride) : spare;
        pixels.first[at] = inside && rows.first.rows != nullptr ? pixelOf(rows.first, row, column) : spare;
        pixels.second[at] = inside && rows.second.rows != nullptr ? pixelOf(rows.second, row, column) : spare;
    }
}

template <class V>
inline void activate(const PackedConv& conv, int channel, V (&y)[4][4])
{
    if (conv.activation == Activation::Prelu) {
        const V slope = V::load(conv.slopes + channel);
        for (auto& row : y) {
            for (V& value : row) // a NaN stays one
                value = V::fma(slope, V::min(V::zero(), value), V::max(V::zero(), value));
        }
    } else if (conv.activation == Activation::Silu) {
        for (auto& row : y) {
            for (V& value : row)
                value = silu(value);
        }
    }
}

/// One vector of channels of one tile. `products` lie `stride` floats from place to place.
template <class S, bool doubled>
inline void finishTile(const PackedConv& conv, const ConvRows& rows, const TilePixels& pixels, int channel,
                       const float* products, std::size_t stride, float worth)
{
    using V = typename S::Vector;
    constexpr bool leavesOut = doubled && S::Points::hasMinusOne;
    V half[6][4]; // rows still transformed
#pragma GCC unroll 6
    for (int r = 0; r < 6; ++r) {
        V m[6];
#pragma GCC unroll 6
        for (int c = 0; c < 6; ++c)
            m[c] = hasPlace(r, c, leavesOut)
                       ? S::product(products + std::size_t(place(r, c, leavesOut)) * stride)
                       : V::zero();
        S::Points::output(m, half[r]);
    }
    V y[4][4];
    const auto finish = S::finish(conv, channel, worth);
#pragma GCC unroll 4
    for (int c = 0; c < 4; ++c) {
        const V m[6] = {half[0][c], half[1][c], half[2][c], half[3][c], half[4][c], half[5][c]};
        V column[4];
        S::Points::output(m, column);
        for (int r = 0; r < 4; ++r)
            y[r][c] = finish(column[r]);
    }
    activate(conv, channel, y);
    const V scale = V::all(rows.scale);
    const V firstScale = V::all(rows.first.scale);
    const V secondScale = V::all(rows.second.scale);
    const int left = conv.out - channel;
    for (int at = 0; at < 16; ++at) {
        V value = scale * y[at / 4][at % 4];
        if (left >= V::lanes) {
            if (rows.first.rows != nullptr)
                value = V::fma(firstScale, V::load(pixels.first[at] + channel), value);
            if (rows.second.rows != nullptr)
                value = V::fma(secondScale, V::load(pixels.second[at] + channel), value);
            value.store(pixels.out[at] + channel);
        } else {
            if (rows.first.rows != nullptr)
                value = V::fma(firstScale, V::loadFirst(pixels.first[at] + channel, left), value);
            if (rows.second.rows != nullptr)
                value = V::fma(secondScale, V::loadFirst(pixels.second[at] + channel, left), value);
            value.storeFirst(pixels.out[at] + channel, left);
        }
    }
}

template <class S, bool doubled>
void finishTiles(const PackedConv& conv, const ConvRows& rows, TileRange tiles, const Layout& layout,
                 float* scratch)
{
    using V = typename S::Vector;
    const int height = doubled ? 2 * rows.rows : rows.rows;
    const int width = doubled ? 2 * rows.width : rows.width;
    const int across = (width + tileSide - 1) / tileSide;
    for (int tile = 0; tile < tiles.count; ++tile) {
        TilePixels pixels{};
        findPixels(rows, height, width, (tiles.first + tile) / across * tileSide,
                   (tiles.first + tile) % across * tileSide, scratch + layout.spare(), pixels);
        const float* products = scratch + layout.products() + std::size_t(tile) * V::lanes;
        for (int channel = 0; channel < conv.out; channel += V::lanes) {
            finishTile<S, doubled>(conv, rows, pixels, channel, products, layout.productStride,
                                   scratch[layout.worths() + std::size_t(tile)]);
            products += std::size_t(tiles.count) * V::lanes;
        }
    }
}

} // namespace
} // namespace enlarger::kernels
