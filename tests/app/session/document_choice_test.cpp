// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document.h"
#include "app/session/document_list.h"
#include "app/session/enlarge_session.h"
#include "tests/app/session/session_folder.h"
#include "tests/core/image/read/raw_patches.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using app::Document;
using State = Document::State;

/// Files that hold several pictures.
class DocumentChoiceTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void anotherPageIsReadAnew()
    {
        Document document(m_folder->writePages("a.tif", 3));
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        QCOMPARE(document.info().pages, 3);
        QCOMPARE(document.size(), QSize(10, 8));
        document.setCrop(image::PixelRect{0, 0, 5, 5});
        document.startThumbnail();
        document.setChoice({.page = 3}, {});
        QVERIFY(!document.crop()); // of another picture
        QVERIFY(!document.hasInfo());
        QCOMPARE(document.info().pages, 3); // which is known
        QVERIFY(!document.picture());
        QTRY_COMPARE(document.state(), State::Ready);
        QCOMPARE(document.size(), QSize(30, 8));
        QCOMPARE(document.picture()->width(), 30);
        QCOMPARE(document.thumbnail().width(), 30);
        document.rotate(1, {}); // of this page
        QTRY_COMPARE(document.size(), QSize(8, 30));
        QCOMPARE(document.choice().page, 3);
    }

    void aPageThatIsGoneIsAFailureThatCanBeLeft()
    {
        Document document(m_folder->writePages("a.tif", 2));
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        document.setChoice({.page = 7}, {});
        QTRY_COMPARE(document.state(), State::Failed);
        document.setChoice({.page = 2}, {});
        QTRY_COMPARE(document.state(), State::Ready);
        QCOMPARE(document.size(), QSize(20, 8));
    }

    void thumbnailsAreOfThePage()
    {
        Document document(m_folder->writePages("a.tif", 2));
        document.setChoice({.page = 2}, {});
        QTRY_COMPARE(document.state(), State::Ready);
        document.release();
        QCOMPARE(document.thumbnail().width(), 20);
        Document other(document.file());
        other.startThumbnail();
        QTRY_COMPARE(other.thumbnail().width(), 10);
    }

    void aRawShowsItsPreviewUntilItIsDeveloped()
    {
        image::Bytes jpeg;
        {
            QFile file(QString::fromStdString(m_folder->writePicture("preview.jpg", 660, 440).string()));
            QVERIFY(file.open(QFile::ReadOnly));
            const QByteArray bytes = file.readAll();
            jpeg.assign(bytes.begin(), bytes.end());
        }
        const std::filesystem::path raw = m_folder->path("photo.dng");
        tests::writeDng(raw, tests::seenByCamera(tests::patches()),
                        {.preview = jpeg, .previewWidth = 660, .previewHeight = 440});
        Document document(raw);
        QSize shown;
        connect(&document, &Document::previewChanged, this, [&] {
            QCOMPARE(document.state(), State::Loading);
            QVERIFY(document.hasInfo());
            shown = document.preview().size();
        });
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        QCOMPARE(shown, QSize(660, 440));
        QVERIFY(document.preview().isNull());
        QCOMPARE(document.size(), QSize(tests::width, tests::height));

        Document plain(m_folder->writePicture("a.jpg", 640, 400));
        QSignalSpy previews(&plain, &Document::previewChanged);
        plain.load({});
        QTRY_COMPARE(plain.state(), State::Ready);
        QCOMPARE(previews.size(), 0);
    }

    void whatIsExportedIsThePageThatIsShown()
    {
        m_folder->addModel("photo-x4");
        app::DocumentList documents;
        app::ModelCatalog catalog;
        DeviceQueue queue;
        app::EnlargeSession session(documents, catalog, queue);
        documents.open({m_folder->writePages("a.tif", 3)});
        QTRY_COMPARE(session.pages(), 3);
        QVERIFY(!session.isRaw());
        session.setReading({.page = 4}); // there is none
        QCOMPARE(session.reading().page, 1);
        session.setReading({.page = 2});
        QTRY_COMPARE(session.sourceSize(), QSize(20, 8));
        QCOMPARE(session.settingsFor(documents.current(), {}).reading.page, 2);
        QTRY_VERIFY(session.plan());
        QCOMPARE(session.plan()->width, 80);
    }
};

QTEST_GUILESS_MAIN(DocumentChoiceTest)
#include "document_choice_test.moc"
