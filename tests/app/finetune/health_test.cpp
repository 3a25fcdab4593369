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
        QTest::addColumn<std::vector<Health>>("health");
        QTest::addColumn<QString>("word");
        QTest::newRow("nothing") << std::vector<HistoryPoint>() << std::vector<Health>() << QString();
        QTest::newRow("two validations") << history({25.0, 25.1}) << std::vector<Health>() << QString();
        QTest::newRow("better each time") << history({25.0, 25.1, 25.2, 25.3, 25.4}, 0.98)
                                          << std::vector{Health::Learning} << QStringLiteral("+0.40 dB");
        QTest::newRow("the last but one was best")
            << history({25.0, 25.1, 25.2, 25.3, 25.2}, 0.98) << std::vector{Health::Learning}
            << QStringLiteral("+0.30 dB");
        QTest::newRow("level") << history({25.0, 25.3, 25.3, 25.3, 25.3}) << std::vector{Health::NotImproving}
                               << QStringLiteral("step 16");
        QTest::newRow("worse, and the loss too")
            << history({25.0, 25.3, 25.2, 25.1, 25.0}, 1.02) << std::vector{Health::NotImproving}
            << QStringLiteral("step 16");
        QTest::newRow("worse while the loss falls")
            << history({25.0, 25.3, 25.2, 25.1, 25.0}, 0.98) << std::vector{Health::Overfitting}
            << QStringLiteral("step 16");
        QTest::newRow("a slow disk") << history({25.0, 25.1, 25.2, 25.3, 25.4}, 0.98, 0.6)
                                     << std::vector{Health::Learning, Health::WaitingForData}
                                     << QStringLiteral("disk");
    }
    void judges()
    {
        QFETCH(std::vector<HistoryPoint>, points);
        QFETCH(std::vector<Health>, health);
        QFETCH(QString, word);
        std::vector<Health> found;
        QString sentence;
        for (const HealthRow& row : healthOf(points, {})) {
            found.push_back(row.health);
            sentence = row.sentence;
        }
        QCOMPARE(found, health);
        QVERIFY2(sentence.contains(word) && sentence.isEmpty() == word.isEmpty(), qPrintable(sentence));
    }

    // As the command line judges, with what to do in the window.
    void tellsWhatGoesWrong_data()
    {
        QTest::addColumn<double>("drift");
        QTest::addColumn<double>("gap"); // between the discriminator's outputs
        QTest::addColumn<QStringList>("words");
        QTest::newRow("all is well") << 0.3 << 1.0 << QStringList();
        QTest::newRow("colours") << 4.0 << 1.0
                                 << QStringList{QStringLiteral("4.0 of 255"),
                                                QStringLiteral("loss.colour-weight 1")};
        QTest::newRow("strong") << 0.3 << 3.0
                                << QStringList{QStringLiteral("too strong"),
                                               QStringLiteral("discriminator.rate 0.0001")};
        QTest::newRow("weak") << 0.3 << 0.01
                              << QStringList{QStringLiteral("too weak"),
                                             QStringLiteral("discriminator.rate 0.0016")};
    }
    void tellsWhatGoesWrong()
    {
        QFETCH(double, drift);
        QFETCH(double, gap);
        QFETCH(QStringList, words);
        train::Recipe gan;
        gan.discriminator.kind = nn::DiscriminatorKind::UnetSn;
        gan.discriminator.rate = 4e-4;
        gan.loss.ganWeight = 0.1;
        std::vector<HistoryPoint> points{{HistoryPoint::Kind::Validation, 0, {{"drift", 0.2}}}};
        for (int step = 10; step <= 30; step += 10) {
            points.push_back({HistoryPoint::Kind::Steps, step, {{"D(real)", gap}, {"D(fake)", 0.0}}});
            points.push_back({HistoryPoint::Kind::Validation, step, {{"drift", drift}}});
        }
        const auto rows = healthOf(points, gan);
        QCOMPARE(rows.size(), std::size_t(words.isEmpty() ? 0 : 1));
        for (const QString& word : words)
            QVERIFY2(rows[0].sentence.contains(word), qPrintable(rows[0].sentence));
        for (const HealthRow& row : rows)
            QVERIFY(row.isTrouble() && row.health == Health::GoesWrong);
    }
};

QTEST_GUILESS_MAIN(HealthTest)
#include "health_test.moc"
