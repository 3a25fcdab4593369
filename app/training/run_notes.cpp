// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_notes.h"

#include "app/files/path_text.h"
#include "core/base/atomic_file.h"

#include <QFile>

#include <fmt/format.h>

namespace enlarger::app {

namespace {

std::filesystem::path notesFile(const std::filesystem::path& run)
{
    return run / "notes.txt";
}

} // namespace

QString notesOf(const std::filesystem::path& run)
{
    QFile file(toText(notesFile(run)));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(longestNotes)).trimmed() : QString();
}

Status writeNotes(const std::filesystem::path& run, const QString& notes)
{
    const std::filesystem::path file = notesFile(run);
    const std::string text = notes.trimmed().toStdString();
    if (text.size() > std::size_t(longestNotes))
        return Error{ErrorKind::BadInput,
                     fmt::format("the notes have {} bytes, and {} fit", text.size(), longestNotes), file,
                     "Shorten them"};
    std::error_code problem;
    if (!text.empty())
        return writeFile(file, text + "\n");
    std::filesystem::remove(file, problem);
    if (problem)
        return Error{ErrorKind::Io, "cannot be removed: " + problem.message(), file, {}};
    return {};
}

} // namespace enlarger::app
