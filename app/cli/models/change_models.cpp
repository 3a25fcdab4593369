// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models/change_models.h"

#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/training/model_changes.h"

#include <fmt/ranges.h>

namespace enlarger::cli {

int runRemoveModels(const QStringList& arguments)
{
    const QString force = QStringLiteral("force");
    Arguments options(QStringLiteral("models remove NAME... [options]"),
                      QStringLiteral("Removes installed models for good. Those that ship stay."));
    options.addPositional(QStringLiteral("NAME"), QStringLiteral("Installed models."));
    options.addFlag({force}, QStringLiteral("Also where a model that stays loses its strength by it."));
    if (options.parse(arguments) && options.positionals().isEmpty())
        options.fail(QStringLiteral("no model is given"));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    std::vector<std::string> names;
    for (const QString& name : options.positionals())
        names.push_back(toPath(name).string());
    const auto removed = app::removeModels(names, models::ModelStore(), options.has(force));
    if (!removed)
        return reportError(removed.error(), ExitFailed);
    printOut(fmt::format("'{}' {} removed, which frees {}.", fmt::join(removed->names, "', '"),
                         removed->names.size() == 1 ? "is" : "are", bytesText(removed->bytes)));
    for (const std::string& name : removed->lonely)
        printErr(
            printable(fmt::format("'{}' has no partner any more: there is no strength to choose.", name)));
    return ExitDone;
}

int runRenameModel(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("models rename NAME NEWNAME"),
        QStringLiteral("Gives an installed model another name. Network and card stay as they are; a partner\n"
                       "that was trained together with it (NAME-faithful) goes along."));
    options.addPositional(QStringLiteral("NAME"), QStringLiteral("An installed model."));
    options.addPositional(QStringLiteral("NEWNAME"), QStringLiteral("A name that is free."));
    if (options.parse(arguments) && options.positionals().size() != 2)
        options.fail(QStringLiteral("a model and its new name must be given"));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    const auto renamed = app::renameModel(toPath(options.positionals()[0]).string(),
                                          toPath(options.positionals()[1]).string(), models::ModelStore());
    if (!renamed)
        return reportError(renamed.error(), ExitFailed);
    for (const auto& [from, to] : *renamed)
        printOut(fmt::format("'{}' is now '{}'.", from, to));
    return ExitDone;
}

} // namespace enlarger::cli
