// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

#include <torch/types.h>

namespace enlarger::train {

/// Adam (Kingma and Ba) over all parameters of a module at once, by LibTorch's fused kernel. Unlike
/// torch::optim::Adam it touches each value once, and its state is plain named tensors.
class Adam
{
public:
    struct Options
    {
        double beta1 = 0.9;
        double beta2 = 0.99;
        double weightDecay = 0.0;
    };

    /// Takes the parameters that require a gradient.
    Adam(const torch::nn::Module& module, const Options& options);

    const std::vector<torch::Tensor>& parameters() const { return m_parameters; }
    void clearGradients();

    /// The Euclidean norm of all gradients; not finite where one of them is not. A parameter that the loss
    /// did not reach counts as zero.
    torch::Tensor gradientNorm();
    void scaleGradients(const torch::Tensor& factor);
    void step(double rate);

    /// "PREFIX.first.NAME", "PREFIX.second.NAME" and "PREFIX.steps".
    void save(weights::StateDict& state, const std::string& prefix) const;
    /// False where one of them is missing or has another shape.
    bool load(const weights::StateDict& state, const std::string& prefix);

private:
    std::vector<torch::Tensor> gradients();

    Options m_options;
    std::vector<std::string> m_names;
    std::vector<torch::Tensor> m_parameters;
    std::vector<torch::Tensor> m_first; // moments
    std::vector<torch::Tensor> m_second;
    std::vector<torch::Tensor> m_steps; // scalars, fp32, as the kernel wants them
};

} // namespace enlarger::train
