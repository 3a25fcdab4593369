// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/view_sync.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using enlarger::ui::ViewPlace;
using enlarger::ui::ViewSync;

class ViewSyncTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_sync = std::make_unique<ViewSync>();
        m_sync->join(&m_left);
        m_sync->join(&m_right);
    }

    void lockedViewsAreAtOnePlace()
    {
        const QSignalSpy moved(m_sync.get(), &ViewSync::placeChanged);
        const ViewPlace place{false, 3104, {0.25, 0.75}};
        m_sync->move(&m_left, place);
        QCOMPARE(m_sync->placeOf(&m_left), place);
        QCOMPARE(m_sync->placeOf(&m_right), place);
        QCOMPARE(moved.count(), 1);
        m_sync->move(&m_right, place);
        QCOMPARE(moved.count(), 1); // it is there already
    }

    void unlockedViewsMoveAlone()
    {
        m_sync->move(&m_left, {false, 1000, {0.5, 0.5}});
        m_sync->setLocked(false);
        m_sync->move(&m_right, {false, 2000, {0.6, 0.5}});
        QCOMPARE(m_sync->placeOf(&m_left), (ViewPlace{false, 1000, {0.5, 0.5}}));
        QCOMPARE(m_sync->placeOf(&m_right), (ViewPlace{false, 2000, {0.6, 0.5}}));
    }

    void lockedAgainTheyKeepTheirOffset()
    {
        m_sync->move(&m_left, {false, 1000, {0.5, 0.5}});
        m_sync->setLocked(false);
        m_sync->move(&m_right, {false, 2000, {0.625, 0.5}});
        m_sync->setLocked(true);
        m_sync->move(&m_left, {false, 1500, {0.25, 0.375}});
        QCOMPARE(m_sync->placeOf(&m_right), (ViewPlace{false, 3000, {0.375, 0.375}}));
        m_sync->move(&m_right, {false, 2000, {0.5, 0.5}});
        QCOMPARE(m_sync->placeOf(&m_left), (ViewPlace{false, 1000, {0.375, 0.5}}));
    }

    void fittingBringsThemTogether()
    {
        m_sync->move(&m_left, {false, 1000, {0.5, 0.5}});
        m_sync->setLocked(false);
        m_sync->move(&m_right, {false, 2000, {0.625, 0.5}});
        m_sync->setLocked(true);
        m_sync->move(&m_left, {true, 1000, {0.5, 0.5}});
        QVERIFY(m_sync->placeOf(&m_right).fit);
        const ViewPlace place{false, 1234, {0.1, 0.2}};
        m_sync->move(&m_right, place);
        QCOMPARE(m_sync->placeOf(&m_left), place);
    }

    void aNewViewBeginsWhereTheOthersAre()
    {
        const ViewPlace place{false, 1234, {0.1, 0.2}};
        m_sync->move(&m_left, place);
        QObject another;
        m_sync->join(&another);
        QCOMPARE(m_sync->placeOf(&another), place);
    }

    void aViewThatIsGoneLeaves()
    {
        const ViewPlace place{false, 1234, {0.1, 0.2}};
        {
            QObject another;
            m_sync->join(&another);
            m_sync->setLocked(false);
            m_sync->move(&another, place);
            m_sync->setLocked(true);
        }
        m_sync->move(&m_left, {false, 500, {0.5, 0.5}});
        QCOMPARE(m_sync->placeOf(&m_right), (ViewPlace{false, 500, {0.5, 0.5}}));
    }

    void signalsComeOnRealChangesOnly()
    {
        const QSignalSpy locked(m_sync.get(), &ViewSync::lockedChanged);
        const QSignalSpy cursor(m_sync.get(), &ViewSync::cursorChanged);
        m_sync->setLocked(true);
        m_sync->setLocked(false);
        m_sync->setCursor({});
        m_sync->setCursor(QPointF(0.5, 0.5));
        m_sync->setCursor(QPointF(0.5, 0.5));
        QCOMPARE(locked.count(), 1);
        QCOMPARE(cursor.count(), 1);
    }

private:
    QObject m_left;
    QObject m_right;
    std::unique_ptr<ViewSync> m_sync;
};

QTEST_APPLESS_MAIN(ViewSyncTest)
#include "view_sync_test.moc"
