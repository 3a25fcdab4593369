// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/enlarge_session.h"

#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using app::Document;
using app::EnlargeSession;

class EnlargeSessionTest : public QObject
{
    Q_OBJECT

private:
    struct Bench // what a session needs
    {
        app::DocumentList documents;
        app::ModelCatalog catalog;
        EnlargeSession session;

        explicit Bench(DeviceQueue& queue)
            : session(documents, catalog, queue)
        {}

        bool isReady() const
        {
            return session.network() && documents.current() && documents.current()->hasInfo();
        }
    };
    DeviceQueue m_queue;
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<Bench> m_bench;

    // With the models photo-x4 (crisp) and faithful-x4, a lone one, and a photo of 24 x 16.
    EnlargeSession& start()
    {
        m_folder->addModel("photo-x4", "crisp");
        m_folder->addModel("faithful-x4", "faithful");
        m_folder->addModel("lone", "crisp-no-more");
        m_bench = std::make_unique<Bench>(m_queue);
        m_bench->documents.open({m_folder->writePicture("a.png")});
        return m_bench->session;
    }
    void waitUntilReady() const
    {
        QTRY_VERIFY(m_bench->isReady());
        QTRY_COMPARE(m_bench->documents.current()->state(), Document::State::Ready);
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }
    void cleanup() { m_bench = nullptr; }

    void hasNothingWithoutAnything()
    {
        m_bench = std::make_unique<Bench>(m_queue);
        EnlargeSession& session = m_bench->session;
        QTRY_VERIFY(m_bench->catalog.isLoaded());
        QCOMPARE(session.model(), QString());
        QCOMPARE(session.scale(), 0);
        QCOMPARE(session.sourceSize(), QSize(0, 0));
        QCOMPARE(session.outputSize(), QSize(0, 0));
        QCOMPARE(session.factor(), 0.0);
        QVERIFY(!session.network() && !session.draft() && !session.plan() && !session.planError());
        QVERIFY(!session.strengthUnavailableReason().isEmpty());
        QTRY_VERIFY(!session.devices().empty());
    }

