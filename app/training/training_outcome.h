// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_plan.h"
#include "core/train/run/verdict.h"

namespace enlarger::app {

/// How a training ended, as a person sees it.
enum class TrainingOutcome {
    Stopped,     // by a person, with a checkpoint to go on from; there is no model yet
    Trained,     // to its end
    EndedEarly,  // validations did not become better any more: the model is the best step's
    NotImproved, // no step was better than the network it began with, which it stays
    Worsened,    // the same, and by far: the rate was too high
};

TrainingOutcome outcomeOf(const train::RunResult& result);

/// What a person should know of how it ended, with the verdict of the kept photos.
std::string sentenceOf(TrainingOutcome outcome, const train::RunResult& result);

/// "'mine' is trained, and 'mine-faithful', its strength 0 (20 steps, 3 s).": which models finishTraining()
/// has made. None is called trained that is no better than what it was made from.
std::string modelsSentence(TrainingOutcome outcome, const TrainingPlan& plan, const train::RunResult& result);

} // namespace enlarger::app
