// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job.h"

#include <map>
#include <string>

namespace enlarger::app {

/// What a network has to do for a job, in LR pixels that run through it, second passes included; 0: not
/// known.
double workOf(const Job& job);

/// How quickly work is done.
struct WorkRate
{
    double work = 0.0; // as of workOf()
    double seconds = 0.0;

    bool isKnown() const { return work > 0.0 && seconds > 0.0; }
    double of(double other) const { return other * seconds / work; }
};

/// By the network with its device and precision.
using WorkRates = std::map<std::string, WorkRate>;
std::string rateKeyOf(const infer::ModelSelection& model);

} // namespace enlarger::app
