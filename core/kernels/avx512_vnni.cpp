// SPDX-License-Identifier: GPL-3.0-or-later
// Products of 16-bit integers, two to a slot, summed in 32 bits: twice as many as of floats. Compiled for
// AVX-512 with VNNI: see kernel_set.h for what must not be used here.
#if defined(__x86_64__)
#include "core/kernels/avx512_vector.h"
#include "core/kernels/float_scheme.h"
#include "core/kernels/winograd_tiles.h"

namespace enlarger::kernels {
namespace {

/// 16 whole numbers. Not __m512i, of 8 long ones: GCC 12 would take sums out of their registers to change
/// their type.
struct Integers
{
    using Vector = int __attribute__((vector_size(64)));

    static Integers zero() { return {Vector{}}; }
    static Integers load(const float* from) { return {Vector(_mm512_loadu_ps(from))}; }
    void store(float* to) const { _mm512_storeu_ps(to, __m512(v)); }

    Vector v;
};

/// What no transformed pixel is greater than, if no pixel is greater than 1: its reciprocal.
struct Scales
{
    constexpr Scales()
    {
        for (int y = 0; y < 6; ++y) {
            for (int x = 0; x < 6; ++x)
                at[y][x] = 1 / (RootPoints::inputSize[y] * RootPoints::inputSize[x]);
        }
    }
    alignas(64) float at[6][6] = {};
};
constexpr Scales relativeScales;

/// Transformed pixels fill 16 bits by the greatest pixel of the block of tiles, and weights by the greatest
/// sum that the products of an output channel could come to, which 32 bits must hold.
class Int16Scheme
{
public:
    using Vector = Avx512;
    using Points = RootPoints;
    using Sum = Integers;
    static constexpr int slotChannels = 2;

    /// The pixels of a tile fill 16 bits by their greatest. `worth`: of one, for the way back.
    class Input
    {
    public:
        Input(const Patch& patch, int in, float& worth)
        {
            // A pixel that is not a number makes all of the tile so.
            const float greatest = greatestPixel(patch, in);
            const bool finite = greatest <= 3.4e38f;
            const float scale = finite ? most / (greatest > 1e-30f ? greatest : 1e-30f) : 0;
            worth = finite ? 1 / scale : __builtin_nanf("");
            for (int y = 0; y < 6; ++y) {
                for (int x = 0; x < 6; ++x)
                    m_scales[y][x] = scale * relativeScales.at[y][x];
            }
        }

        void keep(Avx512 transformed, int row, int column, float* to) const
        {
            const __m512i whole = _mm512_cvtps_epi32((transformed * Avx512::all(m_scales[row][column])).v);
            _mm256_storeu_ps(to, _mm256_castsi256_ps(_mm512_cvtsepi32_epi16(whole)));
        }

    private:
        alignas(64) float m_scales[6][6];
    };

    static Integers weight(const float* from) { return Integers::load(from); }
    static Integers slot(const float* from) { return {Integers::Vector(_mm512_set1_ps(*from))}; }
    static void multiplyAdd(Integers slot, Integers weight, Integers& sum)
    {
        sum.v = Integers::Vector(_mm512_dpwssd_epi32(__m512i(sum.v), __m512i(slot.v), __m512i(weight.v)));
    }

    static Avx512 product(const float* from) { return {_mm512_cvtepi32_ps(__m512i(Integers::load(from).v))}; }
    struct Finish
    {
        Avx512 scale;
        Avx512 bias;
        Avx512 operator()(Avx512 sum) const { return Avx512::fma(sum, scale, bias); }
    };
    static Finish finish(const PackedConv& conv, int channel, float worth)
    {
        const float* scales = conv.weights + scalesAt(conv.in, conv.out);
        return {Avx512::all(worth) * Avx512::load(scales + channel), Avx512::load(conv.bias + channel)};
    }

    static std::size_t placeStride(int in, int out)
    {
        return oddLines(std::size_t((in + 1) / 2) * outputSize(out));
    }

    /// Weights, and behind them what an integer is worth in each output channel.
    static std::size_t packedSize(int in, int out, bool /*doubled*/)
    {
        return scalesAt(in, out) + outputSize(out);
    }

