// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/finetune_session.h"
#include "tests/app/finetune/photo_folder.h"
#include "tests/app/session/session_folder.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;

class FineTuneSessionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<ModelCatalog> m_catalog;
    std::unique_ptr<FineTuneSession> m_session;
    DeviceQueue m_queue;

    bool lookThrough()
    {
        return QTest::qWaitFor([this] { return !m_session->check().isRunning(); });
    }

private Q_SLOTS:
    void init()
    {
        m_session = nullptr;
        m_folder = std::make_unique<tests::SessionFolder>();
        m_folder->addModel("photo-x4");
        tests::writePhotos(m_folder->path("learn"), 3);
        m_catalog = std::make_unique<ModelCatalog>();
        m_session = std::make_unique<FineTuneSession>(*m_catalog, m_queue);
        QTRY_VERIFY(m_catalog->isLoaded());
    }
    void cleanup()
    {
        m_session = nullptr;
        m_catalog = nullptr;
    }

    void saysWhatIsMissing()
    {
        QCOMPARE(m_session->from(), QStringLiteral("photo-x4"));
        QCOMPARE(m_session->name(), QStringLiteral("photo-x4-mine"));
        QCOMPARE(m_session->recipe().name, std::string("finetune-photos"));
        QVERIFY(m_session->obstacle().contains(QStringLiteral("photos")));
        m_session->start(); // nothing happens
        QVERIFY(!m_session->isTraining());
        m_session->addPhotos({m_folder->path("learn")});
        m_session->addPhotos({m_folder->path("learn")});
        QCOMPARE(m_session->photos().size(), std::size_t(1));
        QVERIFY(lookThrough());
        QCOMPARE(m_session->obstacle(), QString());
        m_session->setName(QStringLiteral("no/name"));
        QVERIFY(!m_session->obstacle().isEmpty());
        m_session->setName({});
        QCOMPARE(m_session->obstacle(), QString());
        m_session->setFrom({});
        QVERIFY(m_session->obstacle().contains(QStringLiteral("trained")));
        m_session->setRecipe("psnr");
        QCOMPARE(m_session->obstacle(), QString());
        m_session->clearPhotos();
        QVERIFY(!m_session->obstacle().isEmpty());
    }

    void takesUpTheSettingsOfARun()
    {
        QSignalSpy notices(m_session.get(), &FineTuneSession::noticeRaised);
        TrainingRequest settings;
        settings.data = {m_folder->path("learn")};
        settings.recipe = *train::findRecipe("psnr");
        settings.recipe.optimiser.rate *= 2.0;
        settings.from = "photo-x4";
        settings.minutes = 7.0;
        m_session->setName(QStringLiteral("mine"));
        m_session->takeUp(settings);
        QVERIFY(lookThrough());
        QCOMPARE(m_session->obstacle(), QString());
        QVERIFY(m_session->photos() == settings.data);
        QVERIFY(train::toJson(m_session->recipe()) == train::toJson(settings.recipe));
        QCOMPARE(m_session->minutes(), 7.0);
        QCOMPARE(m_session->name(), QStringLiteral("photo-x4-mine")); // a new one
        QCOMPARE(notices.count(), 0);
        settings.from = "gone";
        settings.minutes.reset();
        m_session->takeUp(settings);
        QCOMPARE(m_session->from(), QStringLiteral("photo-x4"));
        QCOMPARE(m_session->minutes(), 7.0);
        QCOMPARE(notices.count(), 1);
    }

    void makesAModelThatTheCatalogKnows()
    {
        QSignalSpy finished(m_session.get(), &FineTuneSession::finished);
        m_session->addPhotos({m_folder->path("learn")});
        m_session->setMinutes(0.01);
        m_session->start();
        QVERIFY(m_session->isTraining());
        QVERIFY(!m_session->obstacle().isEmpty()); // one at a time
        QVERIFY(finished.wait(120'000));
        QCOMPARE(finished.first().first().toStringList(), QStringList{QStringLiteral("photo-x4-mine")});
        QVERIFY(!m_session->isTraining());
        QTRY_VERIFY(m_catalog->find(QStringLiteral("photo-x4-mine")));
        QCOMPARE(m_session->name(), QStringLiteral("photo-x4-mine-2"));
    }

    void tellsANameThatIsTaken()
    {
        QSignalSpy problems(m_session.get(), &FineTuneSession::problemFound);
        m_session->addPhotos({m_folder->path("learn")});
        m_session->setName(QStringLiteral("photo-x4"));
        m_session->start();
        QVERIFY(problems.wait());
        QVERIFY(problems.first().first().toString().contains(QStringLiteral("photo-x4")));
        QVERIFY(!m_session->job() && !m_session->isTraining());
        m_session->resumeRun(QStringLiteral("nobody"));
        QVERIFY(problems.wait());
    }
};

QTEST_GUILESS_MAIN(FineTuneSessionTest)
#include "finetune_session_test.moc"
