// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"

namespace enlarger::train {

/// How SRResNet enlarges.
enum class Upsampling {
    Shuffle, // by pixel shuffle
    Nearest, // by nearest neighbours and a convolution, as in the Keras blog
};
constexpr auto namesOf(Upsampling)
{
    return std::to_array<EnumName<Upsampling>>(
        {{Upsampling::Shuffle, "shuffle"}, {Upsampling::Nearest, "nearest"}});
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
