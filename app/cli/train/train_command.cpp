// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/cli/train/data_report_text.h"
#include "app/cli/train/run_folder.h"
#include "app/cli/train/train_plan.h"
#include "app/cli/train/train_reporter.h"
#include "app/cli/train/train_request.h"
#include "app/cli/train/trained_card.h"
#include "app/cli/train/trained_models.h"
#include "core/models/interpolation.h"
#include "core/models/weight_delta.h"
#include "core/train/history/history_files.h"
#include "core/train/parallel/processes.h"
#include "core/train/photos/open_data.h"
#include "core/train/run/run_lock.h"

#include <fmt/format.h>

namespace enlarger::cli {

namespace {

int listRecipes(const TrainRequest& request)
{
    if (request.listed.isEmpty()) {
        Table table({"RECIPE", "WHAT IT IS"});
        for (const train::Recipe& recipe : train::builtInRecipes())
            table.addRow({recipe.name, recipe.title + ". " + recipe.description});
        printOut(table.text());
        return ExitDone;
    }
    printOut(fmt::format("{}\n{}\n", request.recipe.title, request.recipe.description));
    Table table({"FIELD", "VALUE", "WHAT IT IS", "RANGE"});
    for (const train::RecipeField& field : train::fieldsOf(request.recipe))
        table.addRow({field.key, field.value, field.description, field.range});
    printOut(table.text());
    return ExitDone;
}

/// Looks at the pictures and says what was found.
Result<std::unique_ptr<train::SampleSource>>
openData(const TrainRequest& request, const train::Recipe& recipe, const std::stop_token& stop, bool tells)
{
    TerminalProgress progress;
    StopGate gate(stop);
    train::DataReport report;
    auto source = train::openTrainingData(request.data, request.lrFolder, train::sampleOptions(recipe), gate,
                                          report, progress.sink("looking", "pictures"));
    progress.clear();
    const bool wasScanned = report.neededSide > 0;
    if (tells && report.packed.empty() && (source || wasScanned))
        printErr(textOf(report));
    else if (tells && source)
        printErr("Packed training data: " + printable((*source)->summary()) + ".");
    return source;
}

Result<std::vector<train::HistorySink>> curveFiles(const train::RunPlan& plan, bool tensorBoard)
{
    std::vector<train::HistorySink> files;
    std::vector<train::HistoryPoint> before;
    if (plan.resume)
        if (auto history = train::historyOfRun(plan.folder))
            before = *std::move(history);
    auto csv = train::openHistoryCsv(plan.folder / "history.csv", before);
    if (!csv)
        return csv.error();
    files.push_back(*std::move(csv));
    if (tensorBoard) {
        auto events =
            train::openEventFile(plan.folder / "tensorboard", before.empty() ? 0 : before.back().step);
        if (!events)
            return events.error();
        files.push_back(*std::move(events));
    }
    return files;
}

std::string whyNothingIsLearnt(const train::RunResult& result)
{
    constexpr double much = 0.3; // dB
    const auto psnr = [](const std::map<std::string, double>& values) {
        return values.contains("psnr") ? values.at("psnr") : 0.0;
    };
    if (psnr(result.last) < psnr(result.validation) - much)
        return fmt::format(
            "The steps made the network worse ({:.2f} dB on the held-out pictures, {:.2f} at the "
            "start), and it stays as it was. Take a lower rate than {:g} (--set optimiser.rate).",
            psnr(result.last), psnr(result.validation), result.recipe.optimiser.rate);
    return "The validation has not become better than it was at the start: the pictures teach this network "
           "nothing that it does not know, and it stays as it was. Try more pictures, or "
           "--set data.degradation=photo for such as come from a phone or the web.";
}

int conclude(const TrainRequest& request, const train::RunPlan& plan, const train::RunResult& result)
{
    const std::string run = printable(wordFor(plan.folder));
    const std::string length = fmt::format("{} steps, {}", result.steps, durationText(result.seconds));
    if (result.end == train::RunEnd::Stopped) {
        printOut(fmt::format("Stopped after {}. Go on with: enlarger-cli train --resume {}", length, run));
        return ExitCancelled;
    }
    if (result.end == train::RunEnd::NoProgress && result.selectedStep > 0)
        printOut(fmt::format(
            "The validation has not become better since step {}: the run ends with the network of that step.",
            result.selectedStep));
    if (result.selectedStep == 0)
        printOut(whyNothingIsLearnt(result));
    if (const Status kept = addTrainedModels(request, plan, result); !kept) {
        reportError(kept.error(), ExitFailed);
        printErr(
            request.crisp.empty() || !result.isSaved
                ? fmt::format("The network lies in {}: enlarger-cli models import takes it under another "
                              "name (--name).",
                              printable(result.model.string()))
                : fmt::format("What was learnt is kept: enlarger-cli train --resume {} makes both models "
                              "of it again.",
                              run));
        return ExitFailed;
    }
    const std::string second = request.crisp.empty() ? std::string()
                                                     : fmt::format(", and '{}', its strength 0",
                                                                   models::faithfulNameOf(request.name));
    if (result.selectedStep == 0)
        printOut(fmt::format("'{}' is the network that it began with{} ({}).", request.name, second, length));
    else
        printOut(fmt::format("'{}' is trained{} ({}). Try: enlarger-cli upscale PHOTO --model {}",
                             request.name, second, length, request.name));
    return ExitDone;
}

Status beginFolder(const TrainPlan& plan, const TrainRequest& request)
{
    if (Status status = writeRunFile(plan.run.folder, request); !status)
        return status;
    const std::filesystem::path delta = weightDeltaFile(plan.run.folder);
    if (plan.pair)
        return models::saveWeightDelta(plan.pair->faithful, plan.pair->crisp, delta);
    std::error_code problem;
    std::filesystem::remove(delta, problem); // of a run that never began
    return {};
}

int train(TrainRequest& request, const train::Processes& processes, const Interrupt& interrupt)
{
    const bool isFirst = processes.rank() == 0;
    if (request.task == TrainRequest::Task::Train && processes.size() > 1 && !request.isNameChosen)
        return reportError(Error{ErrorKind::BadInput,
                                 "several processes need one name for what they train",
                                 {},
                                 "Give it with --out"},
                           ExitUsage);
    if (request.task == TrainRequest::Task::Resume) {
        if (const Status status = readRunFile(request); !status)
            return reportError(status.error(), ExitUsage);
    } else if (const Status status = findParent(request); !status)
        return reportError(status.error(), ExitUsage);
    const auto device = device::findDevice(processes.deviceFor(request.device));
    if (!device)
        return reportError(device.error(), ExitUsage);
    auto planned = planTraining(request, *device, isFirst);
    if (!planned)
        return reportError(planned.error(), ExitUsage);
    const train::RunPlan& plan = planned->run;
    const auto source = openData(request, plan.recipe, interrupt.token(), isFirst);
    if (!source) {
        const int exitCode = reportError(source.error(), ExitFailed);
        if (processes.size() > 1)
            processes.abort(); // the others may be past this, and would wait for ever
        return exitCode;
    }

    const auto refuse = [&](const Error& error) {
        if (isFirst && !plan.resume)
            removeIfUnbegun(plan.folder);
        return reportError(error, ExitFailed);
    };
    std::vector<train::HistorySink> curves;
    std::optional<train::RunLock> lock;
    if (isFirst) {
        auto taken = train::RunLock::take(plan.folder);
        if (!taken)
            return reportError(taken.error(), ExitFailed);
        lock = *std::move(taken);
        if (!plan.resume && train::holdsRun(plan.folder)) // since the name was looked at
            return reportError(Error{ErrorKind::BadInput, "another run of this name has been begun meanwhile",
                                     plan.folder, "Choose another name with --out"},
                               ExitFailed);
        if (!request.isRecipeChosen && request.from.isEmpty() && !plan.resume)
            printErr(std::string(
                "A network from nothing, by the recipe psnr: that takes days without a card. To teach "
                "a trained one your photos in minutes: --from faithful-x4."));
        if (!plan.resume)
            if (const Status status = beginFolder(*planned, request); !status)
                return refuse(status.error());
        auto files = curveFiles(plan, request.tensorBoard);
        if (!files)
            return refuse(files.error());
        curves = *std::move(files);
    }
    planned->run.describe = [&](const train::RunResult& result) {
        return std::map<std::string, std::string>{
            {cards::cardKey, cards::toJson(cardOfRun(request, result))}};
    };
    TrainReporter reporter(plan.folder);
    StopGate gate;
    const auto result = train::runTraining(plan, **source, gate, interrupt.token(),
                                           reporter.sinks(std::move(curves)), &processes);
    reporter.clear();
    if (!result)
        return reporter.hasSteps() ? reportError(result.error(), ExitFailed) : refuse(result.error());
    return isFirst ? conclude(request, plan, *result) : ExitDone;
}

} // namespace

int runTrain(const QStringList& arguments)
{
    int exitCode = ExitDone;
    std::optional<TrainRequest> request = parseTrainRequest(arguments, exitCode);
    if (!request)
        return exitCode;
    if (request->task == TrainRequest::Task::List)
        return listRecipes(*request);
    const Interrupt interrupt;
    device::openAccelerators();
    if (request->task == TrainRequest::Task::Check) {
        if (const Status status = findParent(*request); !status)
            return reportError(status.error(), ExitUsage);
        const auto source = openData(*request, request->recipe, interrupt.token(), true);
        return source ? ExitDone : reportError(source.error(), ExitFailed);
    }
    const auto processes = train::Processes::join();
    if (!processes)
        return reportError(processes.error(), ExitUsage);
    exitCode = train(*request, *processes, interrupt);
    if (exitCode != ExitDone && exitCode != ExitCancelled && processes->size() > 1)
        processes->abort(); // the others would wait for ever
    return exitCode;
}

} // namespace enlarger::cli
