// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/cli/train/data_report_text.h"
#include "app/cli/train/train_reporter.h"
#include "app/cli/train/train_request.h"
#include "app/training/finish_training.h"
#include "app/training/photo_advice.h"
#include "app/training/run_file.h"
#include "app/training/run_pictures.h"
#include "app/training/training_folder.h"
#include "app/training/training_outcome.h"
#include "app/training/validation_sets.h"
#include "core/cards/card.h"
#include "core/train/photos/open_data.h"

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
    printOut(fmt::format("{}\n{}\n", request.training.recipe.title, request.training.recipe.description));
    Table table({"FIELD", "VALUE", "WHAT IT IS", "RANGE"});
    for (const train::RecipeField& field : train::fieldsOf(request.training.recipe))
        table.addRow({field.key, field.value, field.description, field.range});
    printOut(table.text());
    return ExitDone;
}

/// Looks at the pictures and says what was found.
Result<std::unique_ptr<train::SampleSource>> openData(const app::TrainingRequest& request,
                                                      const train::Recipe& recipe,
                                                      const std::stop_token& stop, bool tells,
                                                      train::DataReport& report)
{
    TerminalProgress progress;
    StopGate gate(stop);
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

/// What the pictures look like, and the option that makes LR of that kind.
std::string qualityText(const app::PhotoAdvice& advice)
{
    if (advice.quality.empty())
        return {};
    return fmt::format("{} LR of that kind: --set data.degradation={}.", advice.quality,
                       nameOf(advice.degradation));
}

/// Says what the pictures are good for.
int checkPhotos(const TrainRequest& request, const app::TrainingStart& start, const std::stop_token& stop)
{
    for (const std::string& note : start.notes)
        printErr(note);
    train::DataReport report;
    const auto source = openData(request.training, start.recipe, stop, !request.json, report);
    if (request.json)
        printJson(jsonOf(report));
    if (!source)
        return reportError(source.error(), ExitFailed);
    if (request.json)
        return ExitDone;
    const app::PhotoAdvice advice = app::adviceOn(report, models::ModelStore::shippedFolder());
    for (const std::string& sentence : {qualityText(advice), advice.amount, advice.known})
        if (!sentence.empty())
            printErr(sentence);
    return ExitDone;
}

/// What a person should know of the pictures before they are trained on.
void warnOfPhotos(const train::DataReport& report, const train::Recipe& recipe)
{
    const app::PhotoAdvice advice = app::adviceOn(report, models::ModelStore::shippedFolder());
    if (recipe.data.degradation == degrade::DegradationKind::Bicubic &&
        advice.degradation != recipe.data.degradation)
        printErr(qualityText(advice));
    if (!advice.known.empty())
        printErr(advice.known);
}

/// What a person can do at a command line about a name that cannot be taken.
Error withOptions(const app::NameConflict& conflict)
{
    using Kind = app::NameConflict::Kind;
    Error error{ErrorKind::BadInput, conflict.sentence(), {}, "Choose another name with --out"};
    if (conflict.kind == Kind::NotAName)
        error.advice = fmt::format("Choose another one with --out: a name has {}", cards::modelNameRule);
    else if (conflict.kind == Kind::RunExists)
        error.advice =
            fmt::format("Resume it by --resume {}, or choose another name with --out", conflict.name);
    else if (conflict.kind == Kind::HasDescendants)
        error.advice += ", or remove what descends from it";
    return error;
}

/// What a person can do at a command line after a run that ended so; with a space before it.
std::string nextStep(app::TrainingOutcome outcome, const train::RunResult& result, const std::string& run)
{
    switch (outcome) {
    case app::TrainingOutcome::Stopped:
        return fmt::format(" Go on with: enlarger-cli train --resume {0}\nTry what is there: enlarger-cli "
                           "upscale PHOTO --model {0}",
                           run);
    case app::TrainingOutcome::NotImproved:
        return result.recipe.data.degradation == degrade::DegradationKind::Bicubic
                   ? " Try more steps or pictures, or --set data.degradation=photo for such as come from a "
                     "phone or the web."
                   : " Try more steps or pictures.";
    case app::TrainingOutcome::Worsened:
        return fmt::format(" Take a lower rate than {:g} (--set optimiser.rate).",
                           result.recipe.optimiser.rate);
    case app::TrainingOutcome::Trained:
    case app::TrainingOutcome::EndedEarly:
        break;
    }
    return {};
}

int conclude(const app::TrainingPlan& plan, const train::RunResult& result,
             std::optional<std::int64_t> stripStep, const models::ModelStore& store)
{
    using Outcome = app::TrainingOutcome;
    const std::string run = printable(app::runName(plan.run.folder, store));
    const Outcome outcome = app::outcomeOf(result);
    printOut(app::sentenceOf(outcome, result) + nextStep(outcome, result, run));
    if (stripStep.value_or(0) > 0)
        printOut("The kept photos before and after: " +
                 printable(app::stripFileOf(plan.run.folder, *stripStep).string()));
    if (outcome == Outcome::Stopped)
        return ExitCancelled;
    if (const Status made = app::finishTraining(plan, result, store); !made) {
        reportError(made.error(), ExitFailed);
        printErr(
            !plan.trainsPartner() || !result.isSaved
                ? fmt::format(
                      "The network is in {}: enlarger-cli models import adds it under another name (--name).",
                      printable(result.model.string()))
                : fmt::format("What was learnt is saved: enlarger-cli train --resume {} makes both models of "
                              "it again.",
                              run));
        return ExitFailed;
    }
    const std::string& name = plan.request.name;
    const auto verdict = train::verdictOf(result).kind;
    const bool hasLearnt = (outcome == Outcome::Trained || outcome == Outcome::EndedEarly) &&
                           verdict != train::Verdict::Kind::Same && verdict != train::Verdict::Kind::Worse;
    printOut(app::modelsSentence(outcome, plan, result) +
             (hasLearnt ? fmt::format(" Try: enlarger-cli upscale PHOTO --model {}", name) : std::string()));
    return ExitDone;
}

int train(const TrainRequest& request, const train::Processes& processes, const Interrupt& interrupt)
{
    const bool isFirst = processes.rank() == 0;
    const models::ModelStore store;
    if (request.task == TrainRequest::Task::Train && processes.size() > 1 && !request.isNameChosen)
        return reportError(Error{ErrorKind::BadInput,
                                 "several processes need the same name for what they train",
                                 {},
                                 "Give it with --out"},
                           ExitUsage);
    auto plan = app::planTraining(request.training, store, &processes);
    if (!plan)
        return reportError(plan.error(), ExitUsage);
    if (isFirst)
        for (const std::string& note : plan->notes)
            printErr(note);
    if (plan->conflict)
        return reportError(withOptions(*plan->conflict), ExitUsage);
    const auto giveUp = [&processes](const Error& error) {
        const int exitCode = reportError(error, ExitFailed);
        if (processes.size() > 1)
            processes.abort(); // the others may be past this, and would wait for ever
        return exitCode;
    };
    train::DataReport report;
    const auto source = openData(plan->request, plan->run.recipe, interrupt.token(), isFirst, report);
    if (!source) {
        Error error = source.error();
        if (std::error_code problem; plan->run.resume && !std::filesystem::exists(error.file, problem))
            error.advice =
                fmt::format("Name the folder where the pictures are now: enlarger-cli train FOLDER "
                            "--resume {}",
                            app::runName(plan->run.folder, store));
        return giveUp(error);
    }
    if (isFirst) { // which measures
        StopGate reading(interrupt.token());
        auto sets = app::readValidationSets(plan->request, plan->run.recipe.generator.scale, reading);
        if (!sets)
            return giveUp(sets.error());
        plan->run.validationSets = *std::move(sets);
    }

    std::optional<app::TrainingFolder> folder; // of the first process
    if (isFirst) {
        if (!request.isRecipeChosen && plan->request.from.empty() && !plan->run.resume)
            printErr(
                std::string("A network from scratch, by the recipe psnr: that takes days without a GPU. To "
                            "fine-tune a trained one on your photos in minutes: --from faithful-x4."));
        auto opened = app::TrainingFolder::open(*plan);
        if (!opened)
            return reportError(opened.error(), ExitFailed);
        folder = *std::move(opened);
        if (!plan->run.resume)
            warnOfPhotos(report, plan->run.recipe);
        const auto changed = app::rememberPictures(plan->run.folder, plan->request, report);
        if (!changed)
            printErr(printable(changed.error().text()));
        else if (!changed->empty())
            printErr(printable(*changed));
    }
    TrainReporter reporter;
    StopGate gate;
    const auto result =
        train::runTraining(plan->run, **source, gate, interrupt.token(),
                           folder ? folder->recording(reporter.sinks()) : reporter.sinks(), &processes);
    reporter.clear();
    if (!result) {
        if (folder && !reporter.hasSteps())
            folder->removeIfUnbegun();
        return reportError(result.error(), ExitFailed);
    }
    return isFirst ? conclude(*plan, *result, reporter.stripStep(), store) : ExitDone;
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
        const auto start = app::findStart(request->training, models::ModelStore());
        if (!start)
            return reportError(start.error(), ExitUsage);
        return checkPhotos(*request, *start, interrupt.token());
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
