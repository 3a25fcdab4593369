// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/learn/optimiser.h"

namespace enlarger::train {

/// Adam (Kingma and Ba), as PyTorch or as Keras adds epsilon, and AdamW (Loshchilov and Hutter), by
/// LibTorch's fused kernels: unlike torch::optim::Adam they touch each value once.
class Adam : public Optimiser
{
public:
    Adam(const torch::nn::Module& module, const Options& options);

private:
    void move(double rate) override;

    Tensors& m_first; // moments
    Tensors& m_second;
    Tensors m_stepsOfEach; // scalars, fp32, as the kernel wants them: all the same one
};

} // namespace enlarger::train
