// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/winograd_conv.h"

#include "core/kernels/packed_convolution.h"

#include <algorithm>
#include <cstdint>

namespace enlarger::kernels {
namespace {

class WinogradConv final : public PackedConvolution
{
public:
    WinogradConv(const ConvSpec& spec, bool doubled, const KernelSet& kernels)
        : PackedConvolution(spec, doubled, kernels.packing)
        , m_kernels(kernels)
        , m_largestBlock(largestBlock(kernels, spec.in, spec.out))
    {}

    void run(const ConvRows& rows, const ParallelFor& parallel) const override
    {
        const int factor = conv().doubled ? 2 : 1;
        const int tiles = tilesOf(factor * rows.rows) * tilesOf(factor * rows.width);
        if (tiles <= 0)
            return;
        // Within a task the pixels of the next block are fetched beside the work on one: not too many.
        constexpr double ofTask = 1e6;
        const int tasks = std::min(worthwhileTasks(36.0 * conv().in * conv().out * tiles, ofTask), tiles);
        inTasks(tasks, parallel, [&](int task) {
            const auto bound = [&](int place) { return int(std::int64_t(tiles) * place / tasks); };
            runTask(rows, {bound(task), bound(task + 1) - bound(task)});
        });
    }

    int rowMultiple() const override { return conv().doubled ? tileSide / 2 : tileSide; }

private:
    void runTask(const ConvRows& rows, TileRange tiles) const
    {
        thread_local AlignedFloats scratch;
        m_kernels.run(conv(), rows, tiles, m_largestBlock,
                      scratch.grown(m_kernels.scratchSize(conv().in, conv().out, m_largestBlock)));
    }

    const KernelSet& m_kernels;
    int m_largestBlock; // tiles
};

} // namespace

std::unique_ptr<Conv3x3> makeWinogradConv(const ConvSpec& spec, bool doubled, const KernelSet& kernels)
{
    return std::make_unique<WinogradConv>(spec, doubled, kernels);
}

} // namespace enlarger::kernels
