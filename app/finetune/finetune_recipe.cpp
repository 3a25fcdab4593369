// SPDX-License-Identifier: GPL-3.0-or-later
// Of a FineTuneSession: its recipe, the fields of it, its length, and what it will take.
#include "app/files/path_text.h"
#include "app/finetune/finetune_session.h"
#include "app/session/background.h"
#include "app/training/training_plan.h"
#include "core/base/atomic_file.h"
#include "core/train/recipe/sample_options.h"

#include <algorithm>
#include <cmath>

namespace enlarger::app {

void FineTuneSession::setStart()
{
    const train::SampleOptions before = train::sampleOptions(recipe());
    const models::StoredModel* model = m_catalog.find(m_from);
    m_edit.setStart(model ? std::optional(model->card) : std::nullopt);
    recipeChanged(before);
}

QString FineTuneSession::learnerOf(const models::StoredModel& model) const
{
    if (!softens(model.card, recipe()))
        return {};
    if (const auto* partner = learnerInPlaceOf(model, recipe(), m_catalog.models()))
        return QStringLiteral("Its faithful partner %1 learns, and what it has learnt is added at the end.")
            .arg(titleOf(*partner));
    return QStringLiteral("It draws texture, and gets softer by this recipe the longer it learns.");
}

void FineTuneSession::recipeChanged(const train::SampleOptions& before)
{
    const train::SampleOptions now = train::sampleOptions(recipe());
    if (now.crop != before.crop || now.scale != before.scale)
        lookAtPhotos();
    m_preview.setRecipe(recipe());
    m_calibration.forget();
    Q_EMIT changed();
}

void FineTuneSession::setRecipe(const std::string& name)
{
    const bool isChosen = name == m_edit.named().name && m_edit.file().empty();
    const auto& all = train::builtInRecipes();
    const auto found = std::ranges::find(all, name, &train::Recipe::name);
    if (found == all.end() || (isChosen && m_edit.changed().empty()))
        return;
    const train::SampleOptions before = train::sampleOptions(recipe());
    m_edit.setNamed(*found);
    if (!m_isNameChosen)
        m_name = freeName();
    recipeChanged(before);
}

void FineTuneSession::loadRecipe(const std::filesystem::path& file)
{
    runInBackground(
        readingPool(), this, TaskPriority::High,
        [file = std::filesystem::absolute(file)] { return train::findRecipe(file.string()); },
        [this, file](Result<train::Recipe> read) {
            if (!read)
                return Q_EMIT problemFound(toText(read.error().text()));
            const train::SampleOptions before = train::sampleOptions(recipe());
            m_edit.setNamed(*std::move(read), file);
            if (!m_isNameChosen)
                m_name = freeName();
            recipeChanged(before);
        });
}

void FineTuneSession::saveRecipe(const std::filesystem::path& file)
{
    train::Recipe saved = recipe();
    if (saved.name != file.stem().string()) { // it is another one now, and may differ
        saved.name = file.stem().string();
        saved.title = saved.name;
    }
    runInBackground(
        readingPool(), this, TaskPriority::High,
        [file, json = train::toJson(saved) + "\n"] { return writeFile(file, json); },
        [this, file](const Status& done) {
            if (done)
                Q_EMIT recipeSaved(toText(file));
            else
                Q_EMIT problemFound(toText(done.error().text()));
        });
}

Status FineTuneSession::setField(const std::string& field, const std::string& value)
{
    return setFields({{field, value}});
}

Status FineTuneSession::setFields(const std::vector<std::pair<std::string, std::string>>& values)
{
    const train::SampleOptions before = train::sampleOptions(recipe());
    Status status;
    bool isChanged = false;
    for (const auto& [field, value] : values) {
        status = m_edit.set(field, value);
        if (!status)
            break;
        isChanged = true;
    }
    if (isChanged)
        recipeChanged(before);
    return status;
}

void FineTuneSession::resetField(const std::string& field)
{
    const train::SampleOptions before = train::sampleOptions(recipe());
    m_edit.reset(field);
    recipeChanged(before);
}

void FineTuneSession::resetFields()
{
    const train::SampleOptions before = train::sampleOptions(recipe());
    m_edit.resetAll();
    recipeChanged(before);
}

void FineTuneSession::setEffort(Effort effort)
{
    if (effort == m_effort)
        return;
    m_effort = effort;
    Q_EMIT changed();
}

void FineTuneSession::setMinutes(double minutes)
{
    minutes = std::clamp(minutes, 0.01, 1e6);
    if (minutes == m_minutes)
        return;
    m_minutes = minutes;
    Q_EMIT changed();
}

std::int64_t FineTuneSession::steps() const
{
    const train::Recipe& now = recipe();
    if (now.schedule.epochs <= 0.0)
        return now.schedule.steps;
    const std::size_t photos = m_check.report() ? m_check.report()->used.size() : 0;
    const double perStep = double(now.data.batch) * now.optimiser.accumulate;
    return std::llround(now.schedule.epochs * double(photos) / perStep);
}

void FineTuneSession::setSteps(std::int64_t steps)
{
    if (steps == this->steps() || !m_edit.set("schedule.steps", std::to_string(steps)))
        return;
    Q_EMIT changed(); // a step is what it was: what is known of it stays
}

// As the command line would begin it.
TrainingRequest FineTuneSession::request() const
{
    TrainingRequest request;
    request.data = m_photos;
    request.lrFolder = m_lrFolder;
    request.recipe = recipe();
    request.from = m_from.toStdString();
    request.name = m_name.toStdString();
    request.isDegradationChosen = true; // the recipe knows the model's already
    request.isBatchChosen = m_edit.isChanged("data.batch");
    std::vector<std::string> lengths; // that the card names by itself
    if (m_effort == Effort::Minutes) {
        request.minutes = m_minutes;
    } else if (m_edit.isChanged("schedule.steps")) {
        train::Recipe::Schedule& schedule = request.recipe.schedule;
        const std::int64_t before = m_edit.unchanged().schedule.steps;
        if (schedule.steps < before && !m_edit.isChanged("schedule.warm-up"))
            schedule.warmUp = schedule.warmUp * schedule.steps / before; // its share, as milestones are
        request.steps = std::to_string(schedule.steps);
        lengths = {"schedule.steps", "schedule.epochs"};
    }
    request.command = commandOf(m_edit, request.from, lengths);
    return request;
}

train::DataReport FineTuneSession::found() const
{
    train::DataReport found;
    if (m_check.report())
        found = *m_check.report();
    else if (isPacked())
        found.packed = m_photos;
    return found;
}

bool FineTuneSession::canCalibrate() const
{
    return obstacle().isEmpty() && !m_check.isRunning() && !m_calibration.isRunning();
}

void FineTuneSession::calibrate()
{
    if (canCalibrate())
        m_calibration.start(request(), found());
}

void FineTuneSession::cancelCalibration()
{
    m_calibration.cancel();
}

QString FineTuneSession::estimate() const
{
    const auto& cost = m_calibration.cost();
    if (!cost)
        return m_calibration.error() ? toText(m_calibration.error()->text()) : QString();
    return sentenceOf(*cost, recipe(), m_effort == Effort::Minutes ? std::optional(m_minutes) : std::nullopt,
                      steps(), !m_edit.isChanged("data.batch"));
}

void FineTuneSession::lowerToFit()
{
    if (const auto field = m_calibration.cost() ? lowered(*m_calibration.cost(), recipe()) : std::nullopt)
        (void)setField(field->first, field->second);
}

} // namespace enlarger::app
