// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_plot.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::ui;
using train::HistoryPoint;

class CurvePlotTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    static std::vector<HistoryPoint> history(int steps)
    {
        std::vector<HistoryPoint> points;
        for (int step = 1; step <= steps; ++step) {
            points.push_back({HistoryPoint::Kind::Steps, step, {{"total", 1.0 / step}, {"rate of G", 1e-4}}});
            if (step % 10 == 0)
                points.push_back({HistoryPoint::Kind::Validation, step, {{"psnr", 25.0 + std::log(step)}}});
        }
        return points;
    }

    // Pixels of a curve's colour, which nothing else has.
    static int pixelsOf(const QImage& image, const QColor& colour)
    {
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == colour;
        return count;
    }
    static QImage drawn(CurvePlot& plot)
    {
        plot.resize(700, 500);
        plot.show();
        QTest::qWait(0); // what is queued is drawn
        return plot.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }

private Q_SLOTS:
    void drawsWhatIsShown()
    {
        CurvePlot plot;
        plot.setSmoothing(0.0);
        plot.append(history(200));
        const QColor loss("#4f9fe0"); // the first of each plot
        const int before = pixelsOf(drawn(plot), loss);
        QVERIFY2(before > 200, qPrintable(QString::number(before)));
        QVERIFY(plot.isShown("total") && !plot.isShown("ssim"));
        for (const char* curve : {"total", "psnr", "rate of G"})
            plot.setShown(curve, false);
        const int after = pixelsOf(drawn(plot), loss);
        QVERIFY2(after < before / 3, qPrintable(QString::number(after))); // what is left is in the legends
        plot.clear();
        QVERIFY(plot.curves().curves().empty());
    }

    void tellsTheValuesAtAStep()
    {
        CurvePlot plot;
        plot.append(history(20));
        const QStringList lines = plot.valuesAt(4.2).split(QLatin1Char('\n'));
        QCOMPARE(lines.first(), QStringLiteral("step 4"));
        QVERIFY(lines.contains(QStringLiteral("Loss  0.25")));
        QVERIFY(lines.join(QLatin1Char(' ')).contains(QStringLiteral("PSNR, dB  27.303"))); // of step 10
    }

    void marksWhatHappened()
    {
        CurvePlot plot;
        plot.setSmoothing(0.0);
        plot.append(history(100));
        for (const char* curve : {"total", "psnr", "rate of G"})
            plot.setShown(curve, false);
        const QColor back("#d55e00");
        QCOMPARE(pixelsOf(drawn(plot), back), 0);
        const std::vector<HistoryPoint> events{
            {HistoryPoint::Kind::Event, 40, {{train::events::rolledBack, 46.0}}},
            {HistoryPoint::Kind::Event, 60, {{train::events::rate, 0.5}}}};
        plot.append(events);
        QVERIFY(pixelsOf(drawn(plot), back) > 20);
        const QImage before = drawn(plot);
        plot.setCheckpoints({80});
        QVERIFY(drawn(plot) != before);
        const auto said = [&](double step, double reach = 2.0) {
            return plot.valuesAt(step, reach).split(QLatin1Char('\n')).value(1);
        };
        QCOMPARE(said(41.0), QStringLiteral("Back from step 46, at half the rate"));
        QCOMPARE(said(60.0), QStringLiteral("Learning rate × 0.5"));
        QCOMPARE(said(79.0), QStringLiteral("Checkpoint"));
        QCOMPARE(said(99.5), QStringLiteral("Best validation"));
        QCOMPARE(said(70.0), QString());
    }

    void followsUntilAPersonLooksElsewhere()
    {
        CurvePlot plot;
        drawn(plot);
        plot.append(history(100));
        QVERIFY(plot.isFollowing());
        QSignalSpy changed(&plot, &CurvePlot::followingChanged);
        QTest::keyClick(&plot, Qt::Key_Plus); // nearer, still at the end
        QVERIFY(plot.isFollowing());
        QTest::keyClick(&plot, Qt::Key_Left);
        QVERIFY(!plot.isFollowing());
        QTest::keyClick(&plot, Qt::Key_Home);
        QVERIFY(plot.isFollowing());
        QCOMPARE(changed.count(), 2);
    }

    void earlierRunsAreLaidOver()
    {
        CurvePlot plot;
        plot.append(history(100));
        const QColor loss("#4f9fe0");
        const QImage alone = drawn(plot);
        std::vector<CurvePlot::EarlierRun> runs;
        for (int i = 0; i < 7; ++i)
            runs.push_back({QStringLiteral("run %1").arg(i), history(150 + i)});
        plot.setEarlierRuns(runs);
        const QImage together = drawn(plot);
        QVERIFY(together != alone);
        const QString file = m_folder.filePath(QStringLiteral("a.svg"));
        QVERIFY(plot.saveAs(file));
        QFile drawing(file);
        QVERIFY(drawing.open(QIODevice::ReadOnly));
        const QByteArray text = drawing.readAll();
        QVERIFY(text.contains("run 0") && text.contains("run 5"));
        QVERIFY(!text.contains("run 6")); // six are enough
        plot.setShown("total", false);
        plot.setShown("psnr", false);
        plot.setShown("rate of G", false);
        QVERIFY(pixelsOf(drawn(plot), loss) < pixelsOf(together, loss) / 2); // hidden in all runs
        plot.setEarlierRuns({});
        for (const char* curve : {"total", "psnr", "rate of G"})
            plot.setShown(curve, true);
        QCOMPARE(drawn(plot), alone);
    }

    void savesPicturesAndValues()
    {
        const QTemporaryDir folder;
        CurvePlot plot;
        plot.append(history(30));
        drawn(plot);
        for (const char* name : {"a.png", "a.svg", "a.pdf", "a.csv"}) {
            const QString file = folder.filePath(QString::fromLatin1(name));
            QVERIFY2(plot.saveAs(file), name);
            QVERIFY2(QFile(file).size() > 200, name);
        }
        QFile table(folder.filePath(QStringLiteral("a.csv")));
        QVERIFY(table.open(QIODevice::ReadOnly));
        const QByteArray text = table.readAll();
        QVERIFY(text.startsWith("step,name,value\n") && text.contains("\n4,total,0.25\n"));
        QVERIFY(!plot.saveAs(folder.filePath(QStringLiteral("a.exe"))));
        QVERIFY(!plot.saveAs(QStringLiteral("/nowhere/a.csv")));
    }
};

QTEST_MAIN(CurvePlotTest)
#include "curve_plot_test.moc"
