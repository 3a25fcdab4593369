// SPDX-License-Identifier: GPL-3.0-or-later
// Winograd F(4x4, 3x3) on vectors of channels: Lavin and Gray, "Fast Algorithms for Convolutional Neural
// Networks" (CVPR 2016), with polynomials at the points 0, a, -a, b, -b and infinity. `V` is the vector type
// of a file compiled for one kind of processor, which no other file has: so these functions stay its own.
#pragma once

#include <cstddef>

namespace enlarger::kernels {
namespace {

/// a = 1, b = 2: the fewest multiplications. fp32 loses little by them.
struct WholePoints
{
    static constexpr bool hasMinusOne = true; // as the third point
    /// Two of the six rows of B^T d: 0 and 5, 1 and 2, or 3 and 4, which share what they compute.
    template <int pair, class V>
    static void input(const V (&d)[6], V& first, V& second)
    {
        if constexpr (pair == 0) {
            first = V::fma(V::all(4), d[0], V::fma(V::all(-5), d[2], d[4]));
            second = V::fma(V::all(4), d[1], V::fma(V::all(-5), d[3], d[5]));
        } else if constexpr (pair == 1) {
            const V even = V::fma(V::all(-4), d[2], d[4]);
            const V odd = V::fma(V::all(-4), d[1], d[3]);
            first = even + odd;
            second = even - odd;
        } else {
            const V even = d[4] - d[2];
            const V odd = d[3] - d[1];
            first = V::fma(V::all(2), odd, even);
            second = V::fma(V::all(-2), odd, even);
        }
    }

    /// A^T m: four of six.
    template <class V>
    static void output(const V (&m)[6], V (&y)[4])
    {
        const V sum = m[1] + m[2];
        const V difference = m[1] - m[2];
        const V sum2 = m[3] + m[4];
        const V difference2 = m[3] - m[4];
        y[0] = (m[0] + sum) + sum2;
        y[1] = V::fma(V::all(2), difference2, difference);
        y[2] = V::fma(V::all(4), sum2, sum);
        y[3] = V::fma(V::all(8), difference2, difference) + m[5];
    }

    /// Of F(3x3, 4x4), which has the same B: the gradient to the output is what is convolved with.
    template <class V>
    static void gradient(const V (&d)[4], V (&g)[6])
    {
        const V even = V::all(-1.0f / 6) * (d[0] + d[2]);
        const V odd = V::all(-1.0f / 6) * (d[1] + d[3]);
        const V even2 = V::fma(V::all(1.0f / 6), d[2], V::all(1.0f / 24) * d[0]);
        const V odd2 = V::fma(V::all(1.0f / 3), d[3], V::all(1.0f / 12) * d[1]);
        g[0] = V::all(0.25f) * d[0];
        g[1] = even + odd;
        g[2] = even - odd;
        g[3] = even2 + odd2;
        g[4] = even2 - odd2;
        g[5] = d[3];
    }

    template <class V>
    static void gradientOutput(const V (&m)[6], V (&w)[3])
    {
        const V sum = m[1] + m[2];
        const V sum2 = m[3] + m[4];
        w[0] = (m[0] + sum) + sum2;
        w[1] = V::fma(V::all(2), m[3] - m[4], m[1] - m[2]);
        w[2] = V::fma(V::all(4), sum2, sum) + m[5];
    }

    /// G w: six of three.
    template <class V>
    static void weights(const V (&w)[3], V (&g)[6])
    {
        const V outer = V::all(-1.0f / 6) * (w[0] + w[2]);
        const V inner = V::all(1.0f / 6) * w[1];
        const V outer2 = V::fma(V::all(1.0f / 6), w[2], V::all(1.0f / 24) * w[0]);
        const V inner2 = V::all(1.0f / 12) * w[1];
        g[0] = V::all(0.25f) * w[0];
        g[1] = outer - inner;
        g[2] = outer + inner;
        g[3] = outer2 + inner2;
        g[4] = outer2 - inner2;
        g[5] = w[2];
    }
};

/// a = sqrt(1/2), b = sqrt(2): values of much the same size, of which rounding to few bits takes 6 dB less.
/// The rows of G are divided by their length, and those of B^T shall be divided by `inputSize`, so that no
/// value becomes greater than the greatest pixel; `output` makes both good.
struct RootPoints
{
    static constexpr bool hasMinusOne = false;
    static constexpr float a = 0.707106781f;
    static constexpr float b = 1.41421356f;
    /// Sums of the absolute values in a row of B^T.
    static constexpr float inputSize[6] = {4.5f,           3 * (1 + a),    3 * (1 + a),
                                           1.5f * (1 + b), 1.5f * (1 + b), 4.5f};
    static constexpr float length = 1.32287566f;  // of (1, a, a^2)
    static constexpr float length2 = 2.64575131f; // of (1, b, b^2)

    template <int pair, class V>
    static void input(const V (&d)[6], V& first, V& second)
    {
        if constexpr (pair == 0) {
            first = V::fma(V::all(-2.5f), d[2], d[0] + d[4]);
            second = V::fma(V::all(-2.5f), d[3], d[1] + d[5]);
        } else if constexpr (pair == 1) {
            const V even = V::fma(V::all(-2), d[2], d[4]);
            const V odd = V::fma(V::all(-2), d[1], d[3]);
            first = V::fma(V::all(a), odd, even);
            second = V::fma(V::all(-a), odd, even);
        } else {
            const V even = V::fma(V::all(-0.5f), d[2], d[4]);
            const V odd = V::fma(V::all(-0.5f), d[1], d[3]);
            first = V::fma(V::all(b), odd, even);
            second = V::fma(V::all(-b), odd, even);
        }
    }

    template <class V>
    static void output(const V (&m)[6], V (&y)[4])
    {
        constexpr float outer = inputSize[0];
        constexpr float inner = inputSize[1] * length / -1.5f;
        constexpr float inner2 = inputSize[3] * length2 / 6;
        const V sum = m[1] + m[2];
        const V difference = m[1] - m[2];
        const V sum2 = m[3] + m[4];
        const V difference2 = m[3] - m[4];
        y[0] = V::fma(V::all(outer), m[0], V::fma(V::all(inner), sum, V::all(inner2) * sum2));
        y[1] = V::fma(V::all(inner * a), difference, V::all(inner2 * b) * difference2);
        y[2] = V::fma(V::all(inner / 2), sum, V::all(inner2 * 2) * sum2);
        y[3] = V::fma(V::all(outer), m[5],
                      V::fma(V::all(inner / 2 * a), difference, V::all(inner2 * 2 * b) * difference2));
    }

    template <class V>
    static void weights(const V (&w)[3], V (&g)[6])
    {
        const V outer = V::fma(V::all(0.5f), w[2], w[0]);
        const V outer2 = V::fma(V::all(2), w[2], w[0]);
        g[0] = w[0];
        g[1] = V::all(1 / length) * V::fma(V::all(a), w[1], outer);
        g[2] = V::all(1 / length) * V::fma(V::all(-a), w[1], outer);
        g[3] = V::all(1 / length2) * V::fma(V::all(b), w[1], outer2);
        g[4] = V::all(1 / length2) * V::fma(V::all(-b), w[1], outer2);
        g[5] = w[2];
    }
};

} // namespace
} // namespace enlarger::kernels
