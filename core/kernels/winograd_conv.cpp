// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/winograd_conv.h"

#include "core/kernels/aligned_floats.h"

#include <algorithm>
#include <cstdint>
#include <thread>
#include <vector>

namespace enlarger::kernels {
namespace {

/// Multiplications of a task that is worth its hand-over to a thread: 30 microseconds or so.
constexpr double taskProducts = 1e6;
/// Weights of a task that packs them, in 2 to 6 nanoseconds each.
constexpr double taskWeights = 1024;
/// Tasks for each thread that there may be: not all are done at the same speed. Within a task the pixels of
/// the next block are fetched beside the work on one, and so tasks should not be small.
constexpr int tasksOfThread = 4;

class WinogradConv final : public Conv3x3
{
public:
    WinogradConv(const ConvSpec& spec, bool doubled, const KernelSet& kernels)
        : m_kernels(kernels)
    {
        m_conv.in = spec.in;
        m_conv.out = spec.out;
        m_conv.doubled = doubled;
        m_conv.activation = spec.activation == Activation::LeakyRelu ? Activation::Prelu : spec.activation;
        m_conv.weights = m_weights.grown(kernels.packedSize(spec.in, spec.out, doubled));
        const std::size_t whole = std::size_t(spec.out + kernels.lanes - 1) / std::size_t(kernels.lanes) *
                                  std::size_t(kernels.lanes);
        m_bias.resize(whole);
        m_conv.bias = m_bias.data();
        m_slopes.resize(whole);
        m_conv.slopes = m_slopes.data();
        m_largestBlock = largestBlock(kernels, spec.in, spec.out);
        WinogradConv::setWeights(spec, {});
    }

    void setWeights(const ConvSpec& spec, const ParallelFor& parallel) override
    {
        const Weights weights{spec.weight, m_conv.in, m_conv.out, stridesOf(spec)};
        const double worthwhile = double(m_conv.in) * m_conv.out / taskWeights;
        const int tasks = parallel ? int(std::clamp(worthwhile, 1.0, double(tasksOfThread * threads()))) : 1;
        const auto pack = [&](int task) {
            m_kernels.pack(weights, m_conv.doubled, m_weights.data(), {task, tasks});
        };
        if (tasks == 1)
            pack(0);
        else
            parallel(tasks, pack);
        if (spec.bias != nullptr)
            std::copy_n(spec.bias, spec.out, m_bias.begin());
        else
            std::ranges::fill(m_bias, 0.0f);
        if (spec.activation == Activation::Prelu)
            std::copy_n(spec.slopes, spec.out, m_slopes.begin());
        else
            std::ranges::fill(m_slopes, spec.slope);
    }

    void run(const ConvRows& rows, const ParallelFor& parallel) const override
    {
        const int factor = m_conv.doubled ? 2 : 1;
        const int tiles = tilesOf(factor * rows.rows) * tilesOf(factor * rows.width);
        if (tiles <= 0)
            return;
        const int tasks = taskCount(tiles);
        const auto run = [&](int task) {
            const auto bound = [&](int place) { return int(std::int64_t(tiles) * place / tasks); };
            runTask(rows, {bound(task), bound(task + 1) - bound(task)});
        };
        if (tasks == 1)
            run(0);
        else
            parallel(tasks, run);
    }

    int rowMultiple() const override { return m_conv.doubled ? tileSide / 2 : tileSide; }

private:
    static int threads()
    {
        static const int threads = std::max(1, int(std::thread::hardware_concurrency()));
        return threads;
    }

    int taskCount(int tiles) const
    {
        const double worthwhile = 36.0 * m_conv.in * m_conv.out * tiles / taskProducts;
        return int(std::clamp(worthwhile, 1.0, double(std::min(tasksOfThread * threads(), tiles))));
    }

    void runTask(const ConvRows& rows, TileRange tiles) const
    {
        thread_local AlignedFloats scratch;
        m_kernels.run(m_conv, rows, tiles, m_largestBlock,
                      scratch.grown(m_kernels.scratchSize(m_conv.in, m_conv.out, m_largestBlock)));
    }

    const KernelSet& m_kernels;
    PackedConv m_conv;
    AlignedFloats m_weights;
    std::vector<float> m_bias;
    std::vector<float> m_slopes;
    int m_largestBlock = 0; // tiles
};

} // namespace

std::unique_ptr<Conv3x3> makeWinogradConv(const ConvSpec& spec, bool doubled, const KernelSet& kernels)
{
    return std::make_unique<WinogradConv>(spec, doubled, kernels);
}

} // namespace enlarger::kernels
