// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_request.h"
#include "core/base/device_queue.h"
#include "core/models/model_store.h"
#include "core/train/photos/data_report.h"
#include "core/train/run/measure_steps.h"

#include <QObject>
#include <QString>

#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace enlarger::app {

/// Runs a few steps of a training, on a thread of its own, to say beforehand what it will take. It gives way
/// to the screen and to exports.
class Calibration : public QObject
{
    Q_OBJECT

public:
    Calibration(models::ModelStore store, DeviceQueue& queue, QObject* parent = nullptr);
    ~Calibration() override; // gives up, and waits for the step

    /// `found`: the photos of the request, as they were looked at. Where one is running, nothing happens.
    void start(TrainingRequest request, train::DataReport found);
    void cancel(); // changed() follows when the step is done
    void forget(); // what was measured: it is of another recipe

    bool isRunning() const { return m_isRunning; }
    const std::optional<train::StepCost>& cost() const { return m_cost; }
    const std::optional<Error>& error() const { return m_error; } // none where it was cancelled

Q_SIGNALS:
    void changed();

private:
    void finish(Result<train::StepCost> cost);

    models::ModelStore m_store;
    DeviceQueue& m_queue;
    bool m_isRunning = false;
    bool m_isOutdated = false; // what is being measured
    std::optional<train::StepCost> m_cost;
    std::optional<Error> m_error;
    std::jthread m_thread; // last: it ends before the rest goes
};

/// "About 1,200 steps in 20 minutes, with 2.1 GB of memory.", or what does not fit. `minutes`: the length in
/// time; without: `steps`. `maySmallerBatches`: as RunPlan's.
QString sentenceOf(const train::StepCost& cost, const train::Recipe& recipe, std::optional<double> minutes,
                   std::int64_t steps, bool maySmallerBatches);

/// What to lower where the cost does not fit, as a field and its value: the batch, or where not even a single
/// crop fits the crop. Nothing: it fits, or nothing can be lowered.
std::optional<std::pair<std::string, std::string>> lowered(const train::StepCost& cost,
                                                           const train::Recipe& recipe);

} // namespace enlarger::app
