// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/resample_passes.h"

#include <algorithm>

namespace enlarger::image {

namespace {

/// C channels, known to the compiler.
template <int C, class T>
void resampleRowOf(const AxisTaps& taps, const T* row, T* out)
{
    for (int x = 0; x < taps.outSize(); ++x, out += C) {
        const T* in = row + std::ptrdiff_t(taps.first(x)) * C;
        T sum[C] = {};
        for (const T weight : taps.weights<T>(x)) {
            for (int c = 0; c < C; ++c)
                sum[c] += weight * in[c];
            in += C;
        }
        std::copy_n(sum, C, out);
    }
}

} // namespace

template <class T>
void sumRows(std::span<const float* const> rows, std::span<const T> weights, std::span<T> out)
{
    constexpr std::size_t block = 1024; // of `out`, which then stays in the nearest cache for all rows
    for (std::size_t from = 0; from < out.size(); from += block) {
        const std::size_t n = std::min(block, out.size() - from);
        T* __restrict sum = out.data() + from;
        std::fill_n(sum, n, T(0));
        std::size_t k = 0;
        for (; k + 4 <= rows.size(); k += 4) {
            const float* a = rows[k] + from;
            const float* b = rows[k + 1] + from;
            const float* c = rows[k + 2] + from;
            const float* d = rows[k + 3] + from;
            const T wa = weights[k], wb = weights[k + 1], wc = weights[k + 2], wd = weights[k + 3];
            for (std::size_t i = 0; i < n; ++i)
                sum[i] += (wa * a[i] + wb * b[i]) + (wc * c[i] + wd * d[i]);
        }
        for (; k < rows.size(); ++k) {
            const float* a = rows[k] + from;
            const T wa = weights[k];
            for (std::size_t i = 0; i < n; ++i)
                sum[i] += wa * a[i];
        }
    }
}

template <class T>
void resampleRow(const AxisTaps& taps, int channels, const T* row, T* out)
{
    switch (channels) {
    case 1:
        return resampleRowOf<1>(taps, row, out);
    case 2:
        return resampleRowOf<2>(taps, row, out);
    case 3:
        return resampleRowOf<3>(taps, row, out);
    case 4:
        return resampleRowOf<4>(taps, row, out);
    default:
        break;
    }
    for (int x = 0; x < taps.outSize(); ++x, out += channels) {
        std::fill_n(out, channels, T(0));
        const T* in = row + std::ptrdiff_t(taps.first(x)) * channels;
        for (const T weight : taps.weights<T>(x))
            for (int c = 0; c < channels; ++c)
                out[c] += weight * *in++;
    }
}

template void sumRows(std::span<const float* const>, std::span<const float>, std::span<float>);
template void sumRows(std::span<const float* const>, std::span<const double>, std::span<double>);
template void resampleRow(const AxisTaps&, int, const float*, float*);
template void resampleRow(const AxisTaps&, int, const double*, double*);

} // namespace enlarger::image
