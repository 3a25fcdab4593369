// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/run_text.h"

#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/json_text.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/training/run_file.h"

#include <fmt/ranges.h>

namespace enlarger::cli {

namespace {

using app::RunInfo;
using app::RunStage;

const char* wordOf(RunStage stage)
{
    switch (stage) {
    case RunStage::InProgress:
        return "in-progress";
    case RunStage::NotBegun:
        return "not-begun";
    case RunStage::Damaged:
        return "damaged";
    case RunStage::Interrupted:
        return "interrupted";
    case RunStage::Stopped:
        return "stopped";
    case RunStage::Done:
        break;
    }
    return "done";
}

std::string changeText(const RunInfo& run)
{
    return run.changed.toString(QStringLiteral("yyyy-MM-dd HH:mm")).toStdString();
}

QJsonValue optionalNumber(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue jsonOf(const std::optional<app::BestFigures>& best)
{
    if (!best)
        return QJsonValue::Null;
    return QJsonObject{{text("step"), static_cast<qint64>(best->step)},
                       {text("psnr"), best->psnr},
                       {text("gain"), optionalNumber(best->gain)},
                       {text("lpips"), optionalNumber(best->lpips)}};
}

QJsonObject jsonOf(const ListedRun& listed)
{
    const RunInfo& run = listed.run;
    return {{text("name"), run.name},
            {text("folder"), toText(run.folder)},
            {text("state"), QString::fromLatin1(wordOf(app::stageOf(run)))},
            {text("recipe"), run.recipe},
            {text("from"), run.from},
            {text("step"), static_cast<qint64>(run.step)},
            {text("position"), run.position},
            {text("seconds"), run.seconds},
            {text("minutes"), optionalNumber(run.minutes)},
            {text("best"), jsonOf(run.best)},
            {text("photos"), toJson(listed.photos)},
            {text("notes"), run.notes},
            {text("bytes"), static_cast<qint64>(listed.bytes)},
            {text("changed"), run.changed.toUTC().toString(Qt::ISODate)}};
}

std::string bestSentence(const app::BestFigures& best)
{
    std::string sentence = decimalText(best.psnr, 2) + " dB";
    if (best.gain)
        sentence += " (" + app::bestText(best).toStdString() + ")";
    if (best.lpips)
        sentence += ", LPIPS " + decimalText(*best.lpips, 3);
    return sentence + fmt::format(" at step {}", best.step);
}

} // namespace

std::string tableOf(const std::vector<ListedRun>& runs)
{
    Table table({"NAME", "STATE", "STEPS", "TRAINED", "BEST", "SIZE", "RECIPE", "FROM", "CHANGED"});
    for (const auto& [run, bytes, photos] : runs)
        table.addRow({printable(run.name.toStdString()), app::stageText(run).toStdString(),
                      std::to_string(run.step), durationText(run.seconds),
                      run.best ? app::bestText(*run.best).toStdString() : std::string(), bytesText(bytes),
                      printable(run.recipe.toStdString()), printable(run.from.toStdString()),
                      changeText(run)});
    return table.text({2, 4, 5});
}

std::string descriptionOf(const ListedRun& listed, const models::ModelStore& store)
{
    const RunInfo& run = listed.run;
    std::string lines;
    const auto line = [&](const char* label, const std::string& value) {
        if (!value.empty())
            lines += fmt::format("{}{:<13} {}", lines.empty() ? "" : "\n", label, printable(value));
    };
    const RunStage stage = app::stageOf(run);
    line("name", run.name.toStdString());
    line("state", app::stageText(run).toStdString());
    line("problem", run.problem.toStdString());
    line("recipe", run.recipe.toStdString());
    line("from", run.from.toStdString());
    line("learns from", fmt::format("{}", fmt::join(listed.photos, ", ")));
    if (run.step > 0)
        line("steps", fmt::format("{} in {}", run.step, durationText(run.seconds)));
    if (run.minutes)
        line("length", durationText(*run.minutes * 60.0));
    if (run.best)
        line("best", bestSentence(*run.best));
    for (const QString& note : run.notes.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        line("note", note.toStdString());
    line("changed", changeText(run));
    line("folder", fmt::format("{} ({})", run.folder.string(), bytesText(listed.bytes)));
    if (stage == RunStage::Stopped || stage == RunStage::Interrupted)
        line("go on with", "enlarger-cli train --resume " + app::runName(run.folder, store));
    return lines;
}

QJsonObject jsonOfList(const std::vector<ListedRun>& runs, const std::vector<Error>& problems)
{
    QJsonArray list;
    for (const ListedRun& run : runs)
        list += jsonOf(run);
    return {{text("runs"), list}, {text("problems"), toJson(problems)}};
}

} // namespace enlarger::cli
