// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_index.h"

#include "app/files/path_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <atomic>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

constexpr int version = 1; // of the table below
const QString makeTable = QStringLiteral(
    "CREATE TABLE runs (parent BLOB, folder BLOB PRIMARY KEY, stamp TEXT, recipe TEXT, start TEXT, "
    "step INTEGER, position REAL, seconds REAL, minutes REAL, over INTEGER, best_step INTEGER, "
    "psnr REAL, gain REAL, lpips REAL, curve TEXT, problem TEXT)");

/// To the file, for the thread that made it.
class Connection
{
public:
    explicit Connection(const fs::path& file)
        : m_name(nextName())
        , m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name))
    {
        m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=200")); // ms
        m_database.setDatabaseName(toText(file));
        m_database.open();
    }
    ~Connection()
    {
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// The query with its answer; nothing where it was refused.
    std::optional<QSqlQuery> ask(const QString& sql, const QVariantList& values = {})
    {
        if (!m_database.isOpen())
            return {};
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        bool isDone = query.prepare(sql);
        for (const QVariant& value : values)
            query.addBindValue(value);
        isDone = isDone && query.exec();
        if (isDone)
            return query;
        const QString code = query.lastError().nativeErrorCode();
        m_isDamaged |= code == QLatin1String("1") ||  // SQLITE_ERROR: the table is another
                       code == QLatin1String("11") || // SQLITE_CORRUPT
                       code == QLatin1String("26");   // SQLITE_NOTADB
        return {};
    }

    /// Of its table; 0: it is new, nothing: it cannot be read.
    std::optional<int> version()
    {
        auto query = ask(QStringLiteral("PRAGMA user_version"));
        return query && query->next() ? std::optional(query->value(0).toInt()) : std::nullopt;
    }

    /// Whether something was refused that would be done with a new file.
    bool isDamaged() const { return m_isDamaged; }

private:
    static QString nextName()
    {
        static std::atomic<int> count = 0;
        return QStringLiteral("runs-%1").arg(++count);
    }

    QString m_name;
    QSqlDatabase m_database;
    bool m_isDamaged = false;
};

QByteArray bytesOf(const fs::path& path)
{
    return QByteArray::fromStdString(path.string());
}

QVariant optionalValue(const std::optional<double>& value)
{
    return value ? QVariant(*value) : QVariant(QMetaType::fromType<double>());
}

std::optional<double> optionalValue(const QVariant& value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toDouble());
}

QString textOf(const std::vector<double>& curve)
{
    QJsonArray array;
    for (double value : curve)
        array += value;
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

std::vector<double> curveOf(const QString& text)
{
    std::vector<double> curve;
    for (const auto& value : QJsonDocument::fromJson(text.toUtf8()).array())
        curve.push_back(value.toDouble());
    return curve;
}

RunInfo runIn(const QSqlQuery& row)
{
    int column = 0;
    const auto next = [&] { return row.value(column++); };
    RunInfo run;
    run.folder = next().toByteArray().toStdString();
    run.stamp = next().toString().toStdString();
    run.recipe = next().toString();
    run.from = next().toString();
    run.step = next().toLongLong();
    run.position = next().toDouble();
    run.seconds = next().toDouble();
    run.minutes = optionalValue(next());
    run.isOver = next().toBool();
    BestFigures best;
    best.step = next().toLongLong();
    const auto psnr = optionalValue(next());
    best.gain = optionalValue(next());
    best.lpips = optionalValue(next());
    if (psnr) {
        best.psnr = *psnr;
        run.best = best;
    }
    run.curve = curveOf(next().toString());
    run.problem = next().toString();
    return run;
}

QVariantList valuesOf(const fs::path& parent, const RunInfo& run)
{
    const BestFigures best = run.best.value_or(BestFigures());
    return {bytesOf(parent),
            bytesOf(run.folder),
            QString::fromStdString(run.stamp),
            run.recipe,
            run.from,
            qint64(run.step),
            run.position,
            run.seconds,
            optionalValue(run.minutes),
            run.isOver,
            qint64(best.step),
            optionalValue(run.best ? std::optional(best.psnr) : std::nullopt),
            optionalValue(best.gain),
            optionalValue(best.lpips),
            textOf(run.curve),
            run.problem};
}

/// False: something was refused, and nothing has changed.
bool replace(Connection& connection, const fs::path& parent, const std::vector<RunInfo>& runs)
{
    const auto found = connection.version();
    if (!found || !connection.ask(QStringLiteral("BEGIN IMMEDIATE")))
        return false;
    bool isDone = true;
    if (*found != version)
        isDone = connection.ask(QStringLiteral("DROP TABLE IF EXISTS runs")) && connection.ask(makeTable) &&
                 connection.ask(QStringLiteral("PRAGMA user_version = %1").arg(version));
    isDone = isDone && connection.ask(QStringLiteral("DELETE FROM runs WHERE parent = ?"), {bytesOf(parent)});
    const QString insert =
        QStringLiteral("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const RunInfo& run : runs)
        isDone = isDone && connection.ask(insert, valuesOf(parent, run));
    if (isDone && connection.ask(QStringLiteral("COMMIT")))
        return true;
    connection.ask(QStringLiteral("ROLLBACK"));
    return false;
}

} // namespace

RunIndex::RunIndex(fs::path file)
    : m_file(std::move(file))
{}

std::vector<RunInfo> RunIndex::read(const fs::path& runsFolder) const
{
    std::error_code problem;
    if (!fs::exists(m_file, problem) || !QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        return {};
    Connection connection(m_file);
    if (connection.version() != version)
        return {};
    std::vector<RunInfo> runs;
    auto query = connection.ask(
        QStringLiteral("SELECT folder, stamp, recipe, start, step, position, seconds, minutes, over, "
                       "best_step, psnr, gain, lpips, curve, problem FROM runs WHERE parent = ?"),
        {bytesOf(runsFolder)});
    while (query && query->next())
        runs.push_back(runIn(*query));
    return runs;
}

void RunIndex::write(const fs::path& runsFolder, const std::vector<RunInfo>& runs) const
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        return;
    std::error_code problem;
    fs::create_directories(m_file.parent_path(), problem);
    for (int attempt = 0; attempt < 2; ++attempt) {
        bool isDamaged = false;
        {
            Connection connection(m_file);
            isDamaged = !replace(connection, runsFolder, runs) && connection.isDamaged();
        }
        if (!isDamaged)
            return; // written; or in use, or the disk takes nothing
        fs::remove(m_file, problem);
        fs::remove(m_file.string() + "-journal", problem);
    }
}

} // namespace enlarger::app