    void takesTheDefaultModel()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        QCOMPARE(session.model(), QStringLiteral("photo-x4"));
        QCOMPARE(session.scale(), 4);
        QCOMPARE(session.strength(), 0.6); // between its partner and itself
        QCOMPARE(session.strengthUnavailableReason(), QString());
        QCOMPARE(session.network()->name(), "photo-x4 at strength 0.6");
        session.setStrength(1.0);
        session.resetStrength();
        QCOMPARE(session.strength(), 0.6);
        session.setModel(QStringLiteral("lone")); // has no partner
        QCOMPARE(session.strength(), 1.0);
    }

    void believesANameUntilTheCatalogIsThere()
    {
        EnlargeSession& session = start();
        session.setModel(QStringLiteral("lone"));
        QCOMPARE(session.model(), QStringLiteral("lone"));
        waitUntilReady();
        QCOMPARE(session.model(), QStringLiteral("lone"));
        session.setModel(QStringLiteral("nobody"));
        QCOMPARE(session.model(), QStringLiteral("lone"));
        QVERIFY(session.strengthUnavailableReason().contains(QStringLiteral("faithful partner")));
    }

    void knowsSizes()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        QCOMPARE(session.sourceSize(), QSize(24, 16));
        QCOMPARE(session.outputSize(), QSize(96, 64));
        QCOMPARE(session.factor(), 4.0);
        session.setRequestedSize({.factor = 2.5});
        QCOMPARE(session.outputSize(), QSize(60, 40));
        session.setRequestedSize({.width = 48});
        QCOMPARE(session.factor(), 2.0);
        m_bench->documents.current()->setCrop(image::PixelRect{4, 4, 12, 12});
        QCOMPARE(session.sourceSize(), QSize(12, 12));
        QCOMPARE(session.outputSize(), QSize(48, 48));
        session.setRequestedSize({.factor = -1.0});
        QCOMPARE(session.outputSize(), QSize(0, 0));
    }

    void knowsSizesOnPaper()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        const app::PrintSize print{app::PrintSize::Side::Width, {1.0, app::LengthUnit::Inch}, 150.0};
        session.setPrintSize(print);
        QCOMPARE(session.printSize(), std::optional(print));
        QCOMPARE(session.outputSize(), QSize(150, 100));
        QCOMPARE(session.optionsFor(*m_bench->documents.current()).dpi, 150.0);
        QSignalSpy layers(&session, &EnlargeSession::layersChanged);
        QSignalSpy changes(&session, &EnlargeSession::changed);
        session.setPrintSize({app::PrintSize::Side::Width, {0.5, app::LengthUnit::Inch}, 300.0});
        QCOMPARE(changes.size(), 1);
        QCOMPARE(layers.size(), 0); // the same pixels
        session.setRequestedSize({.width = 150});
        QVERIFY(!session.printSize());
        QCOMPARE(session.optionsFor(*m_bench->documents.current()).dpi, 0.0);
    }

    void bringsBackWhatWasChosen()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        const app::EnlargeChoices first = session.choices();
        QCOMPARE(first, session.standardChoices());
        session.setModel(QStringLiteral("faithful-x4"));
        session.setStrength(0.25);
        session.setPrintSize({app::PrintSize::Side::Long, {2.0, app::LengthUnit::Centimetre}, 150.0});
        session.setColourLock(false);
        session.setDevice(QStringLiteral("cpu"));
        session.setPrecision(device::Precision::Fp32);
        const app::EnlargeChoices second = session.choices();
        QVERIFY(!(first == second));
        QSignalSpy layers(&session, &EnlargeSession::layersChanged);
        session.setChoices(first);
        QCOMPARE(session.choices(), first);
        QCOMPARE(layers.size(), 1); // all at once
        session.setChoices(second);
        QCOMPARE(session.choices(), second);
        session.setChoices(second);
        QCOMPARE(layers.size(), 2);
        app::EnlargeChoices gone = first;
        gone.model = QStringLiteral("nobody");
        gone.strength = 0.9;
        session.setChoices(gone);
        QCOMPARE(session.model(), QStringLiteral("faithful-x4"));
        QCOMPARE(session.strength(), 0.25);
        QVERIFY(session.colourLock());
    }

    void theMeanOfEightIsForFilesAlone()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        QVERIFY(!session.settingsFor(nullptr, {}).ensemble);
        const app::EnlargeChoices before = session.choices();
        QSignalSpy changes(&session, &EnlargeSession::changed);
        QSignalSpy layers(&session, &EnlargeSession::layersChanged);
        session.setEnsemble(true);
        QVERIFY(session.settingsFor(nullptr, {}).ensemble);
        QTRY_VERIFY(session.plan());
        QVERIFY(std::ranges::any_of(session.plan()->notes, [](const std::string& note) {
            return note.find("8 times") != std::string::npos;
        }));
        session.setChoices(before); // undo
        QVERIFY(!session.settingsFor(nullptr, {}).ensemble);
        QCOMPARE(changes.size(), 2);
        QCOMPARE(layers.size(), 0); // the screen is as it was
    }

    void settersThatChangeNothingSayNothing()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        QSignalSpy changes(&session, &EnlargeSession::changed);
        QSignalSpy layers(&session, &EnlargeSession::layersChanged);
        session.setModel(session.model());
        session.setStrength(session.strength());
        session.setColourLock(true);
        session.setDevice(QStringLiteral("auto"));
        session.setPrecision(device::Precision::Auto);
        session.setRequestedSize({});
        session.setOutputSettings({});
        QCOMPARE(changes.size(), 0);
        session.setStrength(0.5);
        session.setColourLock(false);
        session.setDevice(QStringLiteral("cpu"));
        session.setPrecision(device::Precision::Fp32);
        session.setRequestedSize({.factor = 2.0});
        m_bench->documents.current()->setCrop(image::PixelRect{0, 0, 8, 8});
        QCOMPARE(changes.size(), 6);
        QCOMPARE(layers.size(), 6);
        session.setOutputSettings({image::PhotoFormat::Tiff, 90, 16});
        QCOMPARE(changes.size(), 7);
        QCOMPARE(layers.size(), 6);
        m_bench->catalog.reload(); // the same models: nothing on the screen is outdated
        QSignalSpy loaded(&m_bench->catalog, &app::ModelCatalog::loaded);
        QVERIFY(loaded.wait());
        QCOMPARE(layers.size(), 6);
    }

    void mixesBetweenTheEnds()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        const auto* photo = m_bench->catalog.find(QStringLiteral("photo-x4"));
        const auto* faithful = m_bench->catalog.find(QStringLiteral("faithful-x4"));
        session.setStrength(7.0);                               // cut at 1
        QCOMPARE(session.network()->network.file, photo->file); // as it is
        QVERIFY(!session.network()->isMixed());
        session.setStrength(0.25);
        QCOMPARE(session.network()->network.file, faithful->file);
        QCOMPARE(session.network()->crisp->file, photo->file);
        QCOMPARE(session.network()->strength, 0.25);
        const infer::UpscaleOptions options = session.optionsFor(*m_bench->documents.current());
        QVERIFY(options.model == *session.network());
        QCOMPARE(options.model.strengthText(), "0.25");
        QCOMPARE(options.model.name(), "photo-x4 at strength 0.25");
        QVERIFY(options.model.hash() != photo->sha256);
        QVERIFY(!session.networkOf(QStringLiteral("faithful-x4"))->isMixed()); // strength is model()'s alone

        session.setModel(QStringLiteral("faithful-x4"));
        QCOMPARE(session.strength(), 0.0);
        QVERIFY(!session.network()->isMixed());
        QCOMPARE(session.optionsFor(*m_bench->documents.current()).model.name(), "faithful-x4");
    }

    void plans()
    {
        EnlargeSession& session = start();
        QTRY_VERIFY_WITH_TIMEOUT(session.plan(), 60000);
        QCOMPARE(session.plan()->width, 96);
        QVERIFY(session.plan()->memory > 0);
        QSignalSpy plans(&session, &EnlargeSession::planChanged);
        session.setRequestedSize({.width = 60});
        QVERIFY(!session.plan()); // it is outdated at once
        for (int width = 61; width <= 70; ++width)
            session.setRequestedSize({.width = width});
        QTRY_VERIFY_WITH_TIMEOUT(session.plan(), 60000);
        QCOMPARE(session.plan()->width, 70);
        QCOMPARE(plans.size(), 3); // none, what is known of the last one at once, and all of it
        session.setRequestedSize({.factor = 1000.0, .width = 5});
        QTRY_VERIFY_WITH_TIMEOUT(session.planError(), 60000);
        QVERIFY(!session.plan());
    }

    void planningGivesWay()
    {
        EnlargeSession& session = start();
        auto region = std::make_unique<DeviceQueue::Claim>(m_queue, Urgency::Region);
        waitUntilReady();
        QTRY_VERIFY_WITH_TIMEOUT(session.isPlanWaiting(), 60000);
        QVERIFY(!session.plan());
        QVERIFY(session.draftPlan()); // what is known without the device
        QCOMPARE(session.draftPlan()->width, 96);
        QCOMPARE(session.draftPlan()->seconds, -1.0); // this network has never run here
        region = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT(session.plan(), 60000);
        QVERIFY(!session.isPlanWaiting() && !session.draftPlan());
        QVERIFY(session.plan()->seconds > 0.0);
        QVERIFY(session.plan()->resident > 0 && session.plan()->resident < session.plan()->memory);

        region = std::make_unique<DeviceQueue::Claim>(m_queue, Urgency::Region);
        session.setRequestedSize({.width = 60});
        QTRY_VERIFY_WITH_TIMEOUT(session.draftPlan() && session.isPlanWaiting(), 60000);
        QVERIFY(!session.plan());
        QVERIFY(session.draftPlan()->seconds > 0.0); // as it was the last time
        m_bench = nullptr;                           // ends although it waits for its turn
    }

    void oneSpeedForAllStrengths()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        session.setStrength(0.5);
        QTRY_VERIFY_WITH_TIMEOUT(session.plan(), 60000);
        const DeviceQueue::Claim preview(m_queue, Urgency::Region);
        session.setStrength(0.25);
        QTRY_VERIFY_WITH_TIMEOUT(session.draftPlan(), 60000);
        QVERIFY(session.draftPlan()->seconds > 0.0);
        m_bench = nullptr;
    }

    void followsTheCurrentPhoto()
    {
        EnlargeSession& session = start();
        waitUntilReady();
        QSignalSpy layers(&session, &EnlargeSession::layersChanged);
        m_bench->documents.open({m_folder->writePicture("b.png", 30, 20)});
        QVERIFY(layers.size() >= 1);
        QTRY_COMPARE(session.sourceSize(), QSize(30, 20));
        m_bench->documents.closeAll();
        QCOMPARE(session.sourceSize(), QSize(0, 0));
        QVERIFY(!session.plan());
    }
};

QTEST_GUILESS_MAIN(EnlargeSessionTest)
#include "enlarge_session_test.moc"
