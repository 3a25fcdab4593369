// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/models/fetch_command.h"

#include "app/cli/models/model_text.h"
#include "app/cli/terminal/arguments.h"
#include "app/cli/terminal/command.h"
#include "app/cli/terminal/console.h"
#include "app/cli/terminal/interrupt.h"
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/terminal_progress.h"
#include "app/cli/terminal/text_format.h"
#include "app/fetch/catalogue.h"
#include "app/fetch/download.h"
#include "app/fetch/fetched_file.h"
#include "core/base/nearest_name.h"
#include "core/models/model_store.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace enlarger::cli {

namespace {

namespace fs = std::filesystem;
using app::CatalogueEntry;

Result<std::vector<CatalogueEntry>> entriesOf(const Arguments& options)
{
    if (!options.has(QStringLiteral("catalogue")))
        return app::catalogue();
    const fs::path file = toPath(options.text(QStringLiteral("catalogue")));
    QFile content(toText(file));
    if (!content.open(QFile::ReadOnly))
        return Error{ErrorKind::Io, "cannot be read: " + content.errorString().toStdString(), file, {}};
    return app::catalogueFrom(content.readAll(), file);
}

std::string offerText(const CatalogueEntry& entry)
{
    return fmt::format("{}{}, {}{}", entry.title.toStdString(),
                       entry.bytes > 0 ? ", " + bytesText(entry.bytes) : std::string(),
                       entry.licence.toStdString(), entry.isNonCommercial ? " (not for commercial use)" : "");
}

int list(const std::vector<CatalogueEntry>& entries)
{
    std::size_t width = 0;
    for (const CatalogueEntry& entry : entries)
        width = std::max(width, entry.name.toStdString().size());
    for (const CatalogueEntry& entry : entries) {
        printOut(printable(fmt::format("{:<{}}  {}", entry.name.toStdString(), width, offerText(entry))));
        printOut(printable(fmt::format("{:<{}}  {}", "", width, entry.page.toString().toStdString())));
    }
    return ExitDone;
}

Status download(const CatalogueEntry& entry, const models::ModelStore& store, const Interrupt& interrupt)
{
    const auto wanted = app::downloadOf(entry, store);
    if (!wanted)
        return wanted.error();
    if (!*wanted)
        return {};
    TerminalProgress progress;
    app::Download work(**wanted);
    std::optional<Status> outcome;
    QObject::connect(&work, &app::Download::finished, [&](const Status& status) {
        outcome = status;
        QCoreApplication::quit();
    });
    QObject::connect(&work, &app::Download::progressed, [&](std::int64_t done, std::int64_t all) {
        progress.show(all > 0 ? double(done) / double(all) : 0.0, entry.name.toStdString(),
                      all > 0 ? bytesText(done) + " of " + bytesText(all) : bytesText(done));
    });
    QTimer watch; // for Ctrl+C
    QObject::connect(&watch, &QTimer::timeout, [&] {
        if (interrupt.asked())
            work.cancel();
    });
    watch.start(100);
    QTimer::singleShot(0, &work, &app::Download::start);
    QCoreApplication::exec();
    return outcome ? *outcome : Status(Error{ErrorKind::Cancelled, "cancelled", {}, {}});
}

Status fetch(const CatalogueEntry& entry, bool replace, const Interrupt& interrupt)
{
    const models::ModelStore store;
    if (entry.kind == CatalogueEntry::Kind::Model && !replace && app::isInstalled(entry, store)) {
        printErr(printable("There is a model '" + entry.name.toStdString() +
                           "' already: --replace fetches it anew."));
        return {};
    }
    printErr(printable(fmt::format("{}: {}", entry.name.toStdString(), offerText(entry))));
    if (Status done = download(entry, store, interrupt); !done)
        return app::withPage(std::move(done).error(), entry);
    const auto model = app::installFetched(entry, store, replace);
    if (!model)
        return model.error();
    if (!*model) {
        printOut(printable(app::fetchedFileOf(entry, store).string()));
        return {};
    }
    printOut(printable("'" + (*model)->card.name + "': " + summaryOf(**model)));
    printNotes(**model);
    return {};
}

} // namespace

int runFetchModels(const QStringList& arguments)
{
    Arguments options(
        QStringLiteral("models fetch [NAME...] [options]"),
        QStringLiteral(
            "Fetches published networks, and the features that training measures by, from where their\n"
            "authors keep them. Without a name it lists them. What was begun goes on where it "
            "stopped."));
    options.addPositional(QStringLiteral("NAME"), QStringLiteral("As the list names them."));
    options.addFlag({QStringLiteral("replace")}, QStringLiteral("Replace a model of the same name."));
    options.addOption({QStringLiteral("catalogue")}, QStringLiteral("FILE"),
                      QStringLiteral("Another list, as of a mirror: JSON like resources/catalogue.json."));
    if (!options.parse(arguments) || options.isWrong())
        return options.exitCode();
    const auto entries = entriesOf(options);
    if (!entries)
        return reportError(entries.error(), ExitUsage);
    if (options.positionals().isEmpty())
        return list(*entries);

    std::vector<std::string> names;
    for (const CatalogueEntry& entry : *entries)
        names.push_back(entry.name.toStdString());
    std::vector<CatalogueEntry> wanted;
    for (const QString& name : options.positionals()) {
        const auto known = std::ranges::find(*entries, name, &CatalogueEntry::name);
        if (known == entries->end()) {
            const std::string near = nearestName(name.toStdString(), names);
            return reportError(Error{ErrorKind::BadInput,
                                     "nothing is called '" + name.toStdString() + "' here",
                                     {},
                                     near.empty() ? "'enlarger-cli models fetch' lists what there is"
                                                  : "Did you mean '" + near + "'?"},
                               ExitUsage);
        }
        wanted.push_back(*known);
    }
    const Interrupt interrupt;
    int argc = 1;
    char program[] = "enlarger-cli";
    char* argv[] = {program, nullptr};
    const QCoreApplication loop(argc, argv); // for the network
    int exitCode = ExitDone;
    for (const CatalogueEntry& entry : wanted)
        if (const Status fetched = fetch(entry, options.has(QStringLiteral("replace")), interrupt);
            !fetched) {
            exitCode = reportError(fetched.error(), ExitFailed);
            if (exitCode == ExitCancelled)
                return exitCode;
        }
    return exitCode;
}

} // namespace enlarger::cli
