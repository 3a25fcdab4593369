// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_store.h"

#include "app/files/path_text.h"
#include "app/queue/job_rows.h"
#include "core/base/atomic_file.h"
#include "core/models/model_store.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <atomic>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

constexpr int version = 1; // of the table in job_rows.h

/// "queue.sqlite" and what SQLite keeps beside it go to the first free name of "queue-damaged.sqlite",
/// "queue-damaged-2.sqlite" ...
fs::path keepAside(const fs::path& file, const char* why)
{
    fs::path aside = file.parent_path() / (file.stem().string() + "-" + why + file.extension().string());
    std::error_code problem;
    const fs::path wanted = aside;
    for (int number = 2; fs::exists(aside, problem); ++number)
        aside = numberedName(wanted, number);
    for (const char* part : {"-wal", "-journal", "-shm"})
        fs::rename(file.string() + part, aside.string() + part, problem);
    fs::rename(file, aside, problem);
    return problem ? fs::path() : aside;
}

} // namespace

class JobStore::Connection
{
public:
    explicit Connection(const fs::path& file)
        : m_name(nextName())
        , m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name))
    {
        m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=100")); // ms
        m_database.setDatabaseName(toText(file));
        if (!m_database.open())
            note(m_database.lastError());
    }
    ~Connection()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    std::optional<QSqlQuery> prepare(const QString& sql)
    {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (m_database.isOpen() && query.prepare(sql))
            return query;
        note(query.lastError());
        return {};
    }
    bool run(QSqlQuery& query, const QVariantList& values = {})
    {
        for (qsizetype i = 0; i < values.size(); ++i)
            query.bindValue(int(i), values[i]);
        if (query.exec())
            return true;
        note(query.lastError());
        return false;
    }
    /// The query with its answer; nothing where it was refused.
    std::optional<QSqlQuery> ask(const QString& sql)
    {
        auto query = prepare(sql);
        return query && run(*query) ? std::move(query) : std::nullopt;
    }
    std::optional<QVariant> value(const QString& sql)
    {
        auto query = ask(sql);
        return query && query->next() ? std::optional(query->value(0)) : std::nullopt;
    }

    /// Of what was refused last.
    const QString& problem() const { return m_problem; }
    bool isLocked() const { return m_code == 5 || m_code == 6; } // SQLITE_BUSY, SQLITE_LOCKED
    bool isDamaged() const // SQLITE_ERROR: the table is another; SQLITE_CORRUPT; SQLITE_NOTADB
    {
        return m_code == 1 || m_code == 11 || m_code == 26;
    }

private:
    static QString nextName()
    {
        static std::atomic<int> count = 0;
        return QStringLiteral("queue-%1").arg(++count);
    }
    void note(const QSqlError& error)
    {
        m_problem = error.databaseText();
        m_code = error.nativeErrorCode().toInt() & 0xFF; // without its extension
    }

    QString m_name;
    QSqlDatabase m_database;
    QString m_problem;
    int m_code = 0;
};

fs::path JobStore::defaultFile()
{
    return models::ModelStore::defaultFolder().parent_path() / "queue.sqlite";
}

JobStore::JobStore() = default;
JobStore::~JobStore() = default;

Result<std::unique_ptr<JobStore>> JobStore::open(const fs::path& file)
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        return Error{ErrorKind::Unsupported, "Qt's driver for SQLite is not installed", {}, {}};
    std::error_code problem;
    fs::create_directories(file.parent_path(), problem);
    std::unique_ptr<JobStore> store(new JobStore);
    Condition condition = store->connect(file);
    if (condition == Condition::Damaged || condition == Condition::Newer) {
        store->m_connection = nullptr;
        const bool isNewer = condition == Condition::Newer;
        const fs::path aside = keepAside(file, isNewer ? "newer" : "damaged");
        if (!aside.empty()) {
            store->m_note =
                QStringLiteral("%1, and is kept as %2. An empty queue was begun.")
                    .arg(isNewer ? QStringLiteral("The queue was written by a newer version of Enlarger")
                                 : QStringLiteral("The file of the queue was damaged"),
                         toText(aside));
            condition = store->connect(file);
        }
    }
    if (condition == Condition::Good)
        return store;
    if (condition == Condition::Locked)
        return Error{ErrorKind::FileExists, "another program has the queue", file,
                     "Close the other window of Enlarger"};
    return Error{ErrorKind::Io, "the queue cannot be kept: " + store->m_connection->problem().toStdString(),
                 file, "Make its folder writable, and see that the disk is not full"};
}

// The lock of a write in exclusive mode stays until the file is closed, also by the program's end.
JobStore::Condition JobStore::connect(const fs::path& file)
{
    m_connection = std::make_unique<Connection>(file);
    Connection& connection = *m_connection;
    const auto failed = [&connection] {
        return connection.isLocked()    ? Condition::Locked
               : connection.isDamaged() ? Condition::Damaged
                                        : Condition::Unusable;
    };
    if (!connection.ask(QStringLiteral("PRAGMA locking_mode = EXCLUSIVE")))
        return failed();
    const auto found = connection.value(QStringLiteral("PRAGMA user_version"));
    if (!found)
        return failed();
    if (found->toInt() > version)
        return Condition::Newer;
    const auto isGood = connection.value(QStringLiteral("PRAGMA quick_check(1)"));
    if (!isGood)
        return failed();
    if (isGood->toString() != QLatin1String("ok"))
        return Condition::Damaged;
    if (!connection.value(QStringLiteral("PRAGMA journal_mode = WAL")) ||
        !connection.ask(QStringLiteral("PRAGMA synchronous = FULL")) ||
        !connection.ask(QStringLiteral("BEGIN EXCLUSIVE")))
        return failed();
    if (found->toInt() == 0 && (!connection.ask(makeJobTable()) ||
                                !connection.ask(QStringLiteral("PRAGMA user_version = %1").arg(version))))
        return failed();
    if (!connection.ask(QStringLiteral("COMMIT")) || !readJobs())
        return failed();
    return Condition::Good;
}

bool JobStore::readJobs()
{
    auto query = m_connection->ask(selectJobs());
    if (!query)
        return false;
    JobRowReader reader;
    while (query->next())
        if (auto job = reader.jobIn(*query))
            m_jobs.push_back(*std::move(job));
    if (reader.unreadable() > 0)
        m_note = QStringLiteral("%1 photos of the queue could not be read, and were left out.")
                     .arg(reader.unreadable());
    return true;
}

Status JobStore::write(const JobChanges& changes)
{
    if (changes.isEmpty())
        return {};
    Connection& connection = *m_connection;
    const auto writeAll = [&] {
        auto insert = connection.prepare(insertJob());
        auto remove = connection.prepare(QStringLiteral("DELETE FROM jobs WHERE id = ?"));
        if (!insert || !remove)
            return false;
        for (const Job& job : changes.written)
            if (!connection.run(*insert, valuesOf(job)))
                return false;
        for (const std::int64_t id : changes.removed)
            if (!connection.run(*remove, {qint64(id)}))
                return false;
        return true;
    };
    if (connection.ask(QStringLiteral("BEGIN")) && writeAll() && connection.ask(QStringLiteral("COMMIT")))
        return {};
    const std::string problem = connection.problem().toStdString();
    connection.ask(QStringLiteral("ROLLBACK"));
    return Error{ErrorKind::Io,
                 "the queue cannot be kept: " + problem,
                 {},
                 "See that the disk is not full; what is exported now is forgotten when the window closes"};
}

} // namespace enlarger::app
