// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/aligned_floats.h"
#include "core/kernels/kernel_set.h"

#include <functional>
#include <vector>

namespace enlarger::kernels {

/// Weights, bias and slopes as the loops of a kernel set want them.
class PackedConvolution : public Conv3x3
{
public:
    void setWeights(const ConvSpec& spec, const ParallelFor& parallel) final;

protected:
    /// `doubled`: behind nearest upsampling by 2.
    PackedConvolution(const ConvSpec& spec, bool doubled, const Packing& packing);

    const PackedConv& conv() const { return m_conv; }

    /// In how many tasks so much work is to be done, of which so much is worth the hand-over to a thread: 30
    /// microseconds or so.
    static int worthwhileTasks(double work, double ofTask);
    /// A single one on this thread.
    static void inTasks(int count, const ParallelFor& parallel, const std::function<void(int)>& task);

private:
    const Packing& m_packing;
    PackedConv m_conv;
    AlignedFloats m_weights;
    std::vector<float> m_bias;
    std::vector<float> m_slopes;
};

} // namespace enlarger::kernels
