// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/command.h"

#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command_survey.h"
#include "app/cli/terminal/console.h"

namespace enlarger::cli {

namespace {

QString helpText(const QString& program, const QString& description, std::span<const Command> commands)
{
    QString text =
        QStringLiteral("Usage: %1 COMMAND [arguments]\n\n%2\n\nCommands:\n").arg(program, description);
    for (const Command& command : commands)
        text += QStringLiteral("  %1 %2\n")
                    .arg(QLatin1String(command.name), -10)
                    .arg(QLatin1String(command.summary));
    return text + QStringLiteral("\n'%1 COMMAND --help' shows what a command takes.").arg(program);
}

} // namespace

int dispatch(const QString& program, const QString& description, std::span<const Command> commands,
             const QStringList& arguments)
{
    const QString first = arguments.value(0);
    if (first.isEmpty() || first == QLatin1String("--help") || first == QLatin1String("-h") ||
        first == QLatin1String("help")) {
        if (!tellSurvey(commands))
            printOut(helpText(program, description, commands).toStdString());
        return ExitDone;
    }
    QStringList names;
    for (const Command& command : commands) {
        if (first == QLatin1String(command.name))
            return command.run(arguments.mid(1));
        names += QLatin1String(command.name);
    }
    QString complaint = QStringLiteral("%1: there is no command '%2'.").arg(program, first);
    if (const QString near = suggestion(first, names); !near.isEmpty())
        complaint += QStringLiteral(" Did you mean '%1'?").arg(near);
    printErr(complaint);
    printErr(QStringLiteral("Commands: %1. '%2 --help' says more.")
                 .arg(names.join(QStringLiteral(", ")), program));
    return ExitUsage;
}

} // namespace enlarger::cli
