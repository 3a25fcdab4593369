// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/pointwise.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace enlarger::infer {

namespace {

/// A pixel becomes a block where the output is larger.
void copy(const Step& step, const PointwiseRows& rows)
{
    for (int i = 0; i < rows.factor; ++i) {
        const float* from = rows.in[0];
        float* to = rows.out[i];
        for (int x = 0; x < rows.width; ++x, from += rows.inStride)
            for (int j = 0; j < rows.factor; ++j, to += rows.outStride)
                std::copy_n(from, step.in.channels, to);
    }
}

/// `value` of each input value and its channel.
template <class Value>
void map(const Step& step, const PointwiseRows& rows, const Value& value)
{
    const float* from = rows.in[0];
    float* to = rows.out[0];
    for (int x = 0; x < rows.width; ++x, from += rows.inStride, to += rows.outStride)
        for (int c = 0; c < step.in.channels; ++c)
            to[c] = value(from[c], std::size_t(c));
}

void unshuffle(const Step& step, const PointwiseRows& rows)
{
    const int side = rows.factor;
    float* to = rows.out[0];
    for (int x = 0; x < rows.width; ++x, to += rows.outStride)
        for (int i = 0; i < side; ++i)
            for (int j = 0; j < side; ++j) {
                const float* from = rows.in[i] + std::ptrdiff_t(x * side + j) * rows.inStride;
                for (int c = 0; c < step.in.channels; ++c)
                    to[(c * side + i) * side + j] = from[c];
            }
}

void shuffle(const Step& step, const PointwiseRows& rows)
{
    const int side = rows.factor;
    const int channels = step.out.channels;
    for (int i = 0; i < side; ++i) {
        const float* from = rows.in[0] + std::ptrdiff_t(i) * side * channels;
        const float* base = rows.other;
        float* to = rows.out[i];
        for (int x = 0; x < rows.width; ++x, from += rows.inStride)
            for (int j = 0; j < side; ++j, to += rows.outStride) {
                for (int c = 0; c < channels; ++c)
                    to[c] = from[j * channels + c];
                if (base)
                    for (int c = 0; c < channels; ++c) // a grey one counts for all
                        to[c] +=
                            base[std::ptrdiff_t(x) * rows.otherStride + std::min(c, step.other.channels - 1)];
            }
    }
}

void gate(const Step& step, const PointwiseRows& rows)
{
    const float* from = rows.in[0];
    const float* other = rows.other;
    float* to = rows.out[0];
    for (int x = 0; x < rows.width;
         ++x, from += rows.inStride, other += rows.otherStride, to += rows.outStride)
        for (int c = 0; c < step.in.channels; ++c)
            to[c] = (from[c] + other[c]) * (1.0F / (1.0F + std::exp(-from[c])) - 0.5F);
}

/// Where a pixel of the enlarged axis lies between two of the small one, which has `length`.
struct Between
{
    int first;
    int second;
    float weight; // of the second one
};

Between between(int at, int factor, int first, int length)
{
    const float position =
        std::max((float(at) + 0.5F) / float(factor) - 0.5F, -float(first)); // of the pixel, from `first` on
    const int below = static_cast<int>(std::floor(position));
    return {below, std::min(below + 1, length - 1), position - float(below)};
}

void bilinear(const Step& step, const PointwiseRows& rows)
{
    const int side = rows.factor;
    const int channels = step.in.channels;
    // Beyond the ends of the picture lies its outermost row.
    const float* const lines[] = {rows.in[0] ? rows.in[0] : rows.in[1], rows.in[1],
                                  rows.in[2] ? rows.in[2] : rows.in[1]};
    for (int i = 0; i < side; ++i) {
        const Between y = between(i, side, 1, 3); // line 1 is the row itself
        const float* const above = lines[y.first + 1];
        const float* const below = lines[std::min(y.first + 2, 2)];
        float* to = rows.out[i];
        for (int x = 0; x < rows.width * side; ++x, to += rows.outStride) {
            const Between at = between(x, side, 0, rows.width);
            const std::ptrdiff_t left = std::ptrdiff_t(at.first) * rows.inStride;
            const std::ptrdiff_t right = std::ptrdiff_t(at.second) * rows.inStride;
            for (int c = 0; c < channels; ++c) {
                const float upper = above[left + c] + at.weight * (above[right + c] - above[left + c]);
                const float lower = below[left + c] + at.weight * (below[right + c] - below[left + c]);
                to[c] = upper + y.weight * (lower - upper);
            }
        }
    }
}

} // namespace

void runPointwise(const Step& step, const PointwiseRows& rows)
{
    switch (step.kind) {
    case StepKind::Copy:
        return copy(step, rows);
    case StepKind::Normalise:
        return map(step, rows,
                   [&step](float value, std::size_t c) { return (value - step.offsets[c]) * step.scale; });
    case StepKind::Prelu:
        return map(step, rows, [&step](float value, std::size_t c) {
            return value > 0.0F ? value : step.slopes[c] * value;
        });
    case StepKind::Tanh:
        return map(step, rows,
                   [](float value, std::size_t /*c*/) { return (std::tanh(value) + 1.0F) / 2.0F; });
    case StepKind::Unshuffle:
        return unshuffle(step, rows);
    case StepKind::Shuffle:
        return shuffle(step, rows);
    case StepKind::Gate:
        return gate(step, rows);
    case StepKind::Bilinear:
        return bilinear(step, rows);
    case StepKind::Convolution:
    case StepKind::UpConvolution:
        return; // kernels compute these
    }
}

} // namespace enlarger::infer
