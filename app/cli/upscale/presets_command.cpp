// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/presets/preset_store.h"

#include <fmt/format.h>

#include <algorithm>

namespace enlarger::cli {

namespace {

using app::Preset;
using app::PresetStore;

// Parses what takes names alone; the exit code where there is nothing to do.
std::optional<int> parse(Arguments& options, const QStringList& arguments, bool wantsNames)
{
    if (options.parse(arguments) && wantsNames == options.positionals().isEmpty())
        options.fail(
            wantsNames ? QStringLiteral("no preset is given")
                       : QStringLiteral("unexpected argument '%1'").arg(options.positionals().constFirst()));
    if (options.isWrong() || options.has(QStringLiteral("help")))
        return options.exitCode();
    return {};
}

int list(const QStringList& arguments)
{
    Arguments options(QStringLiteral("presets list"),
                      QStringLiteral("Lists the presets: your own, and those of the program."));
    if (const auto exitCode = parse(options, arguments, false))
        return *exitCode;
    std::vector<Error> problems;
    const std::vector<Preset> presets = PresetStore().all(&problems);
    std::size_t width = 0;
    for (const Preset& preset : presets)
        width = std::max(width, preset.name.size());
    for (const Preset& preset : presets)
        printOut(printable(fmt::format("{:<{}}  {}", preset.name, width, presetSummary(preset))));
    for (const Error& problem : problems)
        printErr(printable(problem.text()));
    return problems.empty() ? ExitDone : ExitFailed;
}

int show(const QStringList& arguments)
{
    Arguments options(QStringLiteral("presets show NAME..."),
                      QStringLiteral("Prints presets as JSON, to be kept, changed or sent to others."));
    options.addPositional(QStringLiteral("NAME"), QStringLiteral("A preset, or a file of one."));
    if (const auto exitCode = parse(options, arguments, true))
        return *exitCode;
    int exitCode = ExitDone;
    for (const QString& name : options.positionals()) {
        const auto preset = PresetStore().find(toPath(name).string());
        if (preset)
            printOut(presetText(*preset).trimmed().toStdString());
        else
            exitCode = reportError(preset.error(), ExitFailed);
    }
    return exitCode;
}

int import(const QStringList& arguments)
{
    Arguments options(QStringLiteral("presets import FILE... [options]"),
                      QStringLiteral("Takes presets from files, as 'presets show' prints them."));
    options.addPositional(QStringLiteral("FILE"), QStringLiteral("A preset as JSON."));
    options.addFlag({QStringLiteral("replace")}, QStringLiteral("In place of an own preset of that name."));
    if (const auto exitCode = parse(options, arguments, true))
        return *exitCode;
    const PresetStore store;
    int exitCode = ExitDone;
    for (const QString& file : options.positionals()) {
        const auto preset = app::readPreset(toPath(file));
        if (!preset) {
            exitCode = reportError(preset.error(), ExitFailed);
            continue;
        }
        const Status saved =
            store.hasOwn(preset->name) && !options.has(QStringLiteral("replace"))
                ? Status(Error{ErrorKind::FileExists, "there is a preset '" + preset->name + "' already",
                               toPath(file), "Give --replace, or give it another name"})
                : store.save(*preset);
        if (saved)
            printOut(printable(fmt::format("'{}': {}", preset->name, presetSummary(*preset))));
        else
            exitCode = reportError(saved.error(), ExitFailed);
    }
    return exitCode;
}

int remove(const QStringList& arguments)
{
    Arguments options(QStringLiteral("presets remove NAME..."), QStringLiteral("Removes own presets."));
    options.addPositional(QStringLiteral("NAME"), QStringLiteral("One of your own."));
    if (const auto exitCode = parse(options, arguments, true))
        return *exitCode;
    int exitCode = ExitDone;
    for (const QString& name : options.positionals())
        if (const Status removed = PresetStore().remove(toPath(name).string()); !removed)
            exitCode = reportError(removed.error(), ExitFailed);
    return exitCode;
}

constexpr Command commands[] = {{"list", "list the presets", list},
                                {"show", "print presets as JSON", show},
                                {"import", "take presets from files", import},
                                {"remove", "remove own presets", remove}};

} // namespace

int runPresets(const QStringList& arguments)
{
    return dispatch(QStringLiteral("enlarger-cli presets"),
                    QStringLiteral("Manages named sets of settings, those of the window too."), commands,
                    arguments.isEmpty() ? QStringList(QStringLiteral("list")) : arguments);
}

} // namespace enlarger::cli
