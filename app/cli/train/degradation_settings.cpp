// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train/degradation_settings.h"

#include "app/cli/terminal/path_text.h"
#include "core/degrade/degradation.h"

namespace enlarger::cli {

QStringList degradationNames()
{
    QStringList names;
    for (const std::string& name : degrade::Degradation::names())
        names += toText(name);
    return names;
}

void declareDegradation(Arguments& options)
{
    options.addOption({text("r"), text("recipe")}, text("R"),
                      text("The recipe, a name or a JSON file, from which the degradation is taken."));
    options.addOption({text("set")}, text("FIELD=VALUE"),
                      text("Changes a field of degradation.photo or degradation.real; may be given several "
                           "times. 'train --list --recipe R' shows them."));
}

train::Recipe readDegradation(Arguments& options)
{
    train::Recipe recipe;
    const auto reportError = [&](const Error& error) { options.fail(toText(error.text())); };
    if (options.has(text("recipe"))) {
        auto found = train::findRecipe(toPath(options.text(text("recipe"))).string());
        if (!found)
            reportError(found.error());
        else
            recipe = *std::move(found);
    }
    for (const QString& setting : options.texts(text("set")))
        if (!setting.startsWith(text("degradation.")))
            options.fail(text("--set changes fields of 'degradation.' here, not '%1'").arg(setting));
        else if (const Status status = train::setField(recipe, setting.toStdString()); !status)
            reportError(status.error());
    if (const Status status = degrade::check(recipe.degradation); !status)
        reportError(status.error());
    return recipe;
}

} // namespace enlarger::cli
