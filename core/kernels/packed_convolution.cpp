// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/packed_convolution.h"

#include "core/kernels/output_values.h"

#include <algorithm>
#include <thread>

namespace enlarger::kernels {
namespace {

/// Weights of a task that packs them, in 2 to 6 nanoseconds each.
constexpr double taskWeights = 1024;

} // namespace

PackedConvolution::PackedConvolution(const ConvSpec& spec, bool doubled, const Packing& packing)
    : m_packing(packing)
{
    m_conv.in = spec.in;
    m_conv.out = spec.out;
    m_conv.doubled = doubled;
    m_conv.activation = spec.activation == Activation::LeakyRelu ? Activation::Prelu : spec.activation;
    m_conv.weights = m_weights.grown(packing.size(spec.in, spec.out, doubled));
    const std::size_t whole =
        std::size_t(spec.out + packing.lanes - 1) / std::size_t(packing.lanes) * std::size_t(packing.lanes);
    m_bias.resize(whole);
    m_conv.bias = m_bias.data();
    m_slopes.resize(whole);
    m_conv.slopes = m_slopes.data();
    setWeights(spec, {});
}

void PackedConvolution::setWeights(const ConvSpec& spec, const ParallelFor& parallel)
{
    const Weights weights{spec.weight, m_conv.in, m_conv.out, stridesOf(spec)};
    const int tasks = parallel ? worthwhileTasks(double(m_conv.in) * m_conv.out, taskWeights) : 1;
    inTasks(tasks, parallel, [&](int task) {
        m_packing.pack(weights, m_conv.doubled, m_weights.data(), {task, tasks});
    });
    copyOutputValues(spec, m_bias, m_slopes);
}

int PackedConvolution::worthwhileTasks(double work, double ofTask)
{
    constexpr int tasksOfThread = 4; // not all are done at the same speed
    static const int threads = std::max(1, int(std::thread::hardware_concurrency()));
    return int(std::clamp(work / ofTask, 1.0, double(tasksOfThread * threads)));
}

void PackedConvolution::inTasks(int count, const ParallelFor& parallel, const std::function<void(int)>& task)
{
    if (count == 1)
        task(0);
    else
        parallel(count, task);
}

} // namespace enlarger::kernels
