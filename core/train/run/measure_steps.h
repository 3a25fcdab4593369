// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/run/trainer.h"

namespace enlarger::train {

/// What the steps of a training take.
struct StepCost
{
    double seconds = 0.0;       // a step, 0: it was not run, since it would not fit
    std::int64_t memory = 0;    // bytes that the training needs beside what the program has already
    std::int64_t available = 0; // bytes that it could have on its device
    int batch = 0;              // of the recipe
    int batchThatFits = 0;      // the greatest one up to that; 0: not even a single crop

    bool fits() const { return batchThatFits >= batch; }
};

/// Runs a few steps of the plan, of a single crop and then of two: from what the second one adds it is known
/// whether the whole batch fits, before it is tried. Writes nothing and validates nothing; plan.folder plays
/// no part. The gate lets more urgent work go first, and cancels. Errors: as runTraining()'s.
Result<StepCost> measureSteps(const RunPlan& plan, const SampleSource& source, Gate& gate);

/// The greatest batch up to `batch` that fits into `available` bytes, where a training without pictures needs
/// `fixed` bytes and each crop `perCrop` more; 0: none.
int batchThatFits(int batch, double fixed, double perCrop, double available);

} // namespace enlarger::train
