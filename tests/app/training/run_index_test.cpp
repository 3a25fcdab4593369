// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_index.h"

#include "app/training/run_notes.h"
#include "tests/app/training/training_material.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;
namespace fs = std::filesystem;

class RunIndexTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    fs::path file() const { return m_material->path("cache/runs.sqlite"); }
    fs::path runs() const { return m_material->path("runs"); }
    RunInfo madeUp(const std::string& name) const
    {
        RunInfo run;
        run.folder = m_material->run(name);
        run.stamp = "a stamp";
        run.recipe = QStringLiteral("psnr");
        run.from = QStringLiteral("soft");
        run.step = 5'000'000'000;
        run.position = 0.25;
        run.seconds = 12.5;
        run.isOver = true;
        run.best = BestFigures{400, 28.31, 0.42, {}};
        run.curve = {27.89, 28.31, 28.2};
        return run;
    }
    /// Another program with the file open.
    QSqlDatabase open() const
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"));
        database.setDatabaseName(QString::fromStdString(file().string()));
        if (!database.open())
            qFatal("the index cannot be opened");
        return database;
    }
    void close(QSqlDatabase& database) const
    {
        const QString name = database.connectionName();
        database = {};
        QSqlDatabase::removeDatabase(name);
    }
    std::size_t known() const { return RunIndex(file()).read(runs()).size(); }

private Q_SLOTS:
    void init()
    {
        if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
            QSKIP("Qt's driver for SQLite is not installed");
        m_material = std::make_unique<TrainingMaterial>();
    }

    void whatIsWrittenIsRead()
    {
        const RunIndex index(file());
        QVERIFY(index.read(runs()).empty());
        RunInfo other = madeUp("other");
        other.minutes = 30.0;
        other.best.reset();
        other.problem = QStringLiteral("damaged");
        index.write(runs(), {madeUp("mine"), other});
        index.write(m_material->path("elsewhere"), {RunInfo()});
        const auto read = index.read(runs());
        QCOMPARE(read.size(), std::size_t(2));
        QVERIFY(read[0] == madeUp("mine"));
        QVERIFY(read[1] == other);
        index.write(runs(), {other});
        QCOMPARE(known(), std::size_t(1));
        QCOMPARE(index.read(m_material->path("elsewhere")).size(), std::size_t(1));
    }

    void aDamagedOneIsMadeAnew_data()
    {
        QTest::addColumn<int>("place");
        QTest::newRow("not a database") << 0;
        QTest::newRow("pages of nonsense") << 100;
        QTest::newRow("cut off") << -1;
    }
    void aDamagedOneIsMadeAnew()
    {
        QFETCH(int, place);
        const RunIndex index(file());
        std::vector<RunInfo> many;
        for (int i = 0; i < 100; ++i)
            many.push_back(madeUp("run-" + std::to_string(i)));
        index.write(runs(), many);
        QCOMPARE(known(), std::size_t(100));
        QFile raw(QString::fromStdString(file().string()));
        QVERIFY(raw.open(QIODevice::ReadWrite));
        if (place < 0) {
            QVERIFY(raw.resize(raw.size() / 2));
        } else {
            raw.seek(place);
            raw.write(QByteArray(int(raw.size()) - place, 'x'));
        }
        raw.close();
        QVERIFY(known() < std::size_t(100));
        index.write(runs(), many);
        QCOMPARE(known(), std::size_t(100));
    }

    void anotherVersionsIsMadeAnew()
    {
        const RunIndex index(file());
        index.write(runs(), {madeUp("mine")});
        QSqlDatabase database = open();
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("DROP TABLE runs")));
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("CREATE TABLE runs (name TEXT)")));
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = 99")));
        close(database);
        QCOMPARE(known(), std::size_t(0));
        index.write(runs(), {madeUp("mine")});
        QCOMPARE(known(), std::size_t(1));
    }

    // Nobody waits long for it, and nothing of it is lost.
    void oneInUseIsLeftAlone()
    {
        const RunIndex index(file());
        index.write(runs(), {madeUp("mine")});
        QSqlDatabase database = open();
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("BEGIN EXCLUSIVE")));
        QCOMPARE(known(), std::size_t(0));
        index.write(runs(), {madeUp("mine"), madeUp("other")});
        QVERIFY(QSqlQuery(database).exec(QStringLiteral("COMMIT")));
        close(database);
        QCOMPARE(known(), std::size_t(1));
    }

    void theFoldersAreTheTruth()
    {
        const models::ModelStore store = m_material->store();
        m_material->write(m_material->run("a") / "run.json", R"({"from": "soft"})");
        m_material->write(m_material->run("b") / "run.json", R"({"from": "soft"})");
        QCOMPARE(readRuns(store).size(), std::size_t(2));
        const RunIndex index(file());
        auto indexed = index.read(runs());
        QCOMPARE(indexed.size(), std::size_t(2));
        for (RunInfo& run : indexed)
            run.recipe = QStringLiteral("as indexed");
        index.write(runs(), indexed);
        QCOMPARE(readRuns(store).front().recipe, QStringLiteral("as indexed")); // it is not read again
        m_material->write(m_material->run("a") / "run.json", R"({"from": "sharp"})");
        m_material->write(m_material->run("c") / "run.json", R"({"from": "soft"})");
        fs::remove_all(m_material->run("b"));
        const auto now = readRuns(store);
        QCOMPARE(now.size(), std::size_t(2));
        for (const RunInfo& run : now)
            QVERIFY(run.recipe.isEmpty());
        QCOMPARE(known(), std::size_t(2));
        fs::remove(file());
        QVERIFY(readRuns(store) == now);
        m_material->write(file(), "damaged");
        QVERIFY(readRuns(store) == now);
        fs::remove(file());
        fs::create_directory(file()); // it cannot be written
        QVERIFY(readRuns(store) == now);
    }
};

QTEST_GUILESS_MAIN(RunIndexTest)
#include "run_index_test.moc"
