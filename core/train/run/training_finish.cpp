// SPDX-License-Identifier: GPL-3.0-or-later
// How a run ends: which step's network it is, and what is said of it.
#include "core/train/run/run_network.h"
#include "core/train/run/trained_card.h"
#include "core/train/run/training_run.h"
#include "core/train/run/verdict.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"

#include <fmt/format.h>

namespace enlarger::train {

std::int64_t TrainingRun::selectedStep() const
{
    if (m_state.bestStep <= 0 || !m_state.startCompares || !wasValidatedAt(m_state.history, 0))
        return m_state.bestStep;
    const Verdict verdict = judge(m_state.recipe, validationAt(m_state.history, m_state.bestStep),
                                  validationAt(m_state.history, 0));
    const bool isForNothing = verdict.kind == Verdict::Kind::Same || verdict.kind == Verdict::Kind::Worse;
    return isForNothing && m_checkpoints.steps().contains(0) ? 0 : m_state.bestStep;
}

void TrainingRun::reportSelectedStep(std::int64_t step) const
{
    const Recipe& recipe = m_state.recipe;
    if (step == 0) // the verdict says it
        return;
    if (step != m_state.step) {
        notice(fmt::format("Step {} did best on the held-out pictures: its network is kept", step));
    } else if (m_state.bestStep >= 0 && m_state.bestStep != step && recipe.hasPixelLossesAlone()) {
        notice(fmt::format("Step {} did better on the held-out pictures ({} {:.4g}): run.patience above 0 "
                           "keeps the best network",
                           m_state.bestStep, nameOf(recipe.run.metric), m_state.bestMetric));
    }
}

Status TrainingRun::writeNetwork(const std::filesystem::path& file, const cards::Card& card) const
{
    return weights::writeSafetensors(file, weights::trainedTensors(weights::stateDict(*m_trainer->average())),
                                     {{cards::cardKey, cards::toJson(card)}});
}

void TrainingRun::showStep(std::int64_t step, bool isValidated) const
{
    if (isFirst() && m_sinks.afterStep)
        m_sinks.afterStep(step, isValidated, [this](const std::filesystem::path& file) {
            return writeNetwork(file, cardSoFar(m_plan, m_state));
        });
}

Result<RunResult> TrainingRun::finish(RunEnd end, Gate& gate)
{
    const std::int64_t bestBefore = m_state.bestStep;
    const double metricBefore = m_state.bestMetric;
    if (wasValidatedAt(m_state.history, m_state.step)) { // perhaps the best, but its checkpoint failed
        auto values = validationAt(m_state.history, m_state.step);
        updateBest(values[nameOf(m_state.recipe.run.metric)]);
    } else if (end == RunEnd::Finished) {
        if (const auto validated = validate(gate); !validated)
            return validated.error();
    }
    RunResult result;
    const Status saved = saveCheckpoint();
    result.isSaved = saved.ok();
    if (!saved) { // the network itself, a small file, may still find room
        m_state.bestStep = bestBefore;
        m_state.bestMetric = metricBefore;
        notice(saved.error().text() + " This checkpoint is missing: the run can go on from the one before");
    }
    result.selectedStep = m_state.step;
    const bool wantsBest = end == RunEnd::NoProgress ||
                           (end == RunEnd::Finished && m_state.recipe.run.patience > 0 && result.isSaved);
    const std::int64_t selected = wantsBest && isFirst() ? selectedStep() : -1;
    if (selected >= 0 && selected != m_state.step) {
        if (const auto best = readCheckpoint(m_checkpoints.fileOf(selected))) {
            result.selectedStep = selected;
            if (const Status status = m_trainer->load(best->tensors); !status)
                return status.error();
        } else {
            notice(best.error().text() + " The last network is kept in place of the best");
        }
    }
    if (end == RunEnd::Finished && result.isSaved && isFirst())
        reportSelectedStep(result.selectedStep);
    result.end = end;
    result.recipe = m_state.recipe;
    result.steps = m_state.step;
    result.seconds = m_state.seconds;
    result.validation = validationAt(m_state.history, result.selectedStep);
    result.last = validationAt(m_state.history, result.steps);
    result.heldOut = m_validator->pictures();
    result.heldOutParts = m_source.holdsOutParts();
    result.parent = m_state.parent.name;
    if (m_state.startCompares && wasValidatedAt(m_state.history, 0))
        result.start = validationAt(m_state.history, 0);
    else if (m_state.parent.name.empty() && !m_validator->empty())
        result.bicubic = m_validator->measureBicubic();
    result.minutes = m_state.minutes;
    result.model = networkFileOf(m_plan.folder);
    result.card = trainedCard(m_plan, m_state, result);
    if (isFirst())
        if (const Status status = writeNetwork(result.model, result.card); !status)
            return status.error();
    showStep(result.selectedStep, true);
    return result;
}

} // namespace enlarger::train
