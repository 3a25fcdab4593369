// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/precision.h"
#include "core/train/learn/perceptual_term.h"
#include "core/train/learn/step_values.h"
#include "core/train/recipe/recipe.h"

#include <functional>
#include <memory>
#include <vector>

namespace enlarger::train {

/// Pictures that the terms compare: N x 3 x H x W in fp32, 0..1, of one size.
struct LossPictures
{
    torch::Tensor sr;      // the generator's, which wants its gradient
    torch::Tensor hr;      // the true ones
    torch::Tensor target;  // what pixel and feature losses aim at: Recipe::Loss::target
    torch::Tensor average; // the averaged generator's; undefined unless wantsAverage()
};

/// What a recipe's generator minimises: the weighted sum of the terms that have a weight.
class GeneratorLoss
{
public:
    /// Pictures to logits in fp32.
    using Discriminate = std::function<torch::Tensor(const torch::Tensor&)>;

    GeneratorLoss(const Recipe& recipe, const torch::Device& device, device::Precision precision);

    /// Replaces one of the same curve. The recipe's own are `perceptualCurve` and loss.perceptual-weight.
    void addPerceptual(const std::string& curve, double weight, std::unique_ptr<PerceptualTerm> term);
    void setPerceptual(std::unique_ptr<PerceptualTerm> term);

    bool wantsAverage() const { return m_loss.ldlWeight > 0.0; }

    /// A scalar with gradient to `sr`, of one of the recipe's micro-batches. Notes each term unweighted, and
    /// "total". `discriminate` is called where the recipe has a discriminator.
    torch::Tensor total(const LossPictures& pictures, const Discriminate& discriminate,
                        StepValues& values) const;

private:
    Recipe::Loss m_loss;
    bool m_hasDiscriminator;
    int m_scale;
    std::size_t m_microBatches;
    torch::Device m_device;
    device::Precision m_precision;
    struct Perceptual
    {
        std::string curve;
        double weight = 1.0;
        std::unique_ptr<PerceptualTerm> term;
    };
    std::vector<Perceptual> m_perceptual;
};

} // namespace enlarger::train
