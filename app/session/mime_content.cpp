// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/mime_content.h"

#include "app/files/path_text.h"
#include "app/session/temporary_folder.h"

#include <QDir>
#include <QFile>
#include <QMimeData>
#include <QUrl>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

const QString pngType = QStringLiteral("image/png");

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

MimeContent readMimeContent(const QMimeData& data)
{
    MimeContent found;
    found.files = localFiles(data);
    if (found.files.empty() && data.hasFormat(pngType))
        found.png = data.data(pngType);
    if (found.isEmpty() && data.hasImage())
        found.pixels = qvariant_cast<QImage>(data.imageData());
    if (found.isEmpty())
        found.files = pathsInText(data);
    return found;
}

bool hasMimeContent(const QMimeData& data)
{
    return data.hasImage() || data.hasFormat(pngType) || !localFiles(data).empty() ||
           !pathsInText(data).empty();
}

fs::path writePicture(const MimeContent& from)
{
    const fs::path path = newTemporaryFile("Pasted picture", "png");
    QFile file(toText(path));
    if (from.png.isEmpty()) {
        constexpr int uncompressed = 100; // it goes with this run: what counts is time
        from.pixels.save(&file, "PNG", uncompressed);
    } else if (file.open(QFile::WriteOnly)) {
        file.write(from.png);
    }
    return path;
}

bool isTemporary(const fs::path& file)
{
    return isInTemporaryFolder(file);
}

} // namespace enlarger::app
