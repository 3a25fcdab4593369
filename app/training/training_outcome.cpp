// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/training_outcome.h"

#include "core/base/time_text.h"

#include <fmt/format.h>

namespace enlarger::app {

namespace {

double psnrOf(const std::map<std::string, double>& values)
{
    const auto found = values.find("psnr");
    return found == values.end() ? 0.0 : found->second;
}

std::string lengthOf(const train::RunResult& result)
{
    return fmt::format("{} steps, {}", result.steps, durationText(result.seconds));
}

bool isUnchanged(TrainingOutcome outcome)
{
    return outcome == TrainingOutcome::NotImproved || outcome == TrainingOutcome::Worsened;
}

} // namespace

TrainingOutcome outcomeOf(const train::RunResult& result)
{
    constexpr double much = 0.3; // dB
    if (result.end == train::RunEnd::Stopped)
        return TrainingOutcome::Stopped;
    if (result.selectedStep == 0)
        return psnrOf(result.last) < psnrOf(result.validation) - much ? TrainingOutcome::Worsened
                                                                      : TrainingOutcome::NotImproved;
    return result.end == train::RunEnd::NoProgress ? TrainingOutcome::EndedEarly : TrainingOutcome::Trained;
}

std::string sentenceOf(TrainingOutcome outcome, const train::RunResult& result)
{
    switch (outcome) {
    case TrainingOutcome::Stopped:
        return fmt::format("Stopped after {}.", lengthOf(result));
    case TrainingOutcome::Trained:
        return {};
    case TrainingOutcome::EndedEarly:
        return fmt::format(
            "The validation has not become better since step {}: the run ends with the network of that step.",
            result.selectedStep);
    case TrainingOutcome::NotImproved:
        return "The validation has not become better than it was at the start: the pictures teach this "
               "network nothing that it does not know, and it stays as it was.";
    case TrainingOutcome::Worsened:
        return fmt::format("The steps made the network worse ({:.2f} dB on the held-out pictures, {:.2f} at "
                           "the start), and it stays as it was.",
                           psnrOf(result.last), psnrOf(result.validation));
    }
    return {};
}

std::string modelsSentence(TrainingOutcome outcome, const TrainingPlan& plan, const train::RunResult& result)
{
    const std::vector<std::string> names = plan.modelNames();
    const std::string second =
        names.size() > 1 ? fmt::format(", and '{}', its strength 0", names[1]) : std::string();
    return fmt::format("'{}' is {}{} ({}).", names[0],
                       isUnchanged(outcome) ? "the network that it began with" : "trained", second,
                       lengthOf(result));
}

} // namespace enlarger::app
