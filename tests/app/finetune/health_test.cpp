// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/health.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using train::HistoryPoint;

class HealthTest : public QObject
{
    Q_OBJECT

private:
    // 40 steps with a loss that is multiplied by `fall` at each, and a validation after every eighth.
    static std::vector<HistoryPoint> history(const std::vector<double>& psnr, double fall = 1.0,
                                             double waiting = 0.0)
    {
        std::vector<HistoryPoint> points;
        double loss = 1.0;
        for (int step = 1; step <= 40; ++step) {
            loss *= fall;
            points.push_back(
                {HistoryPoint::Kind::Steps, step, {{"total", loss}, {"share of waiting", waiting}}});
            if (step % 8 == 0 && std::size_t(step / 8 - 1) < psnr.size())
                points.push_back(
                    {HistoryPoint::Kind::Validation, step, {{"psnr", psnr[std::size_t(step / 8 - 1)]}}});
        }
        return points;
    }

private Q_SLOTS:
    void judges_data()
    {
        QTest::addColumn<std::vector<HistoryPoint>>("points");
        QTest::addColumn<Health>("health");
        QTest::addColumn<QString>("word");
        QTest::newRow("nothing") << std::vector<HistoryPoint>() << Health::Unknown << QString();
        QTest::newRow("two validations") << history({25.0, 25.1}) << Health::Unknown << QString();
        QTest::newRow("better each time") << history({25.0, 25.1, 25.2, 25.3, 25.4}, 0.98) << Health::Learning
                                          << QStringLiteral("+0.40 dB");
        QTest::newRow("the last but one was best") << history({25.0, 25.1, 25.2, 25.3, 25.2}, 0.98)
                                                   << Health::Learning << QStringLiteral("+0.30 dB");
        QTest::newRow("level") << history({25.0, 25.3, 25.3, 25.3, 25.3}) << Health::NotImproving
                               << QStringLiteral("step 16");
        QTest::newRow("worse, and the loss too") << history({25.0, 25.3, 25.2, 25.1, 25.0}, 1.02)
                                                 << Health::NotImproving << QStringLiteral("step 16");
        QTest::newRow("worse while the loss falls") << history({25.0, 25.3, 25.2, 25.1, 25.0}, 0.98)
                                                    << Health::Overfitting << QStringLiteral("step 16");
        QTest::newRow("a slow disk") << history({25.0, 25.1, 25.2, 25.3, 25.4}, 0.98, 0.6)
                                     << Health::WaitingForData << QStringLiteral("disk");
    }
    void judges()
    {
        QFETCH(std::vector<HistoryPoint>, points);
        QFETCH(Health, health);
        QFETCH(QString, word);
        QCOMPARE(healthOf(points), health);
        const QString sentence = sentenceOf(health, points);
        QVERIFY2(sentence.contains(word) && sentence.isEmpty() == word.isEmpty(), qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(HealthTest)
#include "health_test.moc"
