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

    /// What the pictures themselves give, one of so many micro-batches: a scalar with gradient to `sr`. Notes
    /// each term unweighted. May be called by several threads at once where isMeanOfPictures().
    torch::Tensor ofPictures(const LossPictures& pictures, std::size_t microBatches,
                             StepValues& values) const;
    /// Whether that is the mean of what single pictures give.
    bool isMeanOfPictures() const;

    /// The same for what a discriminator says of them.
    torch::Tensor ofDiscriminator(const torch::Tensor& sr, const torch::Tensor& hr,
                                  const Discriminate& discriminate, std::size_t microBatches,
                                  StepValues& values) const;

private:
    Recipe::Loss m_loss;
    int m_scale;
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
