// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/training/training_material.h"

#include "app/training/finish_training.h"
#include "app/training/training_folder.h"
#include "tests/core/train/made_samples.h"
#include "tests/support/test_files.h"

#include <QtGlobal>

#include <fstream>

namespace enlarger::tests {

TrainingMaterial::TrainingMaterial()
{
    qputenv("ENLARGER_CACHE_DIR", m_folder.filePath(QStringLiteral("cache")).toUtf8());
}

std::filesystem::path TrainingMaterial::path(const std::string& name) const
{
    return std::filesystem::path(m_folder.path().toStdString()) / name;
}

void TrainingMaterial::addModel(const std::string& name, const std::string& role, const std::string& ancestry,
                                const std::string& data) const
{
    cards::Card card;
    card.name = name;
    card.role = role;
    card.ancestry = ancestry;
    card.data = data;
    card.licence = "CC0-1.0";
    if (const auto added = store().add(dataFile("weights/x4_new.safetensors"), card); !added)
        qFatal("%s", added.error().text().c_str());
}

void TrainingMaterial::write(const std::filesystem::path& file, const std::string& text) const
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

void TrainingMaterial::beginRun(const std::string& name) const
{
    write(run(name) / "checkpoints/step-000000010.safetensors");
}

app::TrainingRequest TrainingMaterial::request(const std::string& name, const std::string& from)
{
    app::TrainingRequest request;
    request.data = {"/nowhere/pictures"};
    request.recipe = train::tinyRecipe();
    request.name = name;
    request.from = from;
    request.device = "cpu";
    request.command = "enlarger-cli train FOLDER --out " + name;
    request.steps = "20";
    return request;
}

app::TrainingRequest TrainingMaterial::resuming(const std::filesystem::path& run)
{
    app::TrainingRequest request;
    request.resume = run;
    return request;
}

Result<train::RunResult> TrainingMaterial::train(const app::TrainingPlan& plan, const train::RunSinks& sinks)
{
    StopGate gate;
    return train::runTraining(plan.run, train::MadeSamples(), gate, {}, sinks);
}

Result<std::filesystem::path> TrainingMaterial::makeModel(const app::TrainingRequest& request,
                                                          bool finishes) const
{
    const auto plan = app::planTraining(request, store());
    if (!plan)
        return plan.error();
    const auto folder = app::TrainingFolder::open(*plan);
    if (!folder)
        return folder.error();
    const auto result = train(*plan, folder->recording({}));
    if (!result)
        return result.error();
    if (finishes)
        if (const Status finished = app::finishTraining(*plan, *result, store()); !finished)
            return finished.error();
    return result->model;
}

} // namespace enlarger::tests
