// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fetch/catalogue.h"

#include "app/files/path_text.h"
#include "core/cards/card.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <set>

namespace enlarger::app {

namespace {

Error wrong(const std::string& what, const std::filesystem::path& file)
{
    return Error{ErrorKind::BadInput, "no catalogue: " + what, file, {}};
}

// Empty: it is right.
std::string problemOf(const CatalogueEntry& entry)
{
    static const QRegularExpression hash(QStringLiteral("^[0-9a-f]{8,64}$"));
    if (!cards::isModelName(entry.name.toStdString()))
        return "'" + entry.name.toStdString() + "' is no name";
    const std::string of = " of " + entry.name.toStdString();
    const QString scheme = entry.url.scheme();
    if (!entry.url.isValid() || (scheme != QLatin1String("https") && scheme != QLatin1String("http")) ||
        entry.url.fileName().isEmpty())
        return "the address" + of;
    if (!hash.match(entry.sha256).hasMatch())
        return "the SHA-256" + of;
    if (std::ranges::any_of(entry.members, [](const std::string& member) {
            return !std::filesystem::path(member).has_filename();
        }))
        return "a member" + of;
    std::set<std::filesystem::path> files; // that they are unpacked to
    for (const std::string& member : entry.members)
        if (!files.insert(std::filesystem::path(member).filename()).second)
            return "a member that is there twice" + of;
    if (!entry.members.empty() && entry.kind == CatalogueEntry::Kind::Features)
        return "what is wanted of the package" + of; // only models are unpacked
    return entry.bytes < 0 ? "the size" + of : std::string();
}

} // namespace

std::filesystem::path CatalogueEntry::fileName() const
{
    return toPath(url.fileName());
}

Result<std::vector<CatalogueEntry>> catalogueFrom(const QByteArray& json, const std::filesystem::path& file)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document[QStringLiteral("files")].isArray())
        return wrong("it has no list of files", file);
    std::vector<CatalogueEntry> entries;
    const QJsonArray files = document[QStringLiteral("files")].toArray();
    for (const QJsonValue value : files) {
        CatalogueEntry entry;
        entry.name = value[QStringLiteral("name")].toString();
        entry.title = value[QStringLiteral("title")].toString(entry.name);
        entry.kind = value[QStringLiteral("kind")].toString() == QLatin1String("features")
                         ? CatalogueEntry::Kind::Features
                         : CatalogueEntry::Kind::Model;
        entry.url = QUrl(value[QStringLiteral("url")].toString(), QUrl::StrictMode);
        entry.page = QUrl(value[QStringLiteral("page")].toString());
        entry.licence = value[QStringLiteral("licence")].toString();
        entry.isNonCommercial = value[QStringLiteral("nonCommercial")].toBool();
        entry.bytes = value[QStringLiteral("bytes")].toInteger();
        entry.sha256 = value[QStringLiteral("sha256")].toString();
        const QJsonArray members = value[QStringLiteral("members")].toArray();
        for (const QJsonValue member : members)
            entry.members.push_back(member.toString().toStdString());
        if (const std::string problem = problemOf(entry); !problem.empty())
            return wrong(problem + " is wrong", file);
        entries.push_back(std::move(entry));
    }
    return entries;
}

const std::vector<CatalogueEntry>& catalogue()
{
    static const std::vector<CatalogueEntry> entries = [] {
        QFile file(QStringLiteral(":/fetch/catalogue.json"));
        auto read = file.open(QFile::ReadOnly)
                        ? catalogueFrom(file.readAll(), "catalogue.json")
                        : Result<std::vector<CatalogueEntry>>(std::vector<CatalogueEntry>());
        return read ? *std::move(read) : std::vector<CatalogueEntry>();
    }();
    return entries;
}

} // namespace enlarger::app
