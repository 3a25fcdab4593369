// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"
#include "ui/shell/compare_pane.h"
#include "ui/viewer/title_badge.h"

#include <QApplication>
#include <QMenu>
#include <QTest>

using namespace enlarger;
using ui::CompareView;
using ui::TitleBadge;
using Mode = CompareView::Mode;

/// How a person chooses what is compared: at the titles of the panes, and by "+".
class WindowChoicesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    CompareView& view() const { return m_bench->view(); }
    ui::Candidates& candidates() const { return m_bench->bench().candidates; }
    QStringList titles() const
    {
        QStringList titles;
        for (const ui::PictureView* pane : view().visibleViews())
            titles << (pane->layer() ? pane->layer()->title() : QString());
        return titles;
    }
    static QAction* item(const QMenu& menu, const QString& text) // of its submenus too; null: none
    {
        for (QAction* action : menu.actions()) {
            if (action->text() == text)
                return action;
            if (QAction* inner = action->menu() ? item(*action->menu(), text) : nullptr)
                return inner;
        }
        return nullptr;
    }
    QList<TitleBadge*> badges(int pane) const
    {
        return view().visibleViews()[pane]->findChildren<TitleBadge*>(Qt::FindDirectChildrenOnly);
    }
    // Clicks a title and takes an item of the menu that opens.
    bool choose(int pane, const QString& text, bool second = false) const
    {
        TitleBadge& badge = *badges(pane)[second ? 1 : 0];
        QTest::mouseClick(&badge, Qt::LeftButton, {}, QPoint(12, badge.height() / 2));
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QAction* action = menu ? item(*menu, text) : nullptr;
        if (action)
            action->trigger();
        if (menu)
            menu->close();
        return action;
    }
    bool take(int pane) const // away, by the cross
    {
        TitleBadge& badge = *badges(pane)[0];
        const QPoint cross(badge.width() - 10, badge.height() / 2);
        if (badge.partAt(cross.x()) != TitleBadge::Part::Cross)
            return false;
        QTest::mouseClick(&badge, Qt::LeftButton, {}, cross);
        return true;
    }
    QMenu* addMenu() const // as it is when it opens
    {
        auto* bar = m_bench->window().findChild<ui::CompareBar*>();
        Q_EMIT bar->addMenu().aboutToShow();
        return &bar->addMenu();
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 400, 300)));
        m_bench->bench().session.setModel("other"); // whose title is short
    }
    void cleanup() { m_bench = nullptr; }

    void aTitleChoosesOfThePair()
    {
        QVERIFY(choose(0, QStringLiteral("Lanczos")));
        QCOMPARE(titles(), (QStringList{QStringLiteral("Lanczos"), QStringLiteral("Title of other")}));
        QVERIFY(choose(1, QStringLiteral("Nearest")));
        QCOMPARE(titles(), (QStringList{QStringLiteral("Lanczos"), QStringLiteral("Nearest")}));
        view().setMode(Mode::Split);
        QVERIFY(choose(0, QStringLiteral("Original"), true));
        QCOMPARE(view().visibleViews()[0]->secondLayer()->title(), QStringLiteral("Original"));
        QCOMPARE(titles(), QStringList(QStringLiteral("Lanczos")));
        view().setMode(Mode::Flip);
        QVERIFY(choose(0, QStringLiteral("Bicubic")));
        QCOMPARE(titles(), QStringList(QStringLiteral("Bicubic")));
    }

    void aTitleBringsAnotherModel()
    {
        QVERIFY(choose(1, QStringLiteral("Title of faithful-x4")));
        QCOMPARE(titles()[1], QStringLiteral("Title of faithful-x4"));
        QCOMPARE(candidates().addedModels(), QStringList(QStringLiteral("faithful-x4")));
    }

    void panesOfTheGridAreChosen()
    {
        view().setMode(Mode::Grid);
        QCOMPARE(titles(), (QStringList{QStringLiteral("Original"), QStringLiteral("Bicubic"),
                                        QStringLiteral("Lanczos"), QStringLiteral("Title of other")}));
        QVERIFY(choose(2, QStringLiteral("Title of faithful-x4")));
        QCOMPARE(titles()[2], QStringLiteral("Title of faithful-x4"));
        QVERIFY(choose(0, QStringLiteral("Bicubic"))); // which another pane shows: they change places
        QCOMPARE(titles().mid(0, 2), (QStringList{QStringLiteral("Bicubic"), QStringLiteral("Original")}));
        QVERIFY(take(1));
        QCOMPARE(titles(), (QStringList{QStringLiteral("Bicubic"), QStringLiteral("Title of faithful-x4"),
                                        QStringLiteral("Title of other")}));
        QVERIFY(take(2));
        QVERIFY(take(1));
        QCOMPARE(titles(), QStringList(QStringLiteral("Bicubic")));
        QVERIFY(!take(0)); // the last one stays
    }

    void plusOffersWhatIsNotInTheGrid()
    {
        view().setMode(Mode::Grid);
        QVERIFY(!item(*addMenu(), QStringLiteral("Nearest"))); // four are the most
        QVERIFY(take(0));
        QMenu* menu = addMenu();
        for (const QString& there : titles())
            QVERIFY2(!item(*menu, there), qPrintable(there));
        QVERIFY(item(*menu, QStringLiteral("Original")));
        QVERIFY(item(*menu, QStringLiteral("Title of faithful-x4")));
        item(*menu, QStringLiteral("Nearest"))->trigger();
        QCOMPARE(titles(), (QStringList{QStringLiteral("Bicubic"), QStringLiteral("Lanczos"),
                                        QStringLiteral("Title of other"), QStringLiteral("Nearest")}));
    }

    void plusOffersModelsThatAreNotThere()
    {
        QVERIFY(!item(*addMenu(), QStringLiteral("Title of other"))); // it is the one that is used
        item(*addMenu(), QStringLiteral("Title of faithful-x4"))->trigger();
        QCOMPARE(titles()[1], QStringLiteral("Title of faithful-x4")); // and is seen at once
        QMenu* menu = addMenu();
        QAction* left = item(*menu, QStringLiteral("Title of faithful-x4"));
        QVERIFY(left && left->parent() != menu); // only among those to be taken away
        left->trigger();
        QVERIFY(candidates().addedModels().isEmpty());
        QVERIFY(!candidates().find(QStringLiteral("model:faithful-x4")));
    }

    void theGridIsRemembered()
    {
        view().setMode(Mode::Grid);
        QVERIFY(choose(1, QStringLiteral("Title of faithful-x4")));
        QVERIFY(take(2));
        const QStringList chosen = titles();
        QCOMPARE(chosen, (QStringList{QStringLiteral("Original"), QStringLiteral("Title of faithful-x4"),
                                      QStringLiteral("Title of other")}));
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 300, 200)));
        QCOMPARE(titles(), chosen);
        m_bench->window().close();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().path("a.png")));
        QCOMPARE(view().mode(), Mode::Grid);
        QCOMPARE(titles(), chosen);
    }
};

QTEST_MAIN(WindowChoicesTest)
#include "window_choices_test.moc"
