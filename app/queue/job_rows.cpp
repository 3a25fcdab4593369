// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_rows.h"

#include "app/queue/job_settings.h"

#include <QVariant>

namespace enlarger::app {

namespace {

QByteArray bytesOf(const std::filesystem::path& path)
{
    return QByteArray::fromStdString(path.string());
}

} // namespace

QString makeJobTable()
{
    return QStringLiteral(
        "CREATE TABLE jobs (id INTEGER PRIMARY KEY, place REAL NOT NULL, source BLOB NOT NULL, format TEXT, "
        "settings BLOB NOT NULL, state TEXT NOT NULL, in_width INTEGER, in_height INTEGER, out_width "
        "INTEGER, "
        "out_height INTEGER, size INTEGER, modified INTEGER, sha256 TEXT, output BLOB, text TEXT, seconds "
        "REAL, "
        "added INTEGER, started INTEGER, finished INTEGER)");
}

QString selectJobs()
{
    return QStringLiteral(
        "SELECT id, place, source, format, settings, state, in_width, in_height, out_width, "
        "out_height, size, modified, sha256, output, text, seconds, added, started, finished "
        "FROM jobs ORDER BY place, id");
}

QString insertJob()
{
    return QStringLiteral(
        "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?)");
}

QVariantList valuesOf(const Job& job)
{
    return {qint64(job.id),
            job.place,
            bytesOf(job.source),
            QString::fromStdString(image::formatWord(job.format)),
            job.settings->key,
            QString::fromLatin1(nameOf(job.state)),
            job.in.width,
            job.in.height,
            job.out.width,
            job.out.height,
            qint64(job.seen.size),
            qint64(job.seen.modified),
            QString::fromStdString(job.seen.sha256),
            bytesOf(job.output),
            job.text,
            job.seconds,
            qint64(job.added),
            qint64(job.started),
            qint64(job.finished)};
}

std::optional<Job> JobRowReader::jobIn(const QSqlQuery& row)
{
    int column = 0;
    const auto next = [&] { return row.value(column++); };
    Job job;
    job.id = next().toLongLong();
    job.place = next().toDouble();
    job.source = next().toByteArray().toStdString();
    job.format = image::formatFromName(next().toString().toStdString()).value_or(job.format);
    job.settings = settingsOf(next().toByteArray());
    const auto state = fromName<JobState>(next().toString().toStdString());
    job.in.width = next().toInt();
    job.in.height = next().toInt();
    job.out.width = next().toInt();
    job.out.height = next().toInt();
    job.seen.size = next().toLongLong();
    job.seen.modified = next().toLongLong();
    job.seen.sha256 = next().toString().toStdString();
    job.output = next().toByteArray().toStdString();
    job.text = next().toString();
    job.seconds = next().toDouble();
    job.added = next().toLongLong();
    job.started = next().toLongLong();
    job.finished = next().toLongLong();
    if (!state || !job.settings || job.source.empty() || job.id <= 0) {
        ++m_unreadable;
        return {};
    }
    job.state = *state == JobState::Running ? JobState::Waiting : *state;
    return job;
}

JobSettingsPointer JobRowReader::settingsOf(const QByteArray& text)
{
    auto found = m_settings.find(text);
    if (found == m_settings.end()) {
        auto settings = settingsFrom(text);
        found = m_settings.insert(text, settings ? std::make_shared<const JobSettings>(*std::move(settings))
                                                 : JobSettingsPointer());
    }
    return *found;
}

} // namespace enlarger::app
