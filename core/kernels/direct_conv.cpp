// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/direct_conv.h"

#include "core/kernels/packed_convolution.h"

#include <algorithm>
#include <cstdint>

namespace enlarger::kernels {
namespace {

/// A block's pixels are rounded once and read nine times: wide, since two more columns are read than
/// computed, and as high as the second-level cache allows beside the weights.
constexpr int blockColumns = 64;
constexpr int fewestRows = 4;

class DirectConv final : public PackedConvolution
{
public:
    DirectConv(const ConvSpec& spec, bool doubled, const DirectKernelSet& kernels)
        : PackedConvolution(spec, doubled, kernels.packing)
        , m_kernels(kernels)
    {}

    void run(const ConvRows& rows, const ParallelFor& parallel) const override
    {
        if (rows.rows <= 0 || rows.width <= 0)
            return;
        const int across = (rows.width + blockColumns - 1) / blockColumns;
        const int columns = (rows.width + across - 1) / across;
        int high = rows.rows;
        while (high > fewestRows && scratchSize(high, columns) * sizeof(float) > scratchLimit)
            high = (high + 1) / 2;
        const double products = (conv().doubled ? 16.0 : 9.0) * conv().in * conv().out;
        const int tasks = worthwhileTasks(products * rows.rows * rows.width, m_kernels.productsOfTask);
        while (high > fewestRows && across * ((rows.rows + high - 1) / high) < tasks)
            high = (high + 1) / 2;
        const int down = (rows.rows + high - 1) / high;
        inTasks(across * down, parallel, [&](int task) {
            const auto bound = [](int size, int place, int count) {
                return int(std::int64_t(size) * place / count);
            };
            PixelBlock block;
            block.row = bound(rows.rows, task / across, down);
            block.rows = bound(rows.rows, task / across + 1, down) - block.row;
            block.column = bound(rows.width, task % across, across);
            block.columns = bound(rows.width, task % across + 1, across) - block.column;
            runTask(rows, block);
        });
    }

    int rowMultiple() const override { return 1; }

private:
    std::size_t scratchSize(int rows, int columns) const
    {
        return m_kernels.scratchSize(conv().in, {.rows = rows, .columns = columns});
    }

    void runTask(const ConvRows& rows, const PixelBlock& block) const
    {
        thread_local AlignedFloats scratch;
        m_kernels.run(conv(), rows, block, scratch.grown(scratchSize(block.rows, block.columns)));
    }

    const DirectKernelSet& m_kernels;
};

} // namespace

std::unique_ptr<Conv3x3> makeDirectConv(const ConvSpec& spec, bool doubled, const DirectKernelSet& kernels)
{
    return std::make_unique<DirectConv>(spec, doubled, kernels);
}

} // namespace enlarger::kernels
