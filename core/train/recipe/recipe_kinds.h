// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"

namespace enlarger::train {

/// What is behind SRResNet's last convolution.
enum class GeneratorOutput {
    Tanh,   // (tanh + 1) / 2
    Linear, // nothing
};
constexpr auto namesOf(GeneratorOutput)
{
    return std::to_array<EnumName<GeneratorOutput>>(
        {{GeneratorOutput::Tanh, "tanh"}, {GeneratorOutput::Linear, "linear"}});
}

/// What a network from nothing begins with.
enum class InitialWeights {
    Usual, // its paper's, and PyTorch's where that says nothing
    Keras, // Keras' defaults: Glorot's uniform distribution, biases and PReLU's slopes 0
};
constexpr auto namesOf(InitialWeights)
{
    return std::to_array<EnumName<InitialWeights>>(
        {{InitialWeights::Usual, "usual"}, {InitialWeights::Keras, "keras"}});
}

/// What turns gradients into steps.
enum class OptimiserKind {
    Adam,         // as in PyTorch
    AdamKeras,    // as in Keras, which adds epsilon before the moments are corrected
    AdamW,        // weights decay by themselves, not through the gradient
    Adan,         // with the gradient's change as a momentum of its own
    ScheduleFree, // AdamW whose mean over all steps is what counts: the rate need not fall
};
constexpr auto namesOf(OptimiserKind)
{
    return std::to_array<EnumName<OptimiserKind>>({{OptimiserKind::Adam, "adam"},
                                                   {OptimiserKind::AdamKeras, "adam-keras"},
                                                   {OptimiserKind::AdamW, "adamw"},
                                                   {OptimiserKind::Adan, "adan"},
                                                   {OptimiserKind::ScheduleFree, "schedule-free"}});
}

/// What a run begins with.
enum class GeneratorStart {
    Fresh,   // from nothing, or from what is given
    Trained, // a model must be given
};
constexpr auto namesOf(GeneratorStart)
{
    return std::to_array<EnumName<GeneratorStart>>(
        {{GeneratorStart::Fresh, "fresh"}, {GeneratorStart::Trained, "trained"}});
}

/// What the pixel and feature losses aim at.
enum class LossTarget {
    Truth, // the true picture
    Start, // what the network drew when the run began
};
constexpr auto namesOf(LossTarget)
{
    return std::to_array<EnumName<LossTarget>>({{LossTarget::Truth, "truth"}, {LossTarget::Start, "start"}});
}

/// How the learning rate falls.
enum class ScheduleKind { Constant, Milestones, Cosine };
constexpr auto namesOf(ScheduleKind)
{
    return std::to_array<EnumName<ScheduleKind>>({{ScheduleKind::Constant, "constant"},
                                                  {ScheduleKind::Milestones, "milestones"},
                                                  {ScheduleKind::Cosine, "cosine"}});
}

/// What a validation measures; their names are those of its curves.
enum class Metric { Psnr, Ssim, Lpips };
constexpr auto namesOf(Metric)
{
    return std::to_array<EnumName<Metric>>(
        {{Metric::Psnr, "psnr"}, {Metric::Ssim, "ssim"}, {Metric::Lpips, "lpips"}});
}

} // namespace enlarger::train
