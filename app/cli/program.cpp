// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#include "app/cli/terminal/console.h"
#include "app/files/version_text.h"

#include <exception>
#include <new>

namespace enlarger::cli {

namespace {

constexpr Command commands[] = {
    {"upscale", "enlarge photos", runUpscale},
    {"presets", "list, show, import and remove named sets of settings", runPresets},
    {"report", "say what several programs have done of a list of photos", runReport},
    {"models", "list, show, import, export and remove networks", runModels},
    {"evaluate", "measure networks against bicubic on an evaluation set", runEvaluate},
    {"train", "train a network, or fine-tune one on your own photos", runTrain},
    {"runs", "list, show and remove trainings", runRuns},
    {"pack", "decode pictures into one file for training", runPack},
    {"degrade", "degrade a photo as training does, for inspection", runDegrade},
    {"devices", "list the devices that can run a network", runDevices},
    {"completion", "print the completions of a shell", runCompletion}};

} // namespace

std::span<const Command> allCommands()
{
    return commands;
}

int runProgram(const QStringList& arguments)
try {
    if (arguments.value(0) == QLatin1String("--version")) {
        printOut(app::versionText().toStdString());
        return exitCodeOf(ExitDone);
    }
    return exitCodeOf(dispatch(QStringLiteral("enlarger-cli"),
                               QStringLiteral("Enlarges photos with super-resolution networks."), commands,
                               arguments));
} catch (const std::bad_alloc&) {
    printErr(std::string("enlarger-cli: out of memory."));
    return ExitFailed;
} catch (const std::exception& error) {
    printErr(std::string("enlarger-cli: unexpected error: ") + error.what() + ".");
    return ExitFailed;
}

} // namespace enlarger::cli
