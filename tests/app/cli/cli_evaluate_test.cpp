// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_program.h"
#include "tests/support/test_files.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;
using enlarger::tests::sharedFile;

class CliEvaluateTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    CliResult evaluate(const QString& line)
    {
        return m_cli->run(QStringList(QStringLiteral("evaluate")) + line.split(QLatin1Char(' ')));
    }
    static QString text(const char* latin) { return QString::fromLatin1(latin); }
    static QString shared(const char* name) { return QString::fromStdString(sharedFile(name).string()); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        m_cli->importModel("x4_new.safetensors", text("tiny"));
    }

    void makesLrWhereThereIsNone()
    {
        m_cli->writePicture("hr/a.png", 97, 90); // not a multiple of 4
        m_cli->writePicture("hr/b.png", 80, 80);
        const CliResult result = evaluate(text("--hr hr -m tiny --json"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(result.events.size(), std::size_t(1));
        const QJsonObject set = result.events[0];
        QCOMPARE(set[text("pictures")].toArray().size(), 2);
        QCOMPARE(set[text("pictures")][0][text("name")].toString(), text("a"));
        double mean = 0.0;
        for (const auto& picture : set[text("pictures")].toArray())
            mean += picture.toObject()[text("bicubic")][text("psnrY")].toDouble() / 2.0;
        QVERIFY(mean > 5.0);
        QVERIFY(std::abs(mean - set[text("mean")][text("bicubic")][text("psnrY")].toDouble()) < 1e-9);
        QCOMPARE(set[text("mean")][text("models")][0][text("model")].toString(), text("tiny"));
    }

    void namesWhatItCannotMeasureAndGoesOn()
    {
        m_cli->writePicture("hr/a_HR.png", 80, 80);
        m_cli->writePicture("hr/b_HR.png", 80, 80);
        m_cli->writePicture("hr/c_HR.png", 80, 80);
        m_cli->writePicture("lr/a_LR.png", 20, 20);
        m_cli->writePicture("lr/b_LR.png", 33, 20);
        const CliResult result = evaluate(text("--hr hr --lr lr -m tiny --csv"));
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.out.contains(text("\na,bicubic,")) && result.out.contains(text("\nmean,tiny,")),
                 qPrintable(result.out));
        QVERIFY(!result.out.contains(text("\nb,")));
        QVERIFY2(result.err.contains(text("b_LR.png")) && result.err.contains(text("c_HR.png")),
                 qPrintable(result.err));
    }

    void refusesAnotherScale()
    {
        m_cli->writePicture("hr/a.png", 80, 80);
        const CliResult result = evaluate(text("--hr hr -m tiny --scale 2"));
        QCOMPARE(result.exitCode, 2);
        QVERIFY(result.err.contains(text("x4")));
    }

    void givesThePublishedFigures()
    {
        const QString set5 = shared("data/benchmark/Set5");
        const QString srgan = shared("weights/third-party/srgan-pytorch/netG_epoch_4_100.a.pth");
        const QString lite = shared("weights/third-party/srvgg-ncnn/upscayl-lite-4x.param");
        ENLARGER_NEED(std::filesystem::path(set5.toStdString()));
        ENLARGER_NEED(std::filesystem::path(srgan.toStdString()));
        ENLARGER_NEED(std::filesystem::path(lite.toStdString()));
        const QString features = shared("weights/third-party");
        const CliResult result = m_cli->run({text("evaluate"), text("--hr"), set5, text("--json"), text("-m"),
                                             srgan, text("-m"), lite, text("--features"), features});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const QJsonObject mean = result.events.at(0)[text("mean")].toObject();
        const auto near = [](double value, double expected, double tolerance) {
            return std::abs(value - expected) <= tolerance;
        };
        QVERIFY(near(mean[text("bicubic")][text("psnrY")].toDouble(), 28.4318, 0.005));
        QVERIFY(near(mean[text("bicubic")][text("ssimY")].toDouble(), 0.8113, 0.0005));
        QVERIFY(near(mean[text("models")][0][text("psnrY")].toDouble(), 30.7, 0.1));
        QVERIFY(near(mean[text("models")][1][text("psnrY")].toDouble(), 26.6, 0.06));
        // 0.288 of a bicubic that is rounded once; the benchmark's own is rounded between its passes too.
        QVERIFY(near(mean[text("bicubic")][text("lpips")].toDouble(), 0.286, 0.0006));
        QVERIFY(near(mean[text("models")][0][text("lpips")].toDouble(), 0.105, 0.0005));
    }

    void lpipsWhereItsNetworksAre()
    {
        m_cli->writePicture("hr/a.png", 80, 80);
        const CliResult without = evaluate(text("--hr hr -m tiny --csv"));
        QVERIFY2(without.exitCode == 0, qPrintable(without.err));
        QVERIFY(without.out.startsWith(text("picture,method,psnr_rgb,ssim_rgb,psnr_y,ssim_y,lpips\n")));
        QVERIFY2(without.out.trimmed().endsWith(QLatin1Char(',')), qPrintable(without.out));
        QVERIFY(!evaluate(text("--hr hr -m tiny")).out.contains(text("LPIPS")));
        const CliResult missing = evaluate(text("--hr hr -m tiny --features hr"));
        QCOMPARE(missing.exitCode, 1);
        QVERIFY2(missing.err.contains(text("squeezenet1_1")), qPrintable(missing.err));

        const std::filesystem::path features = sharedFile("weights/third-party");
        ENLARGER_NEED(features);
        m_cli->setEnvironment(text("ENLARGER_FEATURES_DIR"), QString::fromStdString(features.string()));
        const CliResult table = evaluate(text("--hr hr -m tiny"));
        QVERIFY2(table.exitCode == 0 && table.out.contains(text("LPIPS")), qPrintable(table.out + table.err));
        const CliResult csv = evaluate(text("--hr hr -m tiny --csv"));
        const double lpips = csv.out.trimmed().split(QLatin1Char(',')).constLast().toDouble();
        QVERIFY2(lpips > 0.0 && lpips < 5.0, qPrintable(csv.out));
    }
};

QTEST_GUILESS_MAIN(CliEvaluateTest)
#include "cli_evaluate_test.moc"
