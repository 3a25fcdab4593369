// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/filmstrip.h"

#include "tests/app/session/session_folder.h"
#include "tests/ui/shell/window_bench.h"

#include <QTest>

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
