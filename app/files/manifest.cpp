// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/manifest.h"

#include "app/files/path_text.h"
#include "core/system/file_lock.h"

#include <QJsonDocument>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <numeric>
#include <optional>
#include <utility>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

Error cannot(const char* what, const fs::path& file)
{
    return {ErrorKind::Io, std::string("the manifest cannot be ") + what + ": " + std::strerror(errno), file,
            "Name another file with --manifest"};
}

struct Line
{
    std::string input;
    ManifestEntry entry;
};

std::optional<Line> lineIn(const std::string& text)
{
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    const auto word = [&](const char* key) { return object[QLatin1String(key)].toString().toStdString(); };
    const auto state = fromName<ManifestState>(word("state"));
    if (!state || word("input").empty())
        return {};
    return Line{word("input"),
                {*state, word("output"), word("reason"), object[QLatin1String("seconds")].toDouble()}};
}

} // namespace

Result<Manifest> Manifest::open(const fs::path& file)
{
    OpenFile open = OpenFile::toAppend(file);
    if (!open.isOpen())
        return cannot("opened", file);
    return Manifest(file, std::move(open));
}

Manifest::Manifest(fs::path file, OpenFile open)
    : m_file(std::move(file))
    , m_open(std::move(open))
{}

Status Manifest::add(const std::vector<QJsonObject>& lines)
{
    QByteArray text;
    for (const QJsonObject& line : lines)
        text += QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    const WaitingLock lock(m_open.descriptor());
    if (!lock.isHeld())
        return cannot("locked", m_file);
    const std::int64_t end = m_open.seek(0, SEEK_END);
    if (char last = '\n'; end > 0 && m_open.readAt(end - 1, &last, 1) == 1 && last != '\n')
        text.prepend('\n');
    for (const char* from = text.constData(); from != text.constData() + text.size();) {
        const std::int64_t written = m_open.write(from, std::size_t(text.constData() + text.size() - from));
        if (written < 0 && errno != EINTR)
            return cannot("written", m_file);
        from += std::max<std::int64_t>(written, 0);
    }
    return {};
}

std::int64_t ManifestSummary::count(ManifestState state) const
{
    return std::ranges::count_if(entries, [state](const auto& entry) { return entry.second.state == state; });
}

double ManifestSummary::seconds() const
{
    return std::accumulate(entries.begin(), entries.end(), 0.0,
                           [](double sum, const auto& entry) { return sum + entry.second.seconds; });
}

Result<ManifestSummary> readManifests(const std::vector<fs::path>& files)
{
    ManifestSummary summary;
    for (const fs::path& file : files) {
        errno = 0;
        std::ifstream lines(file);
        if (!lines || fs::is_directory(file))
            return Error{ErrorKind::Io,
                         std::string("the manifest cannot be read: ") +
                             std::strerror(errno != 0 ? errno : EISDIR),
                         file,
                         {}};
        for (std::string text; std::getline(lines, text);) {
            if (text.empty())
                continue;
            auto line = lineIn(text);
            if (!line) {
                ++summary.damagedLines;
                continue;
            }
            const auto [place, isNew] = summary.entries.try_emplace(line->input, line->entry);
            if (!isNew && line->entry.state >= place->second.state) {
                line->entry.seconds += place->second.seconds;
                place->second = std::move(line->entry);
            }
        }
    }
    return summary;
}

} // namespace enlarger::app
