// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/cli/train/run_text.h"
#include "app/training/run_file.h"
#include "app/training/run_removal.h"

#include <fmt/format.h>

namespace enlarger::cli {

namespace {

using models::ModelStore;

const QString jsonFlag = QStringLiteral("json");
const QString jsonHelp = QStringLiteral("One JSON document on stdout.");

/// What a damaged run has to say.
Error problemOf(const app::RunInfo& run)
{
    return {ErrorKind::BadInput, "no checkpoint of the run can be read", run.folder,
            fmt::format("'enlarger-cli runs info {}' says why", run.name.toStdString())};
}

int runList(const QStringList& arguments)
{
    Arguments options(QStringLiteral("runs list [options]"),
                      QStringLiteral("Lists the trainings of the data folder, the newest first."));
    options.addFlag({jsonFlag}, jsonHelp);
    if (options.parse(arguments) && !options.positionals().isEmpty())
        options.fail(QStringLiteral("unexpected argument '%1'").arg(options.positionals().constFirst()));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const ModelStore store;
    std::vector<ListedRun> runs;
    std::vector<Error> problems;
    for (app::RunInfo& run : app::readRuns(store)) {
        if (!run.problem.isEmpty())
            problems.push_back(problemOf(run));
        const std::int64_t bytes = app::bytesOfRun(run.folder);
        runs.push_back({std::move(run), bytes, {}});
    }
    if (options.has(jsonFlag))
        printJson(jsonOfList(runs, problems));
    else if (runs.empty())
        printErr("There is no run in " + printable(app::runsFolder(store).string()) +
                 ". 'enlarger-cli train' begins one.");
    else
        printOut(tableOf(runs));
    for (const Error& problem : problems)
        printErr(printable(problem.text()));
    return problems.empty() ? ExitDone : ExitFailed;
}

int runInfo(const QStringList& arguments)
{
    Arguments options(QStringLiteral("runs info RUN... [options]"),
                      QStringLiteral("Shows what is known about a training: its settings, where it stands\n"
                                     "and what it has come to."));
    options.addFlag({jsonFlag}, jsonHelp);
    options.addPositional(QStringLiteral("RUN"), QStringLiteral("A run's name, or its folder."));
    if (options.parse(arguments) && options.positionals().isEmpty())
        options.fail(QStringLiteral("no run is given"));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const ModelStore store;
    std::vector<ListedRun> found;
    std::vector<Error> problems;
    for (const QString& name : options.positionals()) {
        auto run = app::readRun(toPath(name), store);
        if (!run) {
            problems.push_back(std::move(run).error());
            continue;
        }
        ListedRun listed{*std::move(run), 0, {}};
        listed.bytes = app::bytesOfRun(listed.run.folder);
        if (const auto file = app::readRunFile(listed.run.folder, app::runsFolder(store)))
            for (const std::filesystem::path& photos : file->request.data)
                listed.photos.push_back(photos.string());
        found.push_back(std::move(listed));
    }
    if (options.has(jsonFlag))
        printJson(jsonOfList(found, problems));
    else
        for (std::size_t i = 0; i < found.size(); ++i)
            printOut(std::string(i > 0 ? 1 : 0, '\n') + descriptionOf(found[i], store));
    int exitCode = ExitDone;
    for (const Error& problem : problems)
        exitCode = reportError(problem, ExitFailed);
    return exitCode;
}

int runRemove(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("runs remove RUN..."),
        QStringLiteral("Removes trainings for good: checkpoints, curves, pictures of validations. Models\n"
                       "that they have made stay. One that is being trained is refused."));
    options.addPositional(QStringLiteral("RUN"), QStringLiteral("The name of a run of the data folder."));
    if (options.parse(arguments) && options.positionals().isEmpty())
        options.fail(QStringLiteral("no run is given"));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const ModelStore store;
    int exitCode = ExitDone;
    for (const QString& name : options.positionals()) {
        const auto freed = app::removeRun(app::findRun(toPath(name), store), store);
        if (freed)
            printOut(printable(
                fmt::format("'{}' is removed, which frees {}.", toPath(name).string(), bytesText(*freed))));
        else
            exitCode = reportError(freed.error(), ExitFailed);
    }
    return exitCode;
}

constexpr Command commands[] = {{"list", "list the trainings of the data folder", runList},
                                {"info", "show what is known about a training", runInfo},
                                {"remove", "remove trainings, and say what that frees", runRemove}};

} // namespace

int runRuns(const QStringList& arguments)
{
    return dispatch(QStringLiteral("enlarger-cli runs"),
                    QStringLiteral("Manages the trainings of the data folder, those of the window too."),
                    commands, arguments);
}

} // namespace enlarger::cli
