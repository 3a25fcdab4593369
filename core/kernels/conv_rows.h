// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace enlarger::kernels {

/// Runs `task(0)` to `task(count - 1)`, in any order, on as many threads as there are; returns when all are
/// done.
using ParallelFor = std::function<void(int count, const std::function<void(int)>& task)>;

/// How a convolution computes. All give fp32 and take fp32.
enum class Arithmetic {
    Plain,  // loops in C++ as the formula has them: the reference, on any machine
    Avx2,   // fp32, Winograd F(4x4, 3x3): 130 dB
    Avx512, // the same
    // Products of 16-bit integers, sums in 32 bits, the pixels scaled tile by tile: at least 65 dB. bf16
    // would be as fast, and reach 56 in F(4x4, 3x3).
    Avx2Int16,
    AvxVnni, // the same
    Avx512Vnni,
    // Products of bf16 by the direct formula, sums in fp32: at least 46 dB.
    Avx512Bf16,
    AmxBf16, // the same by matrix units
};
std::string_view arithmeticName(Arithmetic arithmetic);
/// Those that this processor has, the reference first.
std::vector<Arithmetic> availableArithmetics();
/// The fastest of those in fp32; nothing: there are the plain loops alone, which LibTorch outruns.
std::optional<Arithmetic> fastestFloats();
/// The fastest of those with 16-bit integers; nothing: there is none.
std::optional<Arithmetic> fastestIntegers();
/// The fastest of those in bf16.
std::optional<Arithmetic> fastestBf16();
/// Whether it computes in fp32 throughout.
bool isExact(Arithmetic arithmetic);

enum class Activation {
    None,
    LeakyRelu, // x > 0 ? x : slope x
    Prelu,     // the same with a slope for each channel
    Silu,      // x sigmoid(x)
};

/// Floats from one weight to the next, as of a view of a tensor.
struct WeightStrides
{
    std::ptrdiff_t out = 0;
    std::ptrdiff_t in = 0;
    std::ptrdiff_t row = 0;
    std::ptrdiff_t column = 0;
};

struct ConvSpec
{
    int in = 0; // channels
    int out = 0;
    const float* weight = nullptr;        // out x in x 3 x 3, as PyTorch keeps them
    std::optional<WeightStrides> strides; // none: contiguous
    const float* bias = nullptr;          // out; null: none
    Activation activation = Activation::None;
    float slope = 0.2f;            // of LeakyRelu
    const float* slopes = nullptr; // of Prelu: out
};

WeightStrides stridesOf(const ConvSpec& spec);

/// Adds `scale` times the pixels of `rows` (as many channels as the convolution's outputs). Null rows:
/// nothing is added. They may be the pixels that are written: then the result is added to what lies there.
struct Addend
{
    const float* const* rows = nullptr; // one pointer an output row, to its first pixel
    int stride = 0;                     // floats from pixel to pixel
    float scale = 1.0f;
};

/// Where a convolution reads and writes: rows of pixels with the channels innermost, `stride` floats from a
/// pixel to the next (>= channels: a convolution may read the first channels of a wider pixel and write
/// others of the same pixel, which is how a dense block works in place). Pointers need not be aligned.
struct ConvRows
{
    const float* const* in = nullptr; // rows + 2: from the row above the first output row to that below the
                                      // last; null: a row of zeros, beyond the picture
    int inStride = 0;
    float* const* out = nullptr; // rows
    int outStride = 0;
    int rows = 0;
    int width = 0; // beyond both ends lie zeros
    int shift = 0; // pixels are read so many columns further right, the zeros beyond the ends too
    // out = scale * activation(conv) + first + second
    float scale = 1.0f;
    Addend first;
    Addend second;
};

/// A 3 x 3 convolution with stride 1 and padding 1, its weights packed for one arithmetic. Safe to use from
/// several threads.
class Conv3x3
{
public:
    virtual ~Conv3x3() = default;
    /// Throws what `parallel` throws, and std::bad_alloc. No allocation once it has run with these sizes on
    /// these threads.
    virtual void run(const ConvRows& rows, const ParallelFor& parallel) const = 0;
    /// Other weights, bias and slopes, for the same channels and activation; nobody runs it meanwhile.
    virtual void setWeights(const ConvSpec& spec, const ParallelFor& parallel) = 0;
    /// Output rows in multiples of this cost least (4 for Winograd F(4x4)). Any number works.
    virtual int rowMultiple() const = 0;
};
std::unique_ptr<Conv3x3> makeConv3x3(const ConvSpec& spec, Arithmetic arithmetic);

/// The same behind nearest upsampling by 2, folded into four 2 x 2 convolutions of the small picture: rows
/// and width are of the input, `out` has 2 x rows pointers to rows of 2 x width pixels. No addends.
std::unique_ptr<Conv3x3> makeUpConv3x3(const ConvSpec& spec, Arithmetic arithmetic);

/// Where a convolution of training has read, and the gradient to what it has written; pixels as in ConvRows.
struct GradientRows
{
    int in = 0; // channels
    int out = 0;
    const float* const* input = nullptr; // rows + 2, as in ConvRows
    int inputStride = 0;
    const float* const* gradient = nullptr; // rows; null: a row of zeros
    int gradientStride = 0;
    int rows = 0;
    int width = 0;
};

/// The gradient to the weights of a Conv3x3 without activation: for each of them a sum over all pixels.
/// `tasks`: at most so many at once; their number decides the order of sums, and thus the last bits.
/// Computed in fp32 whatever the arithmetic.
void sumWeightGradient(const GradientRows& rows, Arithmetic arithmetic, int tasks,
                       const ParallelFor& parallel, float* gradient, const WeightStrides& strides);

} // namespace enlarger::kernels
