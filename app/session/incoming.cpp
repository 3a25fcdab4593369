// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/incoming.h"

#include "app/files/path_text.h"
#include "app/session/temporary_folder.h"

#include <QDir>
#include <QImage>
#include <QMimeData>
#include <QUrl>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

// A line of text that is a path, or nothing.
fs::path pathFrom(const QString& line)
{
    QString text = line.trimmed();
    const bool isQuoted = text.size() > 2 && text.front() == text.back() &&
                          (text.front() == QLatin1Char('"') || text.front() == QLatin1Char('\''));
    if (isQuoted)
        text = text.mid(1, text.size() - 2);
    if (text.startsWith(QLatin1String("file:"), Qt::CaseInsensitive))
        return toPath(QUrl(text).toLocalFile());
    if (text == QLatin1String("~") || text.startsWith(QLatin1String("~/")))
        return toPath(QDir::homePath() + text.mid(1));
    return text.startsWith(QLatin1Char('/')) ? toPath(text) : fs::path();
}

std::vector<fs::path> localFiles(const QMimeData& data)
{
    std::vector<fs::path> files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            files.push_back(toPath(url.toLocalFile()));
    return files;
}

// Nothing unless every line is a path: a text that merely has one in it is no request to open it.
std::vector<fs::path> pathsInText(const QMimeData& data)
{
    std::vector<fs::path> files;
    for (const QString& line : data.text().split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (line.trimmed().isEmpty())
            continue;
        fs::path file = pathFrom(line);
        if (file.empty())
            return {};
        files.push_back(std::move(file));
    }
    return files;
}

} // namespace

std::vector<fs::path> incomingFiles(const QMimeData& data)
{
    if (std::vector<fs::path> files = localFiles(data); !files.empty())
        return files;
    if (!data.hasImage())
        return pathsInText(data);
    const auto picture = qvariant_cast<QImage>(data.imageData());
    if (picture.isNull())
        return pathsInText(data);
    const fs::path file = newTemporaryFile("Pasted picture", "png");
    constexpr int uncompressed = 100;                // it is written on the GUI thread: what counts is time
    picture.save(toText(file), "PNG", uncompressed); // where that fails, opening it will say so
    return {file};
}

bool hasIncomingFiles(const QMimeData& data)
{
    return data.hasImage() || !localFiles(data).empty() || !pathsInText(data).empty();
}

bool isTemporary(const fs::path& file)
{
    return isInTemporaryFolder(file);
}

} // namespace enlarger::app