    static void pack(const Weights& weights, bool /*doubled*/, float* packed, Share share)
    {
        float* worth = packed + scalesAt(weights.in, weights.out);
        for (int first = 0; first < weights.out;) {
            const int vectors = panelVectors(wholeVectors(weights.out - first, Avx512::lanes));
            for (int v = 0; v < vectors; ++v) {
                const int out = first + v * Avx512::lanes;
                if (out / Avx512::lanes % share.count != share.number)
                    continue;
                const Avx512 scale = scaleOf(weights, out);
                (Avx512::all(1) / scale).store(worth + out);
                packVector(weights, out, scale, packed + v * Avx512::lanes,
                           std::size_t(vectors) * Avx512::lanes);
            }
            packed += std::size_t((weights.in + 1) / 2 * vectors) * Avx512::lanes;
            first += vectors * Avx512::lanes;
        }
    }

private:
    static constexpr float most = 32766; // rounding must not lead beyond 16 bits

    static std::size_t outputSize(int out)
    {
        return std::size_t(wholeVectors(out, Avx512::lanes)) * Avx512::lanes;
    }

    static std::size_t scalesAt(int in, int out)
    {
        return std::size_t(placeCount(false)) * placeStride(in, out);
    }

    static float greatestPixel(const Patch& patch, int in)
    {
        Integers greatest = Integers::zero();
        for (const float* row : patch.rows) {
            for (const std::size_t column : patch.columns)
                greatest = greatestOf(greatest, row + column, in);
        }
        return _mm_cvtss_f32(
            _mm_castsi128_ps(_mm_cvtsi32_si128(_mm512_reduce_max_epi32(__m512i(greatest.v)))));
    }

    /// As integers, of which those of infinity and NaN are the greatest.
    static Integers greatestOf(Integers greatest, Avx512 pixel)
    {
        const __m512i size = _mm512_and_si512(_mm512_castps_si512(pixel.v), _mm512_set1_epi32(0x7FFFFFFF));
        return {Integers::Vector(_mm512_max_epi32(__m512i(greatest.v), size))};
    }

    static Integers greatestOf(Integers greatest, const float* pixel, int channels)
    {
        int channel = 0;
        for (; channel + Avx512::lanes <= channels; channel += Avx512::lanes)
            greatest = greatestOf(greatest, Avx512::load(pixel + channel));
        if (channel < channels)
            greatest = greatestOf(greatest, Avx512::loadFirst(pixel + channel, channels - channel));
        return greatest;
    }

    static Avx512 size(Avx512 a) { return Avx512::max(a, Avx512::zero() - a); }

    /// So that no weight is beyond 16 bits, and no sum of products, rounding included, beyond 32.
    static Avx512 scaleOf(const Weights& weights, int out)
    {
        Avx512 sums[6][6] = {};
        Avx512 greatest = Avx512::all(1e-30f);
        for (int channel = 0; channel < weights.in; ++channel) {
            Avx512 transformed[6][6];
            transformKernel<Avx512, Points>(weights, out, channel, transformed);
            for (int y = 0; y < 6; ++y) {
                for (int x = 0; x < 6; ++x) {
                    sums[y][x] = sums[y][x] + size(transformed[y][x]);
                    greatest = Avx512::max(greatest, size(transformed[y][x]));
                }
            }
        }
        Avx512 sum = Avx512::all(1e-30f);
        for (const auto& row : sums) {
            for (const Avx512 value : row)
                sum = Avx512::max(sum, value);
        }
        const float room = 65530.0f - 0.5f * float(weights.in);
        return Avx512::min(Avx512::all(most) / greatest, Avx512::all(room) / sum);
    }

    static void packVector(const Weights& weights, int out, Avx512 scale, float* packed,
                           std::size_t slotStride)
    {
        const std::size_t stride = placeStride(weights.in, weights.out);
        for (int channel = 0; channel < weights.in; channel += 2, packed += slotStride) {
            Avx512 even[6][6];
            Avx512 odd[6][6] = {};
            transformKernel<Avx512, Points>(weights, out, channel, even);
            if (channel + 1 < weights.in)
                transformKernel<Avx512, Points>(weights, out, channel + 1, odd);
            for (int y = 0; y < 6; ++y) {
                for (int x = 0; x < 6; ++x) {
                    const __m512i low = _mm512_cvtps_epi32((even[y][x] * scale).v);
                    const __m512i high = _mm512_cvtps_epi32((odd[y][x] * scale).v);
                    const Integers both{Integers::Vector(_mm512_or_si512(
                        _mm512_and_si512(low, _mm512_set1_epi32(0xFFFF)), _mm512_slli_epi32(high, 16)))};
                    both.store(packed + std::size_t(place(y, x, false)) * stride);
                }
            }
        }
    }
};

} // namespace

constinit const KernelSet avx512VnniKernels = makeKernelSet<Int16Scheme>();

} // namespace enlarger::kernels
#endif
