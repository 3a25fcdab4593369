// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/aligned_floats.h"
#include "core/kernels/winograd_conv.h"

#include <algorithm>
#include <cstdint>

namespace enlarger::kernels {
namespace {

/// Of a task, whose own sums are zeroed first, and added up at the end.
constexpr int fewestTiles = 32;

/// Loops as the formula has them.
void sumPlainly(const GradientRows& rows, float* gradient, const WeightStrides& strides)
{
    const auto pixel = [](const float* row, int column, int stride) {
        return row + std::ptrdiff_t(column) * stride;
    };
    for (int tap = 0; tap < 9; ++tap) {
        for (int out = 0; out < rows.out; ++out) {
            for (int in = 0; in < rows.in; ++in) {
                double sum = 0;
                for (int row = 0; row < rows.rows; ++row) {
                    const float* read = rows.input[row + tap / 3];
                    const float* written = rows.gradient[row];
                    const int first = std::max(0, 1 - tap % 3);
                    const int end = std::min(rows.width, rows.width + 1 - tap % 3);
                    for (int column = first; read && written && column < end; ++column)
                        sum += double(pixel(read, column + tap % 3 - 1, rows.inputStride)[in]) *
                               double(pixel(written, column, rows.gradientStride)[out]);
                }
                gradient[out * strides.out + in * strides.in + tap / 3 * strides.row +
                         tap % 3 * strides.column] = float(sum);
            }
        }
    }
}

void sumInTiles(const GradientRows& rows, const KernelSet& kernels, int tasks, const ParallelFor& parallel,
                float* gradient, const WeightStrides& strides)
{
    thread_local AlignedFloats sums; // of the thread that asks: one part for each task
    const int tiles = tilesOf(rows.rows) * tilesOf(rows.width);
    const std::size_t size = kernels.gradientSize(rows.in, rows.out);
    const int block = largestBlock(kernels, rows.in, rows.out);
    tasks = std::clamp(tiles / fewestTiles, 1, std::max(1, tasks));
    float* const all = sums.grown(size * std::size_t(tasks));
    parallel(tasks, [&](int task) {
        thread_local AlignedFloats scratch;
        const auto bound = [&](int place) { return int(std::int64_t(tiles) * place / tasks); };
        float* const own = all + std::size_t(task) * size;
        std::fill_n(own, size, 0.0f);
        kernels.sumGradient(rows, {bound(task), bound(task + 1) - bound(task)}, block,
                            scratch.grown(kernels.scratchSize(rows.in, rows.out, block)), own);
    });
    const int shares = std::min(rows.in, 4 * tasks);
    parallel(shares, [&](int share) {
        kernels.finishGradient(rows, all, tasks, gradient, strides, {share, shares});
    });
}

} // namespace

void sumWeightGradient(const GradientRows& rows, Arithmetic arithmetic, int tasks,
                       const ParallelFor& parallel, float* gradient, const WeightStrides& strides)
{
#if defined(__x86_64__)
    if (arithmetic == Arithmetic::Avx2)
        return sumInTiles(rows, avx2Kernels, tasks, parallel, gradient, strides);
    if (arithmetic != Arithmetic::Plain)
        return sumInTiles(rows, avx512Kernels, tasks, parallel, gradient, strides);
#endif
    sumPlainly(rows, gradient, strides);
}

} // namespace enlarger::kernels
