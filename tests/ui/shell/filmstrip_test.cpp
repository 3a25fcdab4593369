// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/filmstrip.h"

#include "tests/app/session/session_folder.h"
#include "tests/ui/shell/window_bench.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace enlarger;
using ui::Filmstrip;
namespace fs = std::filesystem;

class FilmstripTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<app::DocumentList> m_documents;
    std::unique_ptr<Filmstrip> m_strip;

    QPoint placeOf(int row) const { return m_strip->visualRect(m_documents->index(row)).center(); }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_documents = std::make_unique<app::DocumentList>();
        m_strip = std::make_unique<Filmstrip>(*m_documents);
        m_strip->resize(132, 500);
        m_strip->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_strip.get()));
        m_documents->open({m_folder->writePicture("a.png"), m_folder->writePicture("b.png"),
                           m_folder->writePicture("c.png")});
        QTRY_COMPARE(m_documents->count(), 3);
    }
    void cleanup()
    {
        m_strip = nullptr;
        m_documents = nullptr;
    }

    void marksTheCurrentPhoto()
    {
        QCOMPARE(m_strip->currentIndex().row(), 0);
        m_documents->setCurrentRow(2);
        QCOMPARE(m_strip->currentIndex().row(), 2);
        m_documents->close(2);
        QCOMPARE(m_strip->currentIndex().row(), m_documents->currentRow());
    }

    void aClickOrAnArrowMakesAnotherCurrent()
    {
        QTest::mouseClick(m_strip->viewport(), Qt::LeftButton, {}, placeOf(1));
        QCOMPARE(m_documents->currentRow(), 1);
        QTest::keyClick(m_strip.get(), Qt::Key_Down);
        QCOMPARE(m_documents->currentRow(), 2);
        QTest::keyClick(m_strip.get(), Qt::Key_Home);
        QCOMPARE(m_documents->currentRow(), 0);
    }

    void deleteOrTheMiddleButtonTakesOneOff()
    {
        m_documents->setCurrentRow(1);
        QTest::keyClick(m_strip.get(), Qt::Key_Delete);
        QCOMPARE(m_documents->count(), 2);
        QCOMPARE(m_documents->current()->name(), QStringLiteral("c.png"));
        QTest::mouseClick(m_strip->viewport(), Qt::MiddleButton, {}, placeOf(0));
        QCOMPARE(m_documents->count(), 1);
        QCOMPARE(m_documents->current()->name(), QStringLiteral("c.png"));
        QTest::keyClick(m_strip.get(), Qt::Key_Delete);
        QTest::keyClick(m_strip.get(), Qt::Key_Delete); // there is none left
        QCOMPARE(m_documents->count(), 0);
        QVERIFY(fs::exists(m_folder->path("a.png"))); // files stay
    }

    // Names and signs; what they say stands in the tooltip.
    void badgesTellOfCropExportAndFile()
    {
        const auto texts = [this](int row) {
            QStringList found;
            for (const ui::PhotoBadge& badge : m_strip->badgesOf(*m_documents->at(row)))
                found << badge.text;
            return found;
        };
        QTRY_COMPARE(m_documents->at(0)->state(), app::Document::State::Ready);
        QVERIFY(texts(0).isEmpty());
        const auto picture = [&] {
            return m_strip->viewport()->grab(m_strip->visualRect(m_documents->index(0))).toImage();
        };
        QTRY_VERIFY(!m_documents->at(0)->thumbnail().isNull());
        const QImage without = picture();
        m_documents->at(0)->setCrop(image::PixelRect{2, 3, 10, 8});
        QCOMPARE(texts(0), QStringList(QStringLiteral("Cropped to 10 × 8 pixels")));
        const QImage cropped = picture();
        QVERIFY(cropped != without);
        m_strip->setExported(*m_documents->at(0));
        QCOMPARE(texts(0).size(), 2);
        QVERIFY(picture() != cropped);
        m_documents->setCompared(m_documents->at(1));
        QCOMPARE(texts(1), QStringList(QStringLiteral("Compared with the current photo")));
        m_documents->setCompared(nullptr);

        fs::remove(m_folder->path("c.png"));
        QTRY_COMPARE(texts(2), QStringList(QStringLiteral("The file was moved or deleted")));
        fs::rename(m_folder->writePicture("new.png", 30, 20), m_folder->path("a.png"));
        QTRY_VERIFY(texts(0).contains(QStringLiteral("The file has changed on disk since it was read")));
    }

    void aWiderStripHasLargerThumbnails()
    {
        const int height = m_strip->visualRect(m_documents->index(0)).height();
        m_strip->resize(260, 500);
        QTRY_VERIFY(m_strip->visualRect(m_documents->index(0)).height() > height + 60);
        m_strip->resize(132, 500);
        QTRY_COMPARE(m_strip->visualRect(m_documents->index(0)).height(), height);
    }

    void theRightButtonChoosesNothing()
    {
        QTest::mouseClick(m_strip->viewport(), Qt::RightButton, {}, placeOf(2));
        QCOMPARE(m_documents->currentRow(), 0);
        QCOMPARE(m_strip->selectedDocuments(), QList<app::Document*>{m_documents->at(0)});
    }

    void aFineCheckerIsAnEvenGrey()
    {
        QImage checker(256, 256, QImage::Format_RGB32);
        for (int y = 0; y < checker.height(); ++y)
            for (int x = 0; x < checker.width(); ++x)
                checker.setPixel(x, y, (x + y) % 2 ? qRgb(255, 255, 255) : qRgb(0, 0, 0));
        const fs::path file = m_folder->path("checker.png");
        QVERIFY(checker.save(QString::fromStdString(file.string())));
        m_documents->open({file});
        QTRY_COMPARE(m_documents->count(), 4);
        m_documents->setCurrentRow(0);
        QTRY_VERIFY(!m_documents->at(3)->thumbnail().isNull());
        const QRect cell = m_strip->visualRect(m_documents->index(3));
        const QImage image = m_strip->viewport()->grab(cell).toImage();
        int darkest = 255;
        int lightest = 0;
        for (int y = image.height() / 4; y < image.height() / 2; ++y) // the middle of the thumbnail
            for (int x = image.width() * 2 / 5; x < image.width() * 3 / 5; ++x) {
                darkest = std::min(darkest, qGray(image.pixel(x, y)));
                lightest = std::max(lightest, qGray(image.pixel(x, y)));
            }
        QVERIFY2(darkest > 110 && lightest < 145,
                 qPrintable(QStringLiteral("%1 to %2").arg(darkest).arg(lightest)));
    }

    void paintsThumbnails()
    {
        m_documents->setCurrentRow(2);
        const QRect cell = m_strip->visualRect(m_documents->index(0));
        const auto colours = [&] {
            std::set<QRgb> found;
            const QImage image = m_strip->viewport()->grab(cell).toImage();
            for (int x = 0; x < image.width(); ++x)
                found.insert(image.pixel(x, image.height() / 3));
            return found.size();
        };
        QTRY_VERIFY(colours() > 20);
    }
};

QTEST_MAIN(FilmstripTest)
#include "filmstrip_test.moc"
