// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"
#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/completion_text.h"
#include "app/cli/terminal/console.h"

namespace enlarger::cli {

int runCompletion(const QStringList& arguments)
{
    Arguments options(text("completion bash|zsh|fish"),
                      text("Prints what a shell reads to complete the commands and options of this program;\n"
                           "packages bring it along. For bash: source <(enlarger-cli completion bash)"));
    options.addPositional(text("SHELL"), text("bash, zsh or fish."));
    QString shell;
    if (options.parse(arguments)) {
        shell = options.positionals().value(0);
        if (options.positionals().size() != 1 ||
            !QStringList{text("bash"), text("zsh"), text("fish")}.contains(shell))
            options.fail(text("one of bash, zsh and fish must be given"));
    }
    if (options.isWrong() || options.has(text("help")))
        return options.exitCode();
    const QList<SurveyedCommand> commands = surveyCommands(allCommands());
    const QString script = shell == text("bash")  ? bashCompletion(commands)
                           : shell == text("zsh") ? zshCompletion(commands)
                                                  : fishCompletion(commands);
    printOut(script.trimmed().toStdString());
    return ExitDone;
}

} // namespace enlarger::cli
