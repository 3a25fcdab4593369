// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/calibration.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/training/training_plan.h"
#include "core/system/thread_priority.h"
#include "core/train/photos/open_data.h"
#include "core/train/recipe/sample_options.h"
#include "core/train/run/cadence.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace enlarger::app {

namespace {

Result<train::StepCost> measure(const TrainingRequest& request, const train::DataReport& found,
                                const models::ModelStore& store, Gate& gate)
{
    const auto plan = planTraining(request, store);
    if (!plan)
        return plan.error();
    const auto source = train::openFound(found, train::sampleOptions(plan->run.recipe));
    if (!source)
        return source.error();
    return train::measureSteps(plan->run, **source, gate);
}

QString counted(double number)
{
    return QLocale(QLocale::English).toString(qlonglong(std::llround(number)));
}

/// "45 s", "12 min", "3 h 05 min".
QString roughDuration(double seconds)
{
    constexpr double minute = 60.0;
    constexpr double hour = 3600.0;
    return seconds < minute || seconds >= hour - minute / 2.0
               ? toText(durationText(seconds))
               : QStringLiteral("%1 min").arg(std::lround(seconds / minute));
}

/// As exact as an estimate is.
double rounded(double number)
{
    const double step = number < 100.0 ? 1.0 : number < 1000.0 ? 10.0 : 100.0;
    return step * std::round(number / step);
}

} // namespace

Calibration::Calibration(models::ModelStore store, DeviceQueue& queue, QObject* parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_queue(queue)
{}

Calibration::~Calibration() = default;

void Calibration::start(TrainingRequest request, train::DataReport found)
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_isOutdated = false;
    m_cost.reset();
    m_error.reset();
    // The thread ends before this object does, and Qt drops what is still queued for it.
    m_thread = std::jthread(
        [this, request = std::move(request), found = std::move(found)](const std::stop_token& stop) {
            lowerThreadPriority();
            SharedDeviceGate gate(m_queue, Urgency::Training, stop);
            QMetaObject::invokeMethod(
                this,
                [this, cost = measure(request, found, m_store, gate)]() mutable { finish(std::move(cost)); },
                Qt::QueuedConnection);
        });
    Q_EMIT changed();
}

void Calibration::cancel()
{
    m_thread.request_stop();
}

void Calibration::forget()
{
    cancel();
    m_isOutdated = true;
    if (!m_cost && !m_error)
        return;
    m_cost.reset();
    m_error.reset();
    Q_EMIT changed();
}

void Calibration::finish(Result<train::StepCost> cost)
{
    m_isRunning = false;
    if (cost && !m_isOutdated)
        m_cost = *std::move(cost);
    else if (!cost && !m_isOutdated && cost.error().kind != ErrorKind::Cancelled)
        m_error = std::move(cost).error();
    Q_EMIT changed();
}

QString sentenceOf(const train::StepCost& cost, const train::Recipe& recipe, std::optional<double> minutes,
                   std::int64_t steps, bool maySmallerBatches)
{
    const QString needed = toText(bytesText(cost.memory));
    if (!cost.fits()) {
        const QString available = toText(bytesText(cost.available));
        if (cost.batchThatFits == 0)
            return QStringLiteral("A single crop of %1 pixels is too much for the memory that is free (%2). "
                                  "Lower the crop, or close other programs.")
                .arg(recipe.data.crop)
                .arg(available);
        return QStringLiteral("Batches of %1 crops would need %2 of memory, and %3 are free. Batches of %4 "
                              "fit.")
            .arg(cost.batch)
            .arg(needed, available)
            .arg(cost.batchThatFits);
    }
    if (!minutes)
        return QStringLiteral("%1 steps take about %2, with %3 of memory.")
            .arg(counted(double(steps)), roughDuration(double(steps) * cost.seconds), needed);
    const double fit = 60.0 * *minutes / std::max(cost.seconds, 1e-6);
    const train::Fit smaller = train::fitted(recipe.data.batch, fit);
    const bool takesSmaller =
        maySmallerBatches && train::learnsFromSmallerBatches(recipe) && smaller.batch < recipe.data.batch;
    QString sentence = QStringLiteral("About %1 steps in %2, with %3 of memory.")
                           .arg(counted(rounded(takesSmaller ? smaller.steps : fit)),
                                roughDuration(60.0 * *minutes), needed);
    if (takesSmaller)
        sentence += QStringLiteral(" So that they are enough, each learns from %1 in place of %2.")
                        .arg(smaller.batch == 1 ? QStringLiteral("1 crop")
                                                : QStringLiteral("%1 crops").arg(smaller.batch))
                        .arg(recipe.data.batch);
    return sentence;
}

std::optional<std::pair<std::string, std::string>> lowered(const train::StepCost& cost,
                                                           const train::Recipe& recipe)
{
    if (cost.fits())
        return {};
    if (cost.batchThatFits > 0)
        return std::pair("data.batch", std::to_string(cost.batchThatFits));
    constexpr int least = 32; // pixels: smaller ones teach little
    train::Recipe smaller = recipe;
    smaller.data.batch = 1;
    const int step = recipe.generator.scale * 4; // which networks that begin with an unshuffle read too
    smaller.data.crop = recipe.data.crop / 2 / step * step;
    if (smaller.data.crop < least || !train::check(smaller))
        return {};
    return std::pair("data.crop", std::to_string(smaller.data.crop));
}

} // namespace enlarger::app
