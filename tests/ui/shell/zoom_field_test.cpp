// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/zoom_field.h"

#include "tests/ui/shell/window_bench.h"

#include <QLineEdit>
#include <QTest>

using namespace enlarger;

class ZoomFieldTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    ui::ZoomField& field() const { return *m_bench->window().findChild<ui::ZoomField*>(); }
    void type(const QString& text) const
    {
        field().setFocus();
        field().lineEdit()->selectAll();
        QTest::keyClicks(field().lineEdit(), text);
        QTest::keyClick(field().lineEdit(), Qt::Key_Return);
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 400, 300)));
    }
    void cleanup() { m_bench = nullptr; }

    void saysWhatIsShown()
    {
        QVERIFY(field().currentText().startsWith(QStringLiteral("Fit, ")));
        m_bench->key(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(field().currentText(), QStringLiteral("100 %"));
        m_bench->view().setZoom(0.333);
        QCOMPARE(field().currentText(), QStringLiteral("33 %"));
        m_bench->view().setZoom(0.0666);
        QCOMPARE(field().currentText(), QStringLiteral("6.7 %"));
        m_bench->key(Qt::Key_0, Qt::ControlModifier);
        QVERIFY(field().currentText().startsWith(QStringLiteral("Fit, ")));
        QVERIFY(field().toolTip().contains(QStringLiteral("of the result")));
    }

    void itsLongestTextFits()
    {
        QVERIFY(field().lineEdit()->contentsRect().width() >=
                field().fontMetrics().horizontalAdvance(QStringLiteral("Fit, 100 %")) + 4);
    }

    void zoomsToWhatIsTyped_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("zoom"); // 0: fit
        QTest::newRow("number") << QStringLiteral("150") << 1.5;
        QTest::newRow("percent") << QStringLiteral("75 %") << 0.75;
        QTest::newRow("comma") << QStringLiteral("62,5%") << 0.625;
        QTest::newRow("of the list") << QStringLiteral("200 %") << 2.0;
        QTest::newRow("fit") << QStringLiteral("fit") << 0.0;
        QTest::newRow("too much") << QStringLiteral("99999") << 32.0;
        QTest::newRow("nonsense") << QStringLiteral("large") << 1.0; // stays
        QTest::newRow("none") << QStringLiteral("0") << 1.0;
    }
    void zoomsToWhatIsTyped()
    {
        QFETCH(QString, text);
        QFETCH(double, zoom);
        m_bench->view().setZoom(1.0);
        type(text);
        QCOMPARE(m_bench->view().isFit(), zoom == 0.0);
        if (zoom > 0.0)
            QCOMPARE(m_bench->view().zoom(), zoom);
        if (text != QStringLiteral("large") && text != QStringLiteral("0"))
            QVERIFY(m_bench->view().activeView()->hasFocus()); // the keys are the picture's again
    }

    // A person's keys go to whatever has the focus; in flip, digits choose else.
    void typingIsNoShortcut()
    {
        m_bench->key(Qt::Key_F4);
        const int candidate = m_bench->view().candidate();
        field().setFocus();
        field().lineEdit()->selectAll();
        m_bench->key(Qt::Key_5);
        m_bench->key(Qt::Key_0);
        QCOMPARE(field().currentText(), QStringLiteral("50"));
        m_bench->key(Qt::Key_Return);
        QCOMPARE(m_bench->view().zoom(), 0.5);
        QCOMPARE(m_bench->view().candidate(), candidate);
        m_bench->key(Qt::Key_1);
        QCOMPARE(m_bench->view().candidate(), 0);
    }

    void offersTheUsualOnes()
    {
        m_bench->view().setZoom(1.0);
        for (int i = 0; i < field().count(); ++i) {
            Q_EMIT field().activated(i);
            if (i == 0)
                QVERIFY(m_bench->view().isFit());
            else
                QCOMPARE(field().currentText(), field().itemText(i));
        }
        QCOMPARE(m_bench->view().zoom(), 4.0);
    }

    void escapeLeavesItAsItWas()
    {
        m_bench->view().setZoom(1.0);
        field().setFocus();
        field().lineEdit()->selectAll();
        QTest::keyClicks(field().lineEdit(), QStringLiteral("40"));
        m_bench->view().setZoom(2.0); // meanwhile: what is typed stays
        QCOMPARE(field().currentText(), QStringLiteral("40"));
        QTest::keyClick(field().lineEdit(), Qt::Key_Escape);
        QCOMPARE(field().currentText(), QStringLiteral("200 %"));
        QVERIFY(m_bench->view().activeView()->hasFocus());
    }
};

QTEST_MAIN(ZoomFieldTest)
#include "zoom_field_test.moc"
