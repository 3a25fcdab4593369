// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "core/base/version.h"

#include <csignal>
#include <exception>
#include <new>

namespace {

using namespace enlarger::cli;

constexpr Command commands[] = {
    {"upscale", "enlarge photos", runUpscale},
    {"report", "say what several programs have done of a list of photos", runReport},
    {"models", "list, show, import, export and remove networks", runModels},
    {"evaluate", "measure networks against bicubic on an evaluation set", runEvaluate},
    {"train", "train a network, or fine-tune one on your own photos", runTrain},
    {"runs", "list, show and remove trainings", runRuns},
    {"pack", "decode pictures into one file for training", runPack},
    {"degrade", "degrade a photo as training does, for inspection", runDegrade},
    {"devices", "list the devices that can run a network", runDevices}};

} // namespace

// No QCoreApplication: nothing here needs an event loop, and without it the locale plays no part.
int main(int argc, char** argv)
try {
    openStandardStreams();
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away must not leave a half file
    const QStringList arguments = argumentsFrom(argc, argv).mid(1);
    if (arguments.value(0) == QLatin1String("--version")) {
        printOut(std::string(enlarger::programName) + " " + enlarger::programVersion);
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
