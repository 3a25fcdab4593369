// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/run/checkpoint.h"
#include "core/train/run/trainer.h"
#include "tests/core/train/made_samples.h"

#include <QTemporaryDir>

#include <map>

namespace enlarger::train {

/// What a test sees of a run.
struct Seen
{
    std::vector<HistoryPoint> points;
    std::vector<std::string> notices;
    std::map<std::int64_t, image::Image> strips;

    RunSinks sinks();
    /// The losses of the steps, by step.
    std::map<std::int64_t, double> losses() const;
    /// What validations gave, by step.
    std::map<std::int64_t, std::map<std::string, double>> validations() const;
    bool wasTold(const std::string& part) const;
    /// The values of events of that name, by step.
    std::map<std::int64_t, double> events(const std::string& name) const;
};

/// All terms at once.
Recipe tinyGan();

/// From a trained network, of which all but its checkerboard artefacts is to stay.
Recipe tinyCheckerboardFree();

bool areEqual(const weights::StateDict& a, const weights::StateDict& b);

/// What a test of runs stands on: a folder for them, which goes with the test.
class MadeRuns
{
protected:
    std::filesystem::path pathOf(const QString& name) const;
    RunPlan plan(const QString& name, const Recipe& recipe) const; // on the CPU
    static Result<RunResult> run(const RunPlan& plan, const SampleSource& source, Seen& seen);
    /// All tensors of a run's checkpoint at a step; empty: there is none.
    weights::StateDict tensorsAt(const QString& name, std::int64_t step) const;

private:
    QTemporaryDir m_folder;
};

} // namespace enlarger::train
