// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fetch/fetched_file.h"

#include "app/fetch/package_members.h"
#include "app/files/path_text.h"
#include "core/base/file_hash.h"
#include "core/infer/features/feature_files.h"

#include <QTemporaryDir>

namespace enlarger::app {

namespace fs = std::filesystem;
using Kind = CatalogueEntry::Kind;

namespace {

Result<models::StoredModel> importMembers(const CatalogueEntry& entry, const fs::path& package,
                                          const models::ModelStore& store, bool replace)
{
    const QTemporaryDir folder(toText(package.parent_path() / entry.name.toStdString()) +
                               QStringLiteral("-XXXXXX"));
    if (!folder.isValid())
        return Error{ErrorKind::Io, "cannot be unpacked: " + folder.errorString().toStdString(), package, {}};
    const auto files = unpackMembers(package, entry.members, toPath(folder.path()));
    if (!files)
        return files.error();
    return store.import(files->front(), entry.name.toStdString(), replace);
}

} // namespace

fs::path fetchedFileOf(const CatalogueEntry& entry, const models::ModelStore& store)
{
    const fs::path data = store.folder().parent_path();
    if (entry.kind == Kind::Features)
        return infer::featureFolders({}, data).front() / entry.fileName();
    return data / "downloads" / (entry.name.toStdString() + entry.fileName().extension().string());
}

bool isInstalled(const CatalogueEntry& entry, const models::ModelStore& store)
{
    std::error_code error;
    return fs::exists(entry.kind == Kind::Model ? store.fileOf(entry.name.toStdString())
                                                : fetchedFileOf(entry, store),
                      error);
}

Result<std::optional<Download::Wanted>> downloadOf(const CatalogueEntry& entry,
                                                   const models::ModelStore& store)
{
    const fs::path file = fetchedFileOf(entry, store);
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error)
        return Error{
            ErrorKind::Io, "the folder cannot be created: " + error.message(), file.parent_path(), {}};
    if (const auto hash = sha256Of(file); hash && hash->starts_with(entry.sha256.toStdString()))
        return std::optional<Download::Wanted>();
    return std::optional(Download::Wanted{entry.url, file, entry.bytes, entry.sha256});
}

Result<std::optional<models::StoredModel>> installFetched(const CatalogueEntry& entry,
                                                          const models::ModelStore& store, bool replace)
{
    if (entry.kind == Kind::Features)
        return std::optional<models::StoredModel>();
    const fs::path file = fetchedFileOf(entry, store);
    auto model = entry.members.empty() ? store.import(file, entry.name.toStdString(), replace)
                                       : importMembers(entry, file, store, replace);
    if (!model)
        return std::move(model).error();
    std::error_code error;
    fs::remove(file, error); // the store has a copy
    return std::optional(*std::move(model));
}

Error withPage(Error problem, const CatalogueEntry& entry)
{
    const bool isServers = problem.file.empty() && problem.kind != ErrorKind::Cancelled;
    if (isServers && !entry.page.isEmpty())
        problem.advice += ". A browser gets it from " + entry.page.toString().toStdString();
    return problem;
}

} // namespace enlarger::app
