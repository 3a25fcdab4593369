// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/command.h"

#include <QList>
#include <QStringList>

#include <span>

namespace enlarger::cli {

struct DeclaredOption
{
    QStringList names; // "o", "output"; the long one is the last
    QString valueName; // empty: a flag
    QString description;
};

struct SurveyedCommand
{
    QStringList words; // "models", "list"
    QString summary;
    bool isGroup = false; // of further commands, which follow; it takes no options of its own
    QList<DeclaredOption> options;
    QStringList positionals; // their names
};

/// What all these commands take, as their own code declares it: each is asked for its help, which comes here
/// instead of to stdout. One at a time in a process.
QList<SurveyedCommand> surveyCommands(std::span<const Command> commands);

/// For those that answer: dispatch() and Arguments. False where nobody asks, and help is to be printed.
bool tellSurvey(std::span<const Command> commands);
bool tellSurvey(const QList<DeclaredOption>& options, const QStringList& positionals);

} // namespace enlarger::cli
