// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/end_text.h"

#include <QLocale>
#include <QTest>

#include <limits>

using namespace enlarger::app;

class EndTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void tellsWhen_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("at once") << 40.0 << QString();
        QTest::newRow("soon") << 150.0 << QStringLiteral("ends about 16:05");
        QTest::newRow("later") << 1900.0 << QStringLiteral("ends about 16:35");
        QTest::newRow("tomorrow") << 10 * 3600.0 << QStringLiteral("ends tomorrow about 02:05");
        QTest::newRow("in days") << 50 * 3600.0 << QStringLiteral("ends on 1 December about 18:05");
        QTest::newRow("unknown") << std::numeric_limits<double>::quiet_NaN() << QString();
        QTest::newRow("never") << std::numeric_limits<double>::infinity() << QString();
        QTest::newRow("before") << -5.0 << QString();
    }
    void tellsWhen()
    {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(endText(seconds, QDateTime(QDate(2026, 11, 29), QTime(16, 2, 10), Qt::UTC)), text);
    }
};

QTEST_GUILESS_MAIN(EndTextTest)
#include "end_text_test.moc"
