// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/document.h"

#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"

#include <QSignalSpy>
#include <QTest>

#include <fstream>

using namespace enlarger;
using app::Document;
using State = Document::State;
namespace fs = std::filesystem;

class DocumentTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

    static std::vector<State> statesOf(const QSignalSpy& spy)
    {
        std::vector<State> states;
        for (const QList<QVariant>& signal : spy)
            states.push_back(signal[0].value<State>());
        return states;
    }
    fs::path cutFile() const
    {
        const fs::path whole = m_folder->writePicture("whole.jpg", 400, 900);
        fs::resize_file(whole, fs::file_size(whole) / 2);
        return whole;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void loadsAndLetsGo()
    {
        Document document(m_folder->writePicture("a.png", 700, 300));
        QCOMPARE(document.name(), QStringLiteral("a.png"));
        QCOMPARE(document.size(), QSize(0, 0));
        QCOMPARE(document.bytes(), std::int64_t(0));
        QSignalSpy states(&document, &Document::stateChanged);
        QSignalSpy infos(&document, &Document::infoChanged);
        document.load({});
        document.load({}); // changes nothing
        QTRY_COMPARE(document.state(), State::Ready);
        QCOMPARE(statesOf(states), (std::vector<State>{State::Loading, State::Ready}));
        QCOMPARE(infos.size(), 1);
        QCOMPARE(document.size(), QSize(700, 300));
        QCOMPARE(document.picture()->width(), 700);
        QCOMPARE(document.pyramid()->level(0).size(), QSize(700, 300));
        QVERIFY(document.colours());
        QVERIFY(document.bytes() > 700 * 300 * 7);
        QCOMPARE(document.thumbnail().size(), QSize(256, 110));

        document.release();
        QCOMPARE(document.state(), State::Empty);
        QVERIFY(!document.picture() && !document.pyramid() && !document.colours());
        QCOMPARE(document.size(), QSize(700, 300));
        QVERIFY(!document.thumbnail().isNull());
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
    }

    void packsWhatTheReaderReads()
    {
        for (const int channels : {1, 2, 3, 4}) {
            const fs::path file =
                m_folder->writePicture("c" + std::to_string(channels) + ".png", 90, 1001, channels);
            Document document(file);
            document.load({});
            QTRY_COMPARE(document.state(), State::Ready);
            QCOMPARE(document.picture()->channels(), channels);
            const auto pixels = image::readPhoto(file);
            ENLARGER_VERIFY(pixels);
            const image::Image packed = document.picture()->piece({0, 0, 90, 1001});
            float worst = 0.0F;
            for (int y = 0; y < 1001; ++y)
                for (int x = 0; x < 90; ++x) {
                    const bool hasAlpha = channels % 2 == 0;
                    if (hasAlpha && pixels->at(x, y, channels - 1) < 0.5F)
                        continue; // bled
                    for (int c = 0; c < channels; ++c)
                        worst = std::max(worst, std::abs(packed.at(x, y, c) - pixels->at(x, y, c)));
                }
            QVERIFY2(worst < 0.5F / 255.0F, qPrintable(QString::number(worst)));
            const auto again = app::Pyramid::make(*document.picture(), *document.colours(), {});
            QVERIFY(again->levels() > 2);
            QCOMPARE(document.pyramid()->levels(), again->levels());
            for (int level = 1; level < again->levels(); ++level)
                QCOMPARE(document.pyramid()->level(level), again->level(level));
        }
    }

    void readsTheHeaderAlone()
    {
        Document document(m_folder->writePicture("a.png", 70, 30));
        QSignalSpy infos(&document, &Document::infoChanged);
        document.readHeader();
        QTRY_COMPARE(infos.size(), 1);
        QCOMPARE(document.state(), State::Empty);
        QCOMPARE(document.size(), QSize(70, 30));
    }

    // Whoever asks for thumbnails of what has been read would have it decoded once more.
    void hasItsThumbnailWhenItIsThere()
    {
        Document document(m_folder->writePicture("a.png", 700, 300));
        bool hadOne = false;
        connect(&document, &Document::stateChanged, this, [&](State state) {
            if (state == State::Ready)
                hadOne = !document.thumbnail().isNull();
        });
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        QVERIFY(hadOne);
    }

    void makesAThumbnailWithoutThePixels()
    {
        Document document(m_folder->writePicture("a.jpg", 300, 900));
        QSignalSpy made(&document, &Document::thumbnailChanged);
        document.startThumbnail();
        document.startThumbnail();
        QTRY_COMPARE(made.size(), 1);
        QCOMPARE(document.thumbnail().height(), 256);
        QVERIFY(std::abs(document.thumbnail().width() - 85) <= 1);
        QCOMPARE(document.state(), State::Empty);
    }

    void bothThumbnailsLookAlike()
    {
        const fs::path file = tests::sharedFile("data/photos/srgb_canon-d60_1772x1181.jpg");
        ENLARGER_NEED(file);
        Document whole(file);
        whole.load({});
        QTRY_VERIFY(!whole.thumbnail().isNull());
        Document quick(file);
        quick.startThumbnail();
        QTRY_VERIFY(!quick.thumbnail().isNull());
        QVERIFY(std::abs(quick.thumbnail().height() - whole.thumbnail().height()) <= 1);
        QCOMPARE(quick.thumbnail().width(), 256);
        double sum = 0.0;
        const int height = std::min(quick.thumbnail().height(), whole.thumbnail().height());
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < 256; ++x)
                sum += std::abs(qGray(quick.thumbnail().pixel(x, y)) - qGray(whole.thumbnail().pixel(x, y)));
        QVERIFY2(sum / (256 * height) < 4.0, qPrintable(QString::number(sum / (256 * height))));
    }

    void namesWhatCannotBeRead()
    {
        Document text(m_folder->writeText("notes.txt", "no photo"));
        text.readHeader();
        QTRY_COMPARE(text.state(), State::Failed);
        QCOMPARE(text.error()->file, text.file());

        Document cut(cutFile());
        cut.load({});
        QTRY_COMPARE(cut.state(), State::Failed);
        QVERIFY(cut.hasInfo());
        QVERIFY(!cut.picture());
        fs::copy_file(m_folder->writePicture("good.jpg", 50, 50), cut.file(),
                      fs::copy_options::overwrite_existing);
        cut.load({}); // once more
        QVERIFY(!cut.error());
        QTRY_COMPARE(cut.state(), State::Ready);
        QCOMPARE(cut.size(), QSize(50, 50));
    }

    void keepsTheCropInside()
    {
        Document document(m_folder->writePicture("a.png", 70, 30));
        document.setCrop(image::PixelRect{60, 20, 100, 100}); // the size is not known yet
        document.readHeader();
        QTRY_VERIFY(document.hasInfo());
        QCOMPARE(*document.crop(), (image::PixelRect{60, 20, 10, 10}));
        QSignalSpy changes(&document, &Document::cropChanged);
        document.setCrop(image::PixelRect{60, 20, 10, 10});
        QCOMPARE(changes.size(), 0);
        document.setCrop(image::PixelRect{-5, -5, 200, 200}); // all of it
        QVERIFY(!document.crop());
        document.setCrop(image::PixelRect{80, 0, 5, 5}); // nothing of it
        QVERIFY(!document.crop());
        QCOMPARE(changes.size(), 1);
    }

    void goesWhileItLoads()
    {
        const fs::path file = m_folder->writePicture("a.jpg", 1200, 900);
        for (int i = 0; i < 100; ++i) {
            auto document = std::make_unique<Document>(file);
            document->load({});
            document->startThumbnail();
            if (i % 3 == 0)
                QCoreApplication::processEvents();
            if (i % 2 == 0)
                document->release();
        }
    }

    void theNewestRequestCounts()
    {
        Document document(m_folder->writePicture("a.jpg", 1200, 900));
        QSignalSpy states(&document, &Document::stateChanged);
        for (int i = 0; i < 20; ++i) {
            document.load({});
            document.release();
        }
        document.load({});
        QTRY_COMPARE(document.state(), State::Ready);
        QCOMPARE(states.size(), 42);
    }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
