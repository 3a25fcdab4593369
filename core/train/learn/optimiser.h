// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe_kinds.h"
#include "core/weights/state_dict.h"

#include <torch/types.h>

#include <deque>
#include <memory>

namespace enlarger::train {

/// Moves all parameters of a module by their gradients. Its state is plain named tensors.
class Optimiser
{
public:
    struct Options
    {
        OptimiserKind kind = OptimiserKind::Adam;
        double beta1 = 0.9;
        double beta2 = 0.99;
        double beta3 = 0.99;
        double weightDecay = 0.0;
        double epsilon = 1e-8;
    };

    /// Takes the parameters that require a gradient.
    static std::unique_ptr<Optimiser> make(const torch::nn::Module& module, const Options& options);

    virtual ~Optimiser() = default;
    Optimiser(const Optimiser&) = delete;
    Optimiser& operator=(const Optimiser&) = delete;

    const std::vector<torch::Tensor>& parameters() const { return m_parameters; }
    void clearGradients();

    /// The Euclidean norm of all gradients; not finite where one of them is not. A parameter that the loss
    /// did not reach counts as zero.
    torch::Tensor gradientNorm();
    void scaleGradients(const torch::Tensor& factor);
    void step(double rate);

    /// What has been learnt, for parameters() in their order: those themselves, but of a kind that moves with
    /// other values than those that count.
    virtual std::vector<torch::Tensor> learnt() const { return m_parameters; }

    /// All that a step changes, its own tensors: to be copied before a step that may have to be undone.
    std::vector<torch::Tensor> changing() const;

    /// "PREFIX.first.NAME", "PREFIX.second.NAME" ... and "PREFIX.steps".
    void save(weights::StateDict& state, const std::string& prefix) const;
    /// False where one of them is missing or has another shape.
    bool load(const weights::StateDict& state, const std::string& prefix);

protected:
    using Tensors = std::vector<torch::Tensor>;

    Optimiser(const torch::nn::Module& module, const Options& options);

    /// A tensor for each parameter, of its shape and full of zeros, that is kept with the run.
    Tensors& keep(const std::string& name);
    /// A number that is kept with the run, from 0 on. It is changed by set(), which rounds it to what files
    /// hold.
    torch::Tensor& keepNumber(const std::string& name);
    static void set(torch::Tensor& number, double value);

    const Options& options() const { return m_options; }
    Tensors& movable() { return m_parameters; }
    Tensors gradients();
    double steps() const { return m_steps.item<double>(); } // with the one that is under way

    virtual void move(double rate) = 0; // without gradients

private:
    struct Kept
    {
        std::string name;
        Tensors tensors;
    };
    struct KeptNumber
    {
        std::string name;
        torch::Tensor value; // fp64, on the CPU; in files two numbers in fp32, of which it is the sum
    };

    Options m_options;
    std::vector<std::string> m_names;
    Tensors m_parameters;
    std::deque<Kept> m_kept; // which stay where they are
    std::deque<KeptNumber> m_numbers;
    torch::Tensor m_steps;
};

} // namespace enlarger::train
