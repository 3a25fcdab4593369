// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/training_plan.h"

#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace enlarger::tests {

/// A data folder with a store of its own, for trainings that take a moment.
class TrainingMaterial
{
public:
    TrainingMaterial();

    std::filesystem::path path(const std::string& name) const;
    std::filesystem::path run(const std::string& name) const { return path("runs/" + name); }
    models::ModelStore store() const { return models::ModelStore(path("models"), {}); }

    /// Puts a tiny network (x4) into the store. role: "faithful", "crisp" or empty.
    void addModel(const std::string& name, const std::string& role = {}, const std::string& ancestry = {},
                  const std::string& data = {}) const;
    void write(const std::filesystem::path& file, const std::string& text = {}) const;
    /// Lets a run of that name look as if ten steps of it were done.
    void beginRun(const std::string& name) const;

    /// Twenty steps of a tiny network, on the CPU.
    static app::TrainingRequest request(const std::string& name, const std::string& from = {});
    static app::TrainingRequest resuming(const std::filesystem::path& run);

    /// Trains on samples that are computed.
    static Result<train::RunResult> train(const app::TrainingPlan& plan, const train::RunSinks& sinks = {});
    /// A request's whole way, but for its pictures, on such samples: planned, trained in its folder and, if
    /// `finishes`, put into the store. The network's file in the run.
    Result<std::filesystem::path> makeModel(const app::TrainingRequest& request, bool finishes = true) const;

private:
    QTemporaryDir m_folder;
};

} // namespace enlarger::tests
