// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/device/device.h"
#include "core/nn/discriminators/discriminator.h"
#include "core/train/learn/batch_loader.h"
#include "core/train/learn/generator_loss.h"
#include "core/train/learn/loss_scaler.h"
#include "core/train/learn/moving_average.h"
#include "core/train/learn/optimiser.h"
#include "core/train/parallel/process_group.h"
#include "core/train/recipe/recipe.h"

namespace enlarger::train {

/// What a step gave: every loss term, "D(real)" and "D(fake)" (mean logits), and the gradients' norms.
struct StepReport
{
    std::map<std::string, double> values;
    bool isFinite = true;    // every loss and gradient; false: nothing was changed
    bool isOverflow = false; // of fp16's scale, which is halved then: no fault of the run
};

/// The learning rates of one step, as the schedule gives them (core/train/run/schedule.h).
struct Rates
{
    double generator = 0.0;
    double discriminator = 0.0;
};

/// The name prefixes of parameters that stay as they are, out of Recipe::Generator::freeze.
std::vector<std::string> prefixesOf(const std::string& freeze);

/// The networks of a run and how they learn one step: the generator from the discriminator as it was, the
/// discriminator from the generator's pictures as they were, as BasicSR does it. Or the other way round, as
/// Keras' blogs do it (Recipe::Discriminator::first): the discriminator from pictures that the generator
/// makes in evaluation mode, then the generator from the new discriminator.
class AdversarialTrainer
{
public:
    /// Takes the generator over. Throws what LibTorch throws.
    AdversarialTrainer(const Recipe& recipe, std::shared_ptr<nn::Network> generator,
                       const torch::Device& device, device::Precision precision, ProcessGroup& processes);

    void setPerceptual(std::unique_ptr<PerceptualTerm> term) { m_loss.setPerceptual(std::move(term)); }
    /// All that the recipe names. Error: features are missing (see makePerceptualTerm()).
    Status addPerceptualTerms(const std::vector<std::filesystem::path>& featureFolders);

    /// Fills the discriminator from a file of one, or from a run's checkpoint. Error: it has not this shape.
    Status startDiscriminator(const std::filesystem::path& file);

    /// One step on these micro-batches. Passes the gate between them and between the two networks.
    StepReport step(const std::vector<Batch>& batches, std::int64_t number, const Rates& rates, Gate& gate);

    /// Into how many parts a step cuts a batch of so many pictures, one for each thread. 1: not at all, since
    /// they depend on one another, there are too few, or it is no processor that computes, in fp32 or in bf16
    /// that our kernels replace.
    int partsOf(std::int64_t pictures) const;

    nn::Network& generator() { return *m_generator; }
    nn::Discriminator* discriminator() { return m_discriminator.get(); } // null: none
    const std::shared_ptr<nn::Network>& average() const { return m_average.network(); }

    /// Everything that a run needs to go on: networks, average, start, optimisers, scaler.
    weights::StateDict save() const;
    /// Names the first thing that is missing or does not fit.
    Status load(const weights::StateDict& state);

private:
    struct Pair // a micro-batch on the device
    {
        torch::Tensor lr;
        torch::Tensor hr;
        torch::Tensor sr;     // the generator's, detached
        torch::Tensor judged; // what the discriminator said of it; undefined: it was not asked
    };

    Pair toDevice(const Batch& batch) const;
    torch::Tensor targetFor(const Pair& pair) const;
    /// Makes the pairs' pictures without gradients.
    void draw(std::vector<Pair>& pairs);
    /// Draws the pair's pictures, and gives them with their graph.
    torch::Tensor drawForGradients(Pair& pair);
    /// The terms of the loss but for the discriminator's.
    torch::Tensor pictureLoss(const Pair& pair, const torch::Tensor& sr, std::size_t microBatches,
                              StepValues& values);
    /// The discriminator's; notes its judgement in the pair.
    torch::Tensor discriminatorLoss(Pair& pair, const torch::Tensor& sr, std::size_t microBatches,
                                    StepValues& values);
    /// The gradients of the generator, each part's by one thread from beginning to end, but for the
    /// discriminator, which sees the batch. Threads that share each operation wait for one another at its
    /// end: where other programs are busy, for long.
    void judgeInParts(Pair& pair, int parts, std::size_t microBatches, StepValues& values);
    /// The gradients of the generator.
    void judgeGenerator(std::vector<Pair>& pairs, StepValues& values, Gate& gate);

    enum class Judged { Both, Made, True }; // which pictures the discriminator learns from at once
    /// Whether the discriminator's steps are taken at once, instead of with the generator's.
    bool movesAtOnce() const;
    void updateDiscriminator(const std::vector<Pair>& pairs, double rate, StepValues& values, Gate& gate);
    /// Its gradients.
    void judgeDiscriminator(Judged judged, const std::vector<Pair>& pairs, StepValues& values, Gate& gate);
    /// What has no gradient in the judgement on the other pictures; undefined: the loss asks for none.
    /// `known`: that judgement, where the pictures have been judged in this step.
    torch::Tensor rivals(const torch::Tensor& pictures, const torch::Tensor& known = {});

    /// The generator's, as the average takes them up.
    std::vector<torch::Tensor> learntParameters() const;

    void backward(const torch::Tensor& loss, std::size_t microBatches);
    /// The norm of the gradients, unscaled, averaged over the processes and clipped.
    torch::Tensor finishGradients(Optimiser& optimiser);
    torch::Tensor discriminate(const torch::Tensor& pictures);

    Recipe m_recipe;
    torch::Device m_device;
    device::Precision m_precision;
    ProcessGroup& m_processes;
    std::shared_ptr<nn::Network> m_generator;
    std::shared_ptr<nn::Network> m_start; // the generator as it was in the beginning; null: not asked for
    std::shared_ptr<nn::Discriminator> m_discriminator;
    GeneratorLoss m_loss;
    MovingAverage m_average;
    std::unique_ptr<Optimiser> m_generatorOptimiser;
    std::unique_ptr<Optimiser> m_discriminatorOptimiser; // null: no discriminator
    LossScaler m_scaler;
};

} // namespace enlarger::train
