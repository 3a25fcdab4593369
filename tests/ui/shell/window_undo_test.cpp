// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"
#include "ui/enlarge/change_mark.h"
#include "ui/enlarge/fidelity_section.h"
#include "ui/enlarge/size_section.h"

#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QTabWidget>
#include <QTest>

using namespace enlarger;

/// Undo and redo, from the keys to what is seen of them.
class WindowUndoTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    app::EnlargeSession& session() const { return m_bench->bench().session; }
    void undo() const { m_bench->key(Qt::Key_Z, Qt::ControlModifier); }
    void redo() const { m_bench->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }
    QAction* action(const QString& text) const
    {
        for (QAction* action : m_bench->actions())
            if (action->text() == text)
                return action;
        return nullptr;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 300, 200)));
        m_bench->bench().history.setPause(std::chrono::milliseconds(0));
    }
    void cleanup() { m_bench = nullptr; }

    void keysUndoAndRedo()
    {
        QVERIFY(!action(QStringLiteral("Undo"))->isEnabled());
        session().setStrength(0.5);
        QVERIFY(action(QStringLiteral("Undo"))->isEnabled());
        QVERIFY(!action(QStringLiteral("Redo"))->isEnabled());
        undo();
        QCOMPARE(session().strength(), 0.6);
        redo();
        QCOMPARE(session().strength(), 0.5);
        undo();
        m_bench->key(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(session().strength(), 0.5);
        m_bench->bench().documents.current()->setCrop(image::PixelRect{10, 10, 50, 40});
        undo();
        QVERIFY(!m_bench->bench().documents.current()->crop());
        QCOMPARE(session().strength(), 0.5);
        action(QStringLiteral("Reset all"))->trigger();
        QCOMPARE(session().choices(), session().standardChoices());
        undo();
        QCOMPARE(session().strength(), 0.5);
    }

    void nothingIsUndoneUnseen()
    {
        session().setStrength(0.5);
        auto* pages = m_bench->window().findChild<QTabWidget*>();
        pages->setCurrentIndex(1); // information
        const auto* detail = m_bench->window().findChild<ui::FidelitySection*>();
        QVERIFY(!detail->isVisible());
        undo();
        QVERIFY(detail->isVisible());
        const auto marks = m_bench->window().findChildren<ui::ChangeMark*>();
        QCOMPARE(marks.size(), 1);
        QVERIFY(marks[0]->isVisible() && marks[0]->geometry().contains(detail->geometry()));
        QTRY_VERIFY(m_bench->window().findChildren<ui::ChangeMark*>().isEmpty()); // it goes by itself
    }

    void fieldsKeepTheKeysWhileOneTypes()
    {
        auto* width = m_bench->window().findChild<ui::SizeSection*>()->findChild<QDoubleSpinBox*>();
        width->setFocus();
        width->selectAll();
        QTest::keyClicks(width, QStringLiteral("3"));
        undo(); // the letter
        QCOMPARE(width->value(), 4.0);
        width->selectAll();
        QTest::keyClicks(width, QStringLiteral("3"));
        m_bench->key(Qt::Key_Return);
        QCOMPARE(session().outputSize(), QSize(900, 600));
        undo(); // nothing is being typed
        QCOMPARE(session().outputSize(), QSize(1200, 800));
        QCOMPARE(width->value(), 4.0);
    }
};

QTEST_MAIN(WindowUndoTest)
#include "window_undo_test.moc"
