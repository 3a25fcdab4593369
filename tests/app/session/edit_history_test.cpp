// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/edit_history.h"

#include "tests/app/session/session_folder.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using app::Document;
using app::EditHistory;
using Group = EditHistory::Group;
using namespace std::chrono_literals;

class EditHistoryTest : public QObject
{
    Q_OBJECT

private:
    struct Bench
    {
        DeviceQueue queue;
        app::DocumentList documents;
        app::ModelCatalog catalog;
        app::EnlargeSession session{documents, catalog, queue};
        EditHistory history{documents, catalog, session};
    };
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<Bench> m_bench;

    app::EnlargeSession& session() const { return m_bench->session; }
    EditHistory& history() const { return m_bench->history; }
    Document& photo(int row) const { return *m_bench->documents.at(row); }
    bool show(int row) const
    {
        m_bench->documents.setCurrentRow(row);
        return QTest::qWaitFor([&] { return photo(row).state() == Document::State::Ready; }, 30000);
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_folder->addModel("photo-x4", "crisp");
        m_folder->addModel("faithful-x4", "faithful");
        m_bench = std::make_unique<Bench>();
        m_bench->documents.open({m_folder->writePicture("a.png"), m_folder->writePicture("b.png")});
        QTRY_VERIFY(session().network() && m_bench->documents.count() == 2);
        QVERIFY(show(0));
        history().setPause(0ms); // every change is a step
    }
    void cleanup() { m_bench = nullptr; }

    void beginsWithNothing()
    {
        QVERIFY(history().undoText().isEmpty()); // the default model is nobody's choice
        QVERIFY(history().redoText().isEmpty());
        QSignalSpy moved(&history(), &EditHistory::moved);
        history().undo();
        history().redo();
        QCOMPARE(moved.size(), 0);
    }

    void goesBackAndForth()
    {
        QSignalSpy moved(&history(), &EditHistory::moved);
        session().setStrength(0.5);
        session().setRequestedSize({.width = 50});
        session().setModel(QStringLiteral("faithful-x4"));
        QCOMPARE(history().undoText(), QStringLiteral("model"));
        history().undo();
        QCOMPARE(session().model(), QStringLiteral("photo-x4"));
        QCOMPARE(session().strength(), 0.5); // not the model's own
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved[0][0].value<Group>(), Group::Model);
        history().undo();
        QVERIFY(!session().requestedSize().width);
        history().undo();
        QCOMPARE(session().strength(), 0.6);
        QVERIFY(history().undoText().isEmpty());
        QCOMPARE(history().redoText(), QStringLiteral("strength"));
        history().redo();
        history().redo();
        QCOMPARE(session().strength(), 0.5);
        QCOMPARE(session().requestedSize().width, std::optional(50));
        session().setColourLock(false); // what could be redone is gone
        QVERIFY(history().redoText().isEmpty());
        QCOMPARE(history().undoText(), QStringLiteral("colours"));
    }

    void aDraggedSliderIsOneStep()
    {
        history().setPause(1h);
        for (const double strength : {0.9, 0.8, 0.7, 0.55})
            session().setStrength(strength);
        session().setColourLock(false);
        session().setStrength(0.1);
        history().undo();
        QCOMPARE(session().strength(), 0.55);
        history().undo();
        QVERIFY(session().colourLock());
        history().undo();
        QCOMPARE(session().strength(), 0.6);
        QVERIFY(history().undoText().isEmpty());
    }

    void cropsBelongToTheirPhotos()
    {
        const image::PixelRect rect{2, 3, 10, 8};
        photo(0).setCrop(rect);
        QCOMPARE(history().undoText(), QStringLiteral("crop"));
        QVERIFY(show(1));
        photo(1).setCrop(image::PixelRect{0, 0, 5, 5});
        history().undo();
        QVERIFY(!photo(1).crop());
        QSignalSpy moved(&history(), &EditHistory::moved);
        history().undo(); // of the other photo, which is shown
        QCOMPARE(m_bench->documents.currentRow(), 0);
        QVERIFY(!photo(0).crop());
        QCOMPARE(moved[0][0].value<Group>(), Group::Crop);
        history().redo();
        QCOMPARE(photo(0).crop(), std::optional(rect));
    }

    // A photo that turns is read again: that is no further step.
    void turnsGoBackWithTheirCrops()
    {
        const image::PixelRect rect{2, 3, 10, 8};
        photo(0).setCrop(rect);
        m_bench->documents.setTurn(&photo(0), {.quarters = 1}, {});
        QTRY_COMPARE(photo(0).turn().quarters, 1);
        QCOMPARE(history().undoText(), QStringLiteral("rotation"));
        history().undo();
        QTRY_VERIFY(photo(0).turn().isNone());
        QCOMPARE(photo(0).crop(), std::optional(rect));
        QCOMPARE(history().undoText(), QStringLiteral("crop"));
        QCOMPARE(history().redoText(), QStringLiteral("rotation"));
        history().redo();
        QTRY_COMPARE(photo(0).turn().quarters, 1);
        history().resetAll();
        QTRY_VERIFY(photo(0).turn().isNone());
        QVERIFY(!photo(0).crop());
        history().undo();
        QTRY_COMPARE(photo(0).turn().quarters, 1);
    }

    void closedPhotosArePassedOver()
    {
        session().setStrength(0.5);
        photo(0).setCrop(image::PixelRect{2, 3, 10, 8});
        m_bench->documents.close(0);
        QCOMPARE(history().undoText(), QStringLiteral("strength"));
        history().undo();
        QCOMPARE(session().strength(), 0.6);
    }

    void resetsAllInOneStep()
    {
        history().resetAll(); // nothing to reset
        QVERIFY(history().undoText().isEmpty());
        session().setModel(QStringLiteral("faithful-x4"));
        session().setRequestedSize({.factor = 2.0});
        photo(0).setCrop(image::PixelRect{2, 3, 10, 8});
        history().resetAll();
        QCOMPARE(session().choices(), session().standardChoices());
        QVERIFY(!photo(0).crop());
        history().undo();
        QCOMPARE(session().model(), QStringLiteral("faithful-x4"));
        QCOMPARE(session().requestedSize().factor, std::optional(2.0));
        QVERIFY(photo(0).crop());
        QCOMPARE(history().undoText(), QStringLiteral("crop"));
        history().redo();
        QCOMPARE(session().choices(), session().standardChoices());
    }
};

QTEST_GUILESS_MAIN(EditHistoryTest)
#include "edit_history_test.moc"
