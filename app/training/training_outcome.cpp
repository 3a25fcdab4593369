// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/training_outcome.h"

#include "core/base/count_text.h"
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
    return countText(result.steps, "step", "steps") + ", " + durationText(result.seconds);
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
    if (result.selectedStep == 0 && result.steps > 0)
        return psnrOf(result.last) < psnrOf(result.validation) - much ? TrainingOutcome::Worsened
                                                                      : TrainingOutcome::NotImproved;
    return result.end == train::RunEnd::NoProgress ? TrainingOutcome::EndedEarly : TrainingOutcome::Trained;
}

std::string sentenceOf(TrainingOutcome outcome, const train::RunResult& result)
{
    constexpr std::int64_t few = 100; // steps
    const train::Verdict verdict = train::verdictOf(result);
    switch (outcome) {
    case TrainingOutcome::Stopped:
        return fmt::format("Stopped after {}.", lengthOf(result)) +
               (result.validation.empty() || verdict.photos == 0 ? "" : " So far " + verdict.sentence());
    case TrainingOutcome::Trained:
        return verdict.sentence();
    case TrainingOutcome::EndedEarly:
        return fmt::format("The validation has not become better since step {}: the run ends with the "
                           "network of that step. {}",
                           result.selectedStep, verdict.sentence());
    case TrainingOutcome::NotImproved:
        return fmt::format("{}: no better. {} is kept: {}.", verdict.figures(), verdict.against,
                           result.steps < few
                               ? "so few steps teach it little"
                               : "the pictures teach this network nothing that it does not know");
    case TrainingOutcome::Worsened:
        return fmt::format("{}: the steps made it worse. {} is kept.", verdict.figures(), verdict.against);
    }
    return {};
}

std::string modelsSentence(TrainingOutcome outcome, const TrainingPlan& plan, const train::RunResult& result)
{
    using Kind = train::Verdict::Kind;
    const std::vector<std::string> names = plan.modelNames();
    const std::string second =
        names.size() > 1 ? fmt::format(", and '{}', its strength 0", names[1]) : std::string();
    const Kind kind = train::verdictOf(result).kind;
    const char* what = isUnchanged(outcome) ? "the network that it began with"
                       : kind == Kind::Same || kind == Kind::Worse
                           ? "the network of the last step all the same"
                           : "trained";
    return fmt::format("'{}' is {}{} ({}).", names[0], what, second, lengthOf(result));
}

} // namespace enlarger::app
