// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document.h"

#include "core/image/read/photo_reader.h"
#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using app::Document;
using image::PixelRect;
using image::Turn;
using State = Document::State;
namespace fs = std::filesystem;

/// Photos that are turned while they are open.
class DocumentTurnTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

    static bool showsWhatIsRead(const Document& document)
    {
        const auto read = image::PhotoReader::open(document.file(), document.turn());
        const auto& picture = document.picture();
        return read && picture && document.size() == QSize(read->info().width, read->info().height) &&
               document.size() == QSize(picture->width(), picture->height()) &&
               document.size() == document.pyramid()->level(0).size();
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void whatIsShownStaysUntilTheTurnedPhotoIsThere()
    {
        Document document(m_folder->writePicture("a.png", 300, 200));
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        document.setCrop(PixelRect{10, 20, 100, 50});
        QSignalSpy states(&document, &Document::stateChanged);
        QSignalSpy infos(&document, &Document::infoChanged);
        const auto picture = document.picture();
        document.rotate(1, {});
        QCOMPARE(document.picture(), picture);
        QCOMPARE(document.turn(), Turn());
        QCOMPARE(document.size(), QSize(300, 200));
        QTRY_COMPARE(document.turn(), (Turn{1, 0.0}));
        QCOMPARE(infos.size(), 1);
        QVERIFY(states.empty());
        QVERIFY(document.picture() != picture);
        QVERIFY(showsWhatIsRead(document));
        QCOMPARE(document.crop(), std::optional(PixelRect{130, 10, 50, 100}));
        QVERIFY(document.thumbnail().height() > document.thumbnail().width());
    }

    void turnsAddUp()
    {
        Document document(m_folder->writePicture("a.png", 300, 200));
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        document.setCrop(PixelRect{10, 20, 100, 50});
        document.rotate(-1, {});
        document.rotate(-1, {}); // before the first one is there
        QTRY_COMPARE(document.turn(), (Turn{2, 0.0}));
        QCOMPARE(document.crop(), std::optional(PixelRect{190, 130, 100, 50}));
        QVERIFY(showsWhatIsRead(document));

        const auto picture = document.picture();
        document.rotate(1, {});
        document.rotate(-1, {}); // back: nothing is read
        QCOMPARE(document.turn(), (Turn{2, 0.0}));
        QCOMPARE(document.picture(), picture);
        document.rotate(2, {});
        QTRY_COMPARE(document.turn(), Turn());
        QCOMPARE(document.crop(), std::optional(PixelRect{10, 20, 100, 50}));
    }

    void straightenedPhotosAreSmaller()
    {
        Document document(m_folder->writePicture("a.png", 300, 200));
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        document.setTurn({0, 5.0}, PixelRect{0, 0, 295, 100}, {});
        QTRY_COMPARE(document.turn(), (Turn{0, 5.0}));
        QVERIFY(document.size().width() < 295);
        QVERIFY(showsWhatIsRead(document));
        QCOMPARE(document.crop()->width, document.size().width()); // cut to what is left
    }

    void turnedBeforeItIsRead()
    {
        Document document(m_folder->writePicture("a.png", 300, 200));
        document.readHeader();
        QTRY_VERIFY(document.hasInfo());
        document.rotate(1, {});
        QCOMPARE(document.size(), QSize(200, 300)); // known at once
        QTRY_COMPARE(document.state(), State::Ready);
        QVERIFY(showsWhatIsRead(document));
    }

    void releasedWhileItIsTurned()
    {
        Document document(m_folder->writePicture("a.png", 300, 200));
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        document.rotate(1, {});
        document.release();
        QCOMPARE(document.turn(), (Turn{1, 0.0}));
        QCOMPARE(document.size(), QSize(200, 300));
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        QVERIFY(showsWhatIsRead(document));
    }

    void aPhotoThatIsGoneFails()
    {
        Document document(m_folder->writePicture("a.png", 300, 200));
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        fs::remove(document.file());
        document.rotate(1, {});
        QTRY_COMPARE(document.state(), State::Failed);
        QVERIFY(document.error());
        QVERIFY(!document.picture());
    }
};

QTEST_GUILESS_MAIN(DocumentTurnTest)
#include "document_turn_test.moc"
