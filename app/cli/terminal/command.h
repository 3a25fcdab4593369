// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <span>

namespace enlarger::cli {

enum ExitCode {
    ExitDone = 0,        // all done
    ExitFailed = 1,      // something failed; the rest is done
    ExitUsage = 2,       // the command line makes no sense; nothing was done
    ExitCancelled = 130, // as shells say it of SIGINT
};

/// One word of the command line. `run` gets the arguments behind it.
struct Command
{
    const char* name;
    const char* summary;
    int (*run)(const QStringList& arguments);
};

/// Runs the command that the first argument names; shows what there is for --help and for nothing at all.
int dispatch(const QString& program, const QString& description, std::span<const Command> commands,
             const QStringList& arguments);

int runUpscale(const QStringList& arguments);
int runPresets(const QStringList& arguments);
int runReport(const QStringList& arguments);
int runModels(const QStringList& arguments);
int runEvaluate(const QStringList& arguments);
int runTrain(const QStringList& arguments);
int runRuns(const QStringList& arguments);
int runPack(const QStringList& arguments);
int runDegrade(const QStringList& arguments);
int runDevices(const QStringList& arguments);
int runCompletion(const QStringList& arguments);

} // namespace enlarger::cli
