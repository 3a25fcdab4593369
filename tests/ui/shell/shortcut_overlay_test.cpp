// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcut_overlay.h"

#include "tests/ui/shell/window_bench.h"
#include "ui/shell/actions.h"

#include <QFile>
#include <QLabel>
#include <QPointer>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

using namespace enlarger;
using ui::ShortcutOverlay;

class ShortcutOverlayTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    // Presses F1.
    QPointer<ShortcutOverlay> open() const
    {
        m_bench->key(Qt::Key_F1);
        return m_bench->window().findChild<ShortcutOverlay*>();
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
    }
    void cleanup() { m_bench = nullptr; }

    void showsEveryKeyOverTheWindow()
    {
        const QPointer<ShortcutOverlay> overlay = open();
        QVERIFY(overlay && overlay->isVisible());
        QCOMPARE(overlay->size(), m_bench->window().size());
        m_bench->window().resize(1100, 700);
        QTRY_COMPARE(overlay->size(), QSize(1100, 700));
        QStringList words;
        for (const auto* label : overlay->findChildren<QLabel*>())
            words << label->text();
        for (const QAction* action : m_bench->actions())
            QVERIFY2(action->shortcut().isEmpty() || words.contains(action->text()),
                     qPrintable(action->text()));
    }

    // As at 150 % on a laptop's screen: no key is cut off at the right, and those below can be scrolled to.
    void aSmallWindowHasFewerColumns()
    {
        const QPointer<ShortcutOverlay> overlay = open();
        QVERIFY(overlay);
        const auto* scroll = overlay->findChild<QScrollArea*>();
        const auto columns = [&] {
            QSet<int> lefts;
            for (const QObject* group : scroll->widget()->children())
                if (const auto* widget = qobject_cast<const QWidget*>(group))
                    lefts << widget->x();
            return lefts.size();
        };
        for (const auto& [size, wanted] : {std::pair{QSize(1600, 900), 3}, {QSize(820, 480), 2}}) {
            m_bench->window().resize(size);
            QTRY_COMPARE(overlay->size(), m_bench->window().size());
            QTRY_COMPARE(columns(), wanted);
            QTRY_COMPARE(scroll->horizontalScrollBar()->maximum(), 0);
        }
        QScrollBar* bar = scroll->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        QTest::keyClick(overlay.data(), Qt::Key_PageDown);
        QVERIFY(overlay && bar->value() > 0);
        QTest::keyClick(overlay.data(), Qt::Key_Up);
        QVERIFY(overlay && bar->value() < bar->maximum());
    }

    // The guide has a table of them, and it is the same.
    void theGuideNamesTheSameKeys()
    {
        QFile guide(QStringLiteral(ENLARGER_GUIDE));
        QVERIFY(guide.open(QFile::ReadOnly));
        const QStringList lines = QString::fromUtf8(guide.readAll()).split(QLatin1Char('\n'));
        QStringList written;
        for (qsizetype at = lines.indexOf(QStringLiteral("## Keys")) + 1; at > 0 && at < lines.size(); ++at) {
            if (lines[at].startsWith(QLatin1String("## ")))
                break;
            const QStringList cells = lines[at].split(QLatin1Char('|'));
            if (cells.size() == 4)
                written << cells[1].trimmed() + QLatin1String(": ") + cells[2].trimmed();
        }
        QVERIFY(written.size() > 2);
        QStringList shown{QStringLiteral("key: what it does"), QStringLiteral("---: ---")};
        QWidget parent;
        for (const ShortcutOverlay::Group& group : ui::Actions(&parent).shortcuts())
            for (const auto& [key, text] : group.keys)
                shown << key + QLatin1String(": ") + text;
        QCOMPARE(written, shown);
    }

    void anyKeyPutsItAway()
    {
        QPointer<ShortcutOverlay> overlay = open();
        QVERIFY(overlay);
        QTest::keyClick(overlay.data(), Qt::Key_X);
        QTRY_VERIFY(overlay.isNull());
        overlay = open();
        QVERIFY(overlay);
        QTest::keyClick(overlay.data(), Qt::Key_F9); // and does nothing beneath
        QTRY_VERIFY(overlay.isNull());
        QVERIFY(m_bench->button(QStringLiteral("Export")));
    }

    void itsOwnKeyPutsItAway()
    {
        const QPointer<ShortcutOverlay> overlay = open();
        QVERIFY(overlay);
        m_bench->key(Qt::Key_F1);
        QCoreApplication::processEvents();
        QTRY_VERIFY(m_bench->window().findChildren<ShortcutOverlay*>().isEmpty());
    }

    void aClickPutsItAway()
    {
        const QPointer<ShortcutOverlay> overlay = open();
        QVERIFY(overlay);
        QTest::mouseClick(overlay.data(), Qt::LeftButton, {}, QPoint(5, 5));
        QTRY_VERIFY(overlay.isNull());
    }

    void itGoesWithItsWindow()
    {
        const QPointer<ShortcutOverlay> overlay = open();
        QVERIFY(overlay);
        m_bench->stop();
        QVERIFY(overlay.isNull());
    }
};

QTEST_MAIN(ShortcutOverlayTest)
#include "shortcut_overlay_test.moc"
