// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/command_survey.h"

#include <utility>

namespace enlarger::cli {

namespace {

QList<SurveyedCommand>* survey = nullptr; // the one that is under way
QStringList wordsOfGroup;

void askAll(std::span<const Command> commands)
{
    for (const Command& command : commands) {
        SurveyedCommand asked;
        asked.words = wordsOfGroup + QStringList(QString::fromLatin1(command.name));
        asked.summary = QString::fromLatin1(command.summary);
        survey->append(asked);
        command.run({QStringLiteral("--help")});
    }
}

} // namespace

QList<SurveyedCommand> surveyCommands(std::span<const Command> commands)
{
    QList<SurveyedCommand> all;
    survey = &all;
    askAll(commands);
    survey = nullptr;
    return all;
}

bool tellSurvey(std::span<const Command> commands)
{
    if (!survey)
        return false;
    survey->last().isGroup = true;
    const QStringList before = std::exchange(wordsOfGroup, survey->last().words);
    askAll(commands);
    wordsOfGroup = before;
    return true;
}

bool tellSurvey(const QList<DeclaredOption>& options, const QStringList& positionals)
{
    if (!survey)
        return false;
    survey->last().options = options;
    survey->last().positionals = positionals;
    return true;
}

} // namespace enlarger::cli
