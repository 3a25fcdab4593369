// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_list.h"

#include "tests/app/queue/queue_material.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <map>

using namespace enlarger;
using namespace enlarger::app;

class JobListTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<JobList> m_list;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::map<std::int64_t, Job> m_kept; // what would be on the disk

    static std::vector<Job> jobs(int count)
    {
        std::vector<Job> jobs;
        for (int i = 0; i < count; ++i)
            jobs.push_back(tests::queueJob("/photos/" + std::string(1, char('a' + i % 26)) + ".png"));
        return jobs;
    }
    QString order() const
    {
        QString names;
        for (int row = 0; row < m_list->count(); ++row)
            names += m_list->index(row).data().toString().left(1);
        return names;
    }
    /// The same, as it would be read.
    QString keptOrder() const
    {
        std::vector<Job> jobs;
        for (const auto& [id, job] : m_kept)
            jobs.push_back(job);
        std::ranges::stable_sort(jobs, {}, &Job::place);
        QString names;
        for (const Job& job : jobs)
            names += QString::fromStdString(job.source.stem().string());
        return names;
    }
    JobIds idsOf(const QString& names) const
    {
        JobIds ids;
        for (int row = 0; row < m_list->count(); ++row)
            if (names.contains(m_list->index(row).data().toString().at(0)))
                ids.insert(m_list->at(row).id);
        return ids;
    }

private Q_SLOTS:
    void init()
    {
        m_kept.clear();
        m_list = std::make_unique<JobList>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_list.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        connect(m_list.get(), &JobList::changed, m_list.get(), [this](const JobChanges& changes) {
            for (const Job& job : changes.written)
                m_kept.insert_or_assign(job.id, job);
            for (const std::int64_t id : changes.removed)
                m_kept.erase(id);
        });
    }
    void cleanup()
    {
        m_tester = nullptr;
        m_list = nullptr;
    }

    void newOnesGoToTheEnd()
    {
        m_list->add(jobs(2));
        const auto ids = m_list->add(jobs(1));
        QCOMPARE(ids, (std::vector<std::int64_t>{3}));
        QCOMPARE(order(), QStringLiteral("aba"));
        QVERIFY(m_list->at(2).added > 0);
        m_list->remove({3});
        QCOMPARE(m_list->add(jobs(1)), (std::vector<std::int64_t>{4})); // no id comes twice
        QCOMPARE(m_kept.size(), std::size_t(3));
    }

    void rowsAreMoved_data()
    {
        QTest::addColumn<QString>("moved");
        QTest::addColumn<int>("row");
        QTest::addColumn<QString>("order");
        QTest::newRow("to the top") << "d" << 0 << "dabce";
        QTest::newRow("to the end") << "b" << 5 << "acdeb";
        QTest::newRow("one down") << "b" << 3 << "acbde";
        QTest::newRow("several together") << "ae" << 3 << "bcaed";
        QTest::newRow("where it is") << "c" << 2 << "abcde";
        QTest::newRow("behind itself") << "c" << 3 << "abcde";
        QTest::newRow("all") << "abcde" << 2 << "abcde";
        QTest::newRow("none") << "" << 2 << "abcde";
    }
    void rowsAreMoved()
    {
        QFETCH(QString, moved);
        QFETCH(int, row);
        QFETCH(QString, order);
        m_list->add(jobs(5));
        const QPersistentModelIndex watched = m_list->index(1);
        m_list->move(idsOf(moved), row);
        QCOMPARE(this->order(), order);
        QCOMPARE(keptOrder(), order);
        QCOMPARE(watched.data().toString(), QStringLiteral("b.png"));
    }

    // Between two neighbours there is no room without end.
    void theyCanBeMovedForEver()
    {
        m_list->add(jobs(3));
        for (int i = 0; i < 200; ++i) {
            m_list->move({m_list->at(2).id}, 1);
            QCOMPARE(keptOrder(), order());
        }
    }

    void rowsAreDragged()
    {
        m_list->add(jobs(4));
        const std::unique_ptr<QMimeData> data(m_list->mimeData({m_list->index(3), m_list->index(1)}));
        QVERIFY(!m_list->dropMimeData(data.get(), Qt::MoveAction, 0, 0, {}));
        QCOMPARE(order(), QStringLiteral("bdac"));
        QMimeData other;
        other.setText(QStringLiteral("x"));
        QVERIFY(!m_list->dropMimeData(&other, Qt::MoveAction, 0, 0, {}));
        QCOMPARE(order(), QStringLiteral("bdac"));
    }

    void someAreRemoved()
    {
        m_list->add(jobs(6));
        m_list->remove(idsOf(QStringLiteral("abdf")));
        QCOMPARE(order(), QStringLiteral("ce"));
        QCOMPARE(keptOrder(), QStringLiteral("ce"));
        m_list->remove({100});
        QCOMPARE(m_list->count(), 2);
    }

    void aStateChangesLegally()
    {
        m_list->add(jobs(2));
        QSignalSpy changes(m_list.get(), &QAbstractItemModel::dataChanged);
        m_list->change(1, [](Job& job) { job.state = JobState::Running; });
        QCOMPARE(changes.size(), 1);
        QCOMPARE(m_kept.at(1).state, JobState::Running);
        QTest::ignoreMessage(QtWarningMsg, "a job cannot go from waiting to done");
        m_list->change(2, [](Job& job) { job.state = JobState::Done; });
        QCOMPARE(m_list->find(2)->state, JobState::Waiting);
        QCOMPARE(m_list->countOf(JobState::Waiting), 1);
        m_list->change(100, [](Job&) { QFAIL("there is no such job"); });
    }

    void manyAreQuick()
    {
        m_tester = nullptr; // it looks at every row
        m_list->add(jobs(10'000));
        QSignalSpy removals(m_list.get(), &QAbstractItemModel::rowsRemoved);
        JobIds odd;
        for (int row = 0; row < m_list->count(); ++row)
            if (row % 2)
                odd.insert(m_list->at(row).id);
        m_list->move(odd, 0);
        QCOMPARE(m_list->at(0).id, std::int64_t(2));
        m_list->remove(odd);
        QCOMPARE(removals.size(), 1); // they stood together
        QCOMPARE(m_list->count(), 5000);
    }
};

QTEST_GUILESS_MAIN(JobListTest)
#include "job_list_test.moc"
