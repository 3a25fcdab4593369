// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/files/input_list.h"
#include "app/files/manifest.h"

#include <QJsonArray>

#include <fmt/format.h>

#include <algorithm>

namespace enlarger::cli {

namespace {

using app::ManifestEntry;
using app::ManifestSummary;
using State = app::ManifestState;
using Entries = decltype(ManifestSummary::entries);

/// Adds the photos of those files and folders of which no manifest speaks.
void addExpected(ManifestSummary& summary, const app::InputList& expected)
{
    for (const app::InputPhoto& photo : expected.photos)
        summary.entries.try_emplace(toText(app::listedPath(photo)).toStdString());
}

bool isMissing(const ManifestEntry& entry)
{
    return entry.state == State::Planned || entry.state == State::Failed;
}

std::string textOf(const ManifestSummary& summary)
{
    std::string text = fmt::format("{} photos: {} done, {} skipped, {} failed, {} missing; {} of work.",
                                   summary.entries.size(), summary.count(State::Done),
                                   summary.count(State::Skipped), summary.count(State::Failed),
                                   summary.count(State::Planned), durationText(summary.seconds()));
    if (summary.damagedLines > 0)
        text += fmt::format("\n{} lines are damaged, and were passed over.", summary.damagedLines);
    for (const auto& [input, entry] : summary.entries)
        if (entry.state == State::Failed)
            text += fmt::format("\nfailed   {}: {}", printable(input), printable(entry.reason));
    for (const auto& [input, entry] : summary.entries)
        if (entry.state == State::Planned)
            text += "\nmissing  " + printable(input);
    return text;
}

QJsonObject jsonOf(const ManifestSummary& summary)
{
    QJsonArray photos;
    for (const auto& [input, entry] : summary.entries) {
        QJsonObject photo{{text("input"), toText(input)},
                          {text("state"), QLatin1String(nameOf(entry.state))},
                          {text("seconds"), entry.seconds}};
        if (!entry.output.empty())
            photo[text("output")] = toText(entry.output);
        if (!entry.reason.empty())
            photo[text("reason")] = toText(entry.reason);
        photos += photo;
    }
    return {{text("done"), qint64(summary.count(State::Done))},
            {text("skipped"), qint64(summary.count(State::Skipped))},
            {text("failed"), qint64(summary.count(State::Failed))},
            {text("missing"), qint64(summary.count(State::Planned))},
            {text("damagedLines"), qint64(summary.damagedLines)},
            {text("seconds"), summary.seconds()},
            {text("photos"), photos}};
}

} // namespace

int runReport(const QStringList& arguments)
{
    Arguments options(
        text("report MANIFEST... [options]"),
        text("Joins the manifests of 'upscale --manifest', and says what is done, what failed and\n"
             "what is missing."));
    options.addPositional(text("MANIFEST"), text("Manifests, of one computer or of many."));
    options.addOption({text("expect")}, text("FILE|FOLDER"),
                      text("Photos that should be there, as they were given to upscale; may be given several "
                           "times. Finds what no program has begun."));
    options.addFlag({text("recursive")}, text("Include the subfolders of --expect."));
    options.addFlag({text("missing")},
                    text("Only list what failed or is missing, for 'upscale --files-from -'."));
    options.addFlag({text("json")}, text("One JSON document on stdout."));
    if (options.parse(arguments)) {
        options.exclusive({text("missing"), text("json")});
        if (options.positionals().isEmpty())
            options.fail(text("no manifest is given"));
    }
    if (options.isWrong() || options.has(text("help")))
        return options.exitCode();
    std::vector<std::filesystem::path> files;
    for (const QString& file : options.positionals())
        files.push_back(toPath(file));
    auto summary = app::readManifests(files);
    if (!summary)
        return reportError(summary.error(), ExitFailed);
    std::vector<std::filesystem::path> expected;
    for (const QString& input : options.texts(text("expect")))
        expected.push_back(toPath(input));
    const app::InputList list = app::collectInputs(expected, options.has(text("recursive")));
    for (const Error& problem : list.problems)
        reportError(problem, ExitFailed);
    addExpected(*summary, list);
    if (options.has(text("json")))
        printJson(jsonOf(*summary));
    else if (!options.has(text("missing")))
        printOut(textOf(*summary));
    else
        for (const auto& [input, entry] : summary->entries)
            if (isMissing(entry))
                printOut(input);
    const bool isWhole = list.problems.empty() &&
                         std::ranges::none_of(summary->entries, isMissing, &Entries::value_type::second);
    return isWhole ? ExitDone : ExitFailed;
}

} // namespace enlarger::cli
