// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/run/made_runs.h"

#include <QtGlobal>

#include <algorithm>

namespace enlarger::train {

RunSinks Seen::sinks()
{
    RunSinks sinks;
    sinks.history = [this](const HistoryPoint& point) { points.push_back(point); };
    sinks.notice = [this](const std::string& text) { notices.push_back(text); };
    sinks.strip = [this](std::int64_t step, const image::Image& strip) { strips[step] = strip; };
    return sinks;
}

std::map<std::int64_t, double> Seen::losses() const
{
    std::map<std::int64_t, double> result;
    for (const HistoryPoint& point : points)
        if (point.kind == HistoryPoint::Kind::Steps)
            result[point.step] = point.values.at("total");
    return result;
}

std::map<std::int64_t, std::map<std::string, double>> Seen::validations() const
{
    std::map<std::int64_t, std::map<std::string, double>> result;
    for (const HistoryPoint& point : points)
        if (point.kind == HistoryPoint::Kind::Validation)
            result[point.step] = point.values;
    return result;
}

std::map<std::int64_t, double> Seen::events(const std::string& name) const
{
    std::map<std::int64_t, double> result;
    for (const HistoryPoint& point : points)
        if (point.kind == HistoryPoint::Kind::Event && point.values.contains(name))
            result[point.step] = point.values.at(name);
    return result;
}

bool Seen::wasTold(const std::string& part) const
{
    return std::ranges::any_of(notices,
                               [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

Recipe tinyGan()
{
    Recipe recipe = tinyRecipe();
    recipe.name = "tiny-gan";
    recipe.discriminator.kind = nn::DiscriminatorKind::UnetSn;
    recipe.discriminator.features = 4;
    recipe.loss.gan = nn::GanKind::Relativistic;
    recipe.loss.ganWeight = 0.05;
    recipe.loss.perceptual = nn::PerceptualKind::Laplacian;
    recipe.loss.perceptualWeight = 0.1;
    recipe.loss.weightOf(nn::PictureTerm::Colour) = 0.1;
    recipe.loss.weightOf(nn::PictureTerm::Checkerboard) = 0.2;
    return recipe;
}

Recipe tinyCheckerboardFree()
{
    Recipe recipe = tinyRecipe();
    recipe.generator.start = GeneratorStart::Trained;
    recipe.loss.target = LossTarget::Start;
    recipe.loss.weightOf(nn::PictureTerm::Checkerboard) = 5.0;
    return recipe;
}

bool areEqual(const weights::StateDict& a, const weights::StateDict& b)
{
    if (a.empty() || a.size() != b.size())
        return false;
    for (const auto& [name, tensor] : a.entries())
        if (!b.find(name) || !torch::equal(tensor, *b.find(name))) {
            qWarning("%s differs", name.c_str());
            return false;
        }
    return true;
}

std::filesystem::path MadeRuns::pathOf(const QString& name) const
{
    return m_folder.filePath(name).toStdString();
}

RunPlan MadeRuns::plan(const QString& name, const Recipe& recipe) const
{
    RunPlan plan;
    plan.recipe = recipe;
    plan.folder = pathOf(name);
    plan.name = name.toStdString();
    plan.device = *device::findDevice("cpu");
    return plan;
}

Result<RunResult> MadeRuns::run(const RunPlan& plan, const SampleSource& source, Seen& seen)
{
    StopGate gate;
    return runTraining(plan, source, gate, {}, seen.sinks());
}

weights::StateDict MadeRuns::tensorsAt(const QString& name, std::int64_t step) const
{
    auto checkpoint = readCheckpoint(CheckpointFolder(pathOf(name)).fileOf(step));
    return checkpoint ? checkpoint->tensors : weights::StateDict{};
}

} // namespace enlarger::train
