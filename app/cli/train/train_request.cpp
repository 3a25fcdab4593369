// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/train_request.h"

#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/path_text.h"
#include "app/training/training_plan.h"
#include "core/cards/card.h"
#include "core/train/run/run_changes.h"

#include <QDateTime>

#include <algorithm>

namespace enlarger::cli {

namespace {

void declare(Arguments& options)
{
    options.addPositional(text("FOLDER"),
                          text("Pictures to train on: folders (with subfolders), or packed files."));
    options.addOption(
        {text("r"), text("recipe")}, text("R"),
        text("A recipe's name, or a JSON file. Default: finetune-photos with --from, else psnr."));
    options.addOption(
        {text("from")}, text("MODEL"),
        text("The network to start from: the name of a model or of a run, or a file. Of a crisp "
             "one the faithful partner is trained where the recipe would soften it."));
    options.addOption({text("out")}, text("NAME"),
                      text("The name of the new model. Default: recipe and date."));
    options.addOption({text("lr")}, text("FOLDER"),
                      text("LR pictures of the same names, instead of generated ones."));
    options.addOption({text("steps")}, text("N"),
                      text("The length of the run in steps. Default: the recipe's."));
    options.addOption({text("minutes")}, text("M"),
                      text("The length of the run in time; the learning rates follow."));
    options.addOption(
        {text("set")}, text("FIELD=VALUE"),
        text("Changes a field of the recipe; may be given several times. --list RECIPE shows them."));
    options.addOption({text("device")}, text("D"), text("auto, cpu, cuda or cuda:N. Default: auto."));
    options.addOption({text("features")}, text("FOLDER"),
                      text("Where the networks of perceptual losses and of LPIPS are."));
    options.addOption(
        {text("validate")}, text("[NAME=]FOLDER"),
        text("An evaluation set on which every validation measures besides: HR and LR pictures "
             "paired by name, as for evaluate, or in subfolders HR and LR. May be given several "
             "times; the curves carry its name."));
    options.addFlag({text("tensorboard")}, text("Write TensorBoard's event files beside the run's curves."));
    options.addOption(
        {text("csv")}, text("FORM"),
        text("long (default): history.csv has a line for each value; wide: history-wide.csv beside "
             "it has a column for each curve."));
    options.addOption(
        {text("resume")}, text("RUN"),
        text("Resumes a run, given by its name or folder, where its pictures are now if a FOLDER "
             "is given. Length, rates, batch and how often it validates and saves may change: "
             "--steps, --minutes, --set."));
    options.addFlag(
        {text("check")},
        text("Only reports what the pictures are good for: whether they are enough, and how LR should "
             "be made of them."));
    options.addFlag({text("json")}, text("With --check: as JSON."));
    options.addFlag({text("list")}, text("Lists the recipes, or all fields of the one that is named."));
}

/// "NAME=FOLDER", or FOLDER, whose name it then is.
void readValidationSet(Arguments& options, const QString& argument, TrainRequest& request)
{
    const bool isNamed = argument.contains(QLatin1Char('='));
    const QString folderText = isNamed ? argument.section(QLatin1Char('='), 1) : argument;
    const std::filesystem::path folder = std::filesystem::absolute(toPath(folderText)).lexically_normal();
    const std::filesystem::path named = folder.has_filename() ? folder : folder.parent_path();
    const QString name =
        isNamed ? argument.section(QLatin1Char('='), 0, 0) : toText(named.filename().string());
    if (name.isEmpty() || folderText.isEmpty())
        return options.fail(text("--validate takes a folder, or NAME=FOLDER"));
    if (!request.training.validationSets.emplace(name.toStdString(), folder).second)
        options.fail(
            text("two validation sets are called '%1': give one another name, NAME=FOLDER").arg(name));
}

/// Why a run that goes on cannot take up a setting, and what does.
QString keptByARun(const QString& setting, const QString& run)
{
    QStringList fields;
    for (const std::string& field : train::changeableFields())
        fields += toText(field);
    return text("a run that goes on keeps its %1. Begin another from its network: enlarger-cli train FOLDER "
                "--from %2 --set %3. A run may change %4")
        .arg(setting.section(QLatin1Char('='), 0, 0), run, setting, fields.join(text(", ")));
}

bool isFile(const std::filesystem::path& path)
{
    std::error_code problem;
    return std::filesystem::is_regular_file(path, problem);
}

void readRecipe(Arguments& options, TrainRequest& request)
{
    QString named = options.text(text("recipe"));
    if (request.task == TrainRequest::Task::List && named.isEmpty() && !options.positionals().isEmpty())
        named = options.positionals().constFirst();
    request.isRecipeChosen = !named.isEmpty();
    const std::string wanted = request.isRecipeChosen          ? toPath(named).string()
                               : request.training.from.empty() ? "psnr"
                                                               : "finetune-photos";
    auto recipe = train::findRecipe(wanted);
    if (!recipe)
        return options.fail(toText(recipe.error().text()));
    request.training.recipe = *std::move(recipe);
    if (request.isRecipeChosen)
        request.listed = named;
    QStringList settings = options.texts(text("set"));
    const auto isSet = [&](const char* field) {
        return std::ranges::any_of(
            settings, [&](const QString& setting) { return setting.startsWith(text(field) + text("=")); });
    };
    request.training.isBatchChosen = isSet("data.batch");
    request.training.isDegradationChosen = isSet("data.degradation") || isFile(wanted);
    const bool isWarmUpChosen = isSet("schedule.warm-up");
    const std::int64_t stepsBefore = request.training.recipe.schedule.steps;
    if (options.has(text("steps")))
        settings += text("schedule.steps=") + options.text(text("steps"));
    for (const QString& setting : settings) {
        if (const QString field = setting.section(QLatin1Char('='), 0, 0);
            !request.training.from.empty() && app::isOfTheNetwork(field.toStdString()))
            return options.fail(
                text("%1 is for networks from scratch; with --from the network's size is given: leave it out")
                    .arg(field));
        if (const Status status = train::setField(request.training.recipe, setting.toStdString()); !status)
            return options.fail(toText(status.error().text()));
        if (request.task == TrainRequest::Task::Resume) {
            if (!train::mayChange(setting.toStdString()))
                return options.fail(keptByARun(setting, options.text(text("resume"))));
            request.training.changes.push_back(setting.toStdString());
        }
    }
    train::Recipe::Schedule& schedule = request.training.recipe.schedule;
    if (options.has(text("steps")) && !isWarmUpChosen && schedule.steps < stepsBefore)
        schedule.warmUp = schedule.warmUp * schedule.steps / stepsBefore; // its share, as milestones are
    if (request.training.from.empty() && request.task != TrainRequest::Task::Resume) // else not whole yet
        if (const Status status = train::check(request.training.recipe); !status)
            options.fail(toText(status.error().text()));
    if (request.task == TrainRequest::Task::Train &&
        request.training.recipe.generator.start == train::GeneratorStart::Trained &&
        request.training.from.empty())
        options.fail(
            text("the recipe '%1' starts from a trained network: give one with --from; the recipe %2 "
                 "makes them")
                .arg(toText(request.training.recipe.name),
                     QLatin1String(request.training.recipe.firstStage())));
}

/// In quotes where a shell would take it apart.
std::string quoted(const QString& word)
{
    if (word.toStdString().find_first_of(" '\"$&|;<>()*?\\") == std::string::npos)
        return word.toStdString();
    return "'" + QString(word).replace(QLatin1Char('\''), QLatin1String("'\\''")).toStdString() + "'";
}

/// The command without paths: the data are named by the person who repeats it, and where a file lies is
/// nobody's business.
std::string commandOf(const Arguments& options)
{
    std::string command = "enlarger-cli train FOLDER";
    for (const char* name : {"recipe", "from"})
        if (options.has(text(name)))
            command +=
                " --" + std::string(name) + " " + quoted(toText(toPath(options.text(text(name))).filename()));
    for (const char* name : {"out", "device"})
        if (options.has(text(name)))
            command += " --" + std::string(name) + " " + quoted(options.text(text(name)));
    for (const char* name : {"lr", "features"})
        if (options.has(text(name)))
            command += " --" + std::string(name) + " FOLDER";
    for (const QString& set : options.texts(text("validate")))
        command +=
            " --validate " + quoted((set.contains(QLatin1Char('=')) ? set.section(QLatin1Char('='), 0, 0)
                                                                    : toText(toPath(set).filename())) +
                                    text("=FOLDER"));
    for (const QString& setting : options.texts(text("set")))
        command += " --set " + quoted(setting);
    return command;
}

std::string dated(const std::string& recipe)
{
    return recipe + QDateTime::currentDateTime().toString(text("-yyyy-MM-dd-HHmmss")).toStdString();
}

} // namespace

std::optional<TrainRequest> parseTrainRequest(const QStringList& arguments, int& exitCode)
{
    Arguments options(
        text("train FOLDER... [--recipe R] [--from MODEL] [options]"),
        text(
            "Trains a network, or fine-tunes one on your own photos. The run lies in the data folder, under\n"
            "runs/NAME; its model can be used at once. Ctrl-C stops after the step, with a checkpoint."));
    declare(options);
    TrainRequest request;
    if (options.parse(arguments)) {
        options.exclusive({text("resume"), text("list"), text("check")});
        options.exclusive({text("resume"), text("from")});
        options.exclusive({text("resume"), text("out")});
        if (options.has(text("resume")) && options.has(text("recipe")))
            options.fail(text("a run that goes on keeps its recipe. Begin another from its network: "
                              "enlarger-cli train FOLDER --from %1 --recipe %2")
                             .arg(options.text(text("resume")), options.text(text("recipe"))));
        options.exclusive({text("steps"), text("minutes")});
        request.task = options.has(text("resume"))  ? TrainRequest::Task::Resume
                       : options.has(text("list"))  ? TrainRequest::Task::List
                       : options.has(text("check")) ? TrainRequest::Task::Check
                                                    : TrainRequest::Task::Train;
        const bool wantsData =
            request.task == TrainRequest::Task::Train || request.task == TrainRequest::Task::Check;
        if (wantsData && options.positionals().isEmpty())
            options.fail(text("no FOLDER with pictures is given"));
        std::filesystem::path from = toPath(options.text(text("from")));
        if (std::error_code problem; std::filesystem::is_regular_file(from, problem))
            from = std::filesystem::absolute(from);
        request.training.from = from.string();
        readRecipe(options, request);
    }
    for (const QString& path : options.positionals())
        request.training.data.push_back(std::filesystem::absolute(toPath(path)));
    for (const QString& path : options.texts(text("features")))
        request.training.featureFolders.push_back(std::filesystem::absolute(toPath(path)));
    for (const QString& set : options.texts(text("validate")))
        readValidationSet(options, set, request);
    if (options.has(text("lr")))
        request.training.lrFolder = std::filesystem::absolute(toPath(options.text(text("lr"))));
    if (request.task == TrainRequest::Task::Resume)
        request.training.resume = toPath(options.text(text("resume")));
    request.json = options.has(text("json"));
    if (request.json && request.task != TrainRequest::Task::Check)
        options.fail(text("--json goes with --check"));
    request.training.minutes = options.number(text("minutes"), 0.01, 1e6);
    request.training.isCsvWide = options.choice(text("csv"), {text("long"), text("wide")}) == text("wide");
    request.training.tensorBoard = options.has(text("tensorboard"));
    request.training.command = commandOf(options);
    request.training.steps = options.text(text("steps")).toStdString();
    if (options.has(text("device")))
        request.training.device = options.text(text("device")).toStdString();
    request.isNameChosen = options.has(text("out"));
    request.training.name =
        request.isNameChosen ? options.text(text("out")).toStdString() : dated(request.training.recipe.name);
    if (!options.has(text("help")) && !cards::isModelName(request.training.name))
        options.fail(text("--out: a name has %1").arg(QLatin1String(cards::modelNameRule)));
    exitCode = options.exitCode();
    if (options.isWrong() || options.has(text("help")))
        return {};
    return request;
}

} // namespace enlarger::cli
