// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/photo_section.h"

#include "core/image/read/photo_reader.h"
#include "tests/ui/shell/window_bench.h"

#include <QApplication>
#include <QComboBox>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QTimer>

using namespace enlarger;

class PhotoSectionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    ui::PhotoSection& section() const { return *m_bench->window().findChild<ui::PhotoSection*>(); }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
    }
    void cleanup() { m_bench = nullptr; }

    void isThereOnlyWhereAFileLeavesAChoice()
    {
        QVERIFY(!section().isVisible());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 60, 40)));
        QVERIFY(!section().isVisible());
        QVERIFY(m_bench->open(m_bench->folder().writePages("b.tif", 3)));
        QTRY_VERIFY(section().isVisible());
        QVERIFY(!section().findChild<QComboBox*>()->isVisible()); // it is no RAW
        const auto* page = section().findChild<QSpinBox*>();
        QCOMPARE(page->text(), QStringLiteral("1 of 3"));
    }

    void thePageThatIsChosenIsShown()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePages("b.tif", 3)));
        auto* page = section().findChild<QSpinBox*>();
        QTRY_VERIFY(page->isVisible());
        page->setFocus();
        QTest::keyClick(page, Qt::Key_Up);
        QTest::keyClick(page, Qt::Key_Up); // while the second one is on its way
        QTRY_COMPARE(m_bench->bench().session.sourceSize(), QSize(30, 8));
        QCOMPARE(page->value(), 3);
        QVERIFY(page->hasFocus());
        QTRY_VERIFY(m_bench->waitUntilIdle());
        QCOMPARE(m_bench->bench().candidates.find("model")->size(), QSize(120, 32));
    }

    void allPagesAreExported()
    {
        const std::filesystem::path file = m_bench->folder().writePages("b.tif", 3);
        QVERIFY(m_bench->open(file));
        QTRY_VERIFY(section().findChild<QPushButton*>()->isVisible());
        section().findChild<QPushButton*>()->click();
        const app::JobList& jobs = m_bench->bench().jobs.jobs();
        QTRY_COMPARE(jobs.rowCount(), 3);
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->bench().jobs.totals().over, 3, 60'000);
        QCOMPARE(m_bench->bench().jobs.totals().failed, 0);
        QList<int> widths;
        for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
            if (entry.path() != file)
                if (const auto result = image::PhotoReader::open(entry.path()))
                    widths << result->info().width;
        std::ranges::sort(widths);
        QCOMPARE(widths, (QList<int>{40, 80, 120}));
        QVERIFY(std::filesystem::exists(file.parent_path() / "b-2_x4.tif"));
        QCOMPARE(jobs.index(2, 0).data().toString(), QStringLiteral("b.tif, page 3"));
    }

    void pagesThatWouldBeSmallerAreAskedAbout()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePages("b.tif", 3)));
        m_bench->bench().session.setRequestedSize({.factor = 0.5});
        QTRY_VERIFY(section().findChild<QPushButton*>()->isVisible());
        QString question;
        QTimer answer;
        connect(&answer, &QTimer::timeout, this, [&question] {
            if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
                question = box->text();
                box->reject();
            }
        });
        answer.start(10);
        section().findChild<QPushButton*>()->click();
        QTRY_VERIFY(!question.isEmpty());
        QVERIFY2(question.contains(QStringLiteral("b.tif: 5 × 4 pixels of 10 × 8")), qPrintable(question));
        QCOMPARE(m_bench->bench().jobs.jobs().rowCount(), 0);
    }
};

QTEST_MAIN(PhotoSectionTest)
#include "photo_section_test.moc"
