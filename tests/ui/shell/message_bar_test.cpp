// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_bar.h"

#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QToolButton>

using namespace enlarger;
using ui::MessageBar;

class MessageBarTest : public QObject
{
    Q_OBJECT

private:
    QWidget m_window; // the bar hides itself: it needs a window that stays
    std::unique_ptr<MessageBar> m_bar;

    QPushButton& offer() const { return *m_bar->findChild<QPushButton*>(); }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_bar = std::make_unique<MessageBar>(&m_window);
        m_window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_window));
    }
    void cleanup() { m_bar = nullptr; }

    void isAwayWhileThereIsNothing()
    {
        QVERIFY(!m_bar->isVisible());
        m_bar->showProblems({});
        QVERIFY(!m_bar->isVisible());
    }

    void namesTheFirstProblemAndCountsTheOthers()
    {
        m_bar->showProblems({QStringLiteral("a.jpg is cut off.")});
        QVERIFY(m_bar->isVisible());
        QCOMPARE(m_bar->text(), QStringLiteral("a.jpg is cut off."));
        QCOMPARE(m_bar->accessibleDescription(), m_bar->text());
        QVERIFY(!offer().isVisible());
        m_bar->showProblems({QStringLiteral("one."), QStringLiteral("two."), QStringLiteral("three.")});
        QVERIFY(m_bar->text().startsWith(QStringLiteral("one.")));
        QVERIFY(m_bar->text().contains(QStringLiteral("2 more")));
    }

    void offersSomethingToDo()
    {
        int done = 0;
        m_bar->showInfo(QStringLiteral("Written."), {QStringLiteral("Show"), [&done] { ++done; }});
        QCOMPARE(offer().text(), QStringLiteral("Show"));
        QTest::mouseClick(&offer(), Qt::LeftButton);
        QCOMPARE(done, 1);
        m_bar->showProblems({QStringLiteral("It broke.")}); // the offer is the news' alone
        QVERIFY(!offer().isVisible());
        m_bar->showProblems({QStringLiteral("It broke.")},
                            {QStringLiteral("Try again"), [&done] { ++done; }});
        QCOMPARE(offer().text(), QStringLiteral("Try again"));
        QTest::mouseClick(&offer(), Qt::LeftButton);
        QCOMPARE(done, 2);
    }

    void tellsAFactWithoutAnOffer()
    {
        m_bar->showInfo(QStringLiteral("Written."), {QStringLiteral("Show"), [] {}});
        m_bar->showFact(QStringLiteral("It is HDR."));
        QVERIFY(m_bar->isVisible());
        QCOMPARE(m_bar->text(), QStringLiteral("It is HDR."));
        QVERIFY(!offer().isVisible());
    }

    void isClosedByItsButton()
    {
        m_bar->showProblems({QStringLiteral("It broke.")});
        QTest::mouseClick(m_bar->findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(!m_bar->isVisible());
    }

    void whatItSaysIsNoMarkup()
    {
        m_bar->showProblems({QStringLiteral("<b>a</b>.jpg is no photo.")});
        for (const auto* label : m_bar->findChildren<QLabel*>())
            if (!label->text().isEmpty())
                QCOMPARE(label->textFormat(), Qt::PlainText);
    }
};

QTEST_MAIN(MessageBarTest)
#include "message_bar_test.moc"
