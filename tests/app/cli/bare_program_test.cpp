// SPDX-License-Identifier: GPL-3.0-or-later
// enlarger-bare, which the preset `bare` builds with LibTorch alone: here it has the same rooms with all
// their libraries.
#include "core/weights/weights.h"
#include "tests/app/cli/cli_program.h"

#include <QRegularExpression>
#include <QTest>

#include <filesystem>

using namespace enlarger;
using namespace enlarger::tests;

namespace {

/// A network so small that ten steps take a moment.
QStringList settings()
{
    QStringList words{"--recipe", "psnr", "--device", "cpu"};
    for (const char* setting :
         {"generator.features=8", "generator.growth=4", "generator.blocks=1", "data.crop=64", "data.batch=2",
          "schedule.cycles=1", "schedule.steps=10", "run.precision=fp32", "run.validate-every=5"})
        words += {"--set", setting};
    return words;
}

} // namespace

class BareProgramTest : public QObject
{
    Q_OBJECT

private:
    CliResult bare(const QStringList& words)
    {
        return CliProgram::finish(*m_cli.start(ENLARGER_BARE, words));
    }

    /// The number after `name` in the line that begins with `line`; NaN: there is none.
    static double figure(const QString& text, const QString& line, const QString& name)
    {
        const QRegularExpression pattern(QString("^%1 .*\\b%2 (-?[0-9.]+)").arg(line, name),
                                         QRegularExpression::MultilineOption);
        const auto match = pattern.match(text);
        return match.hasMatch() ? match.captured(1).toDouble() : std::nan("");
    }

    CliProgram m_cli;

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 6; ++i)
            m_cli.writePicture("pictures/" + std::to_string(i) + ".png", 144 + 8 * i, 136);
        const CliResult packed = m_cli.run({"pack", "pictures", "-o", "data.safetensors"});
        QVERIFY2(packed.exitCode == 0, qPrintable(packed.err));
    }

    // What it trains is what enlarger-cli trains, value for value.
    void itTrainsAsTheCommandLineDoes()
    {
        const CliResult result = bare(QStringList{"train", "data.safetensors", "--out", "run"} + settings());
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QVERIFY2(result.out.contains("finished after 10 steps"), qPrintable(result.out));
        const CliResult same =
            m_cli.run(QStringList{"train", "data.safetensors", "--out", "same"} + settings());
        QVERIFY2(same.exitCode == 0, qPrintable(same.err));
        const auto first = weights::readWeights(m_cli.path("run/model.safetensors"));
        const auto second = weights::readWeights(m_cli.dataPath("runs/same/model.safetensors"));
        QVERIFY(first && second);
        QCOMPARE(first->tensors.size(), second->tensors.size());
        for (const auto& [name, tensor] : first->tensors.entries())
            QVERIFY2(torch::equal(tensor, *second->tensors.find(name)), name.c_str());
    }

    // What it made can be taken to another machine: its card travels with it.
    void itsModelsSayWhatTheyAre()
    {
        QCOMPARE(m_cli.run({"models", "import", "run/model.safetensors", "--name", "home"}).exitCode, 0);
        const QString card = m_cli.run({"models", "info", "home", "--json"}).out;
        for (const char* part :
             {"GPL-3.0-or-later", "\"ancestry\":\"run\"", "psnr, 10 steps", "held-out crops"})
            QVERIFY2(card.contains(part), qPrintable(card));
        const CliResult child =
            bare(QStringList{"train", "data.safetensors", "--out", "kid", "--from", "run/model.safetensors",
                             "--set", "schedule.steps=2", "--set", "data.crop=64", "--set", "data.batch=2"});
        QVERIFY2(child.exitCode == 0, qPrintable(child.err));
        QCOMPARE(m_cli.run({"models", "import", "kid/model.safetensors", "--name", "kid"}).exitCode, 0);
        const CliResult mixed = m_cli.run({"models", "interpolate", "home", "kid", "--strength", "0.5"});
        QVERIFY2(mixed.exitCode == 0, qPrintable(mixed.err));
    }

    void itGoesOn()
    {
        const CliResult taken = bare(QStringList{"train", "data.safetensors", "--out", "run"} + settings());
        QCOMPARE(taken.exitCode, 1);
        QVERIFY2(taken.err.contains("already"), qPrintable(taken.err));
        const auto model = m_cli.path("run/model.safetensors");
        const auto before = weights::readWeights(model);
        QVERIFY(before);
        for (const auto& file : {model, m_cli.path("run/checkpoints/step-000000010.safetensors")})
            QVERIFY(std::filesystem::remove(file));
        const CliResult result = bare({"train", "data.safetensors", "--out", "run/", "--resume"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const auto after = weights::readWeights(model);
        QVERIFY(after);
        for (const auto& [name, tensor] : before->tensors.entries())
            QVERIFY2(torch::equal(tensor, *after->tensors.find(name)), name.c_str());
    }

    void itEvaluates()
    {
        const CliResult result =
            bare({"evaluate", "run/model.safetensors", "data.safetensors", "--device", "cpu"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const double bicubic = figure(result.out, "bicubic", "psnr");
        const double network = figure(result.out, "model", "psnr");
        QVERIFY2(bicubic > 5.0 && bicubic < 60.0, qPrintable(result.out));
        QVERIFY2(network > 5.0 && network < 60.0, qPrintable(result.out));
        QVERIFY(network != bicubic);
    }

    void itChecksTheMachine()
    {
        const CliResult devices = bare({"devices"});
        QCOMPARE(devices.exitCode, 0);
        QVERIFY2(devices.out.startsWith("cpu "), qPrintable(devices.out));
        const CliResult check = bare({"selfcheck", "cpu"});
        QVERIFY2(check.exitCode == 0, qPrintable(check.out));
        QVERIFY2(check.out.contains(" 0 off"), qPrintable(check.out));
    }

    void wrongWordsAreExplained_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("said");
        QTest::newRow("command") << QStringList{"upscale"} << "'upscale'";
        QTest::newRow("no data") << QStringList{"train", "--out", "x"} << "packed data";
        QTest::newRow("no folder") << QStringList{"train", "data.safetensors"} << "--out";
        QTest::newRow("option") << QStringList{"train", "data.safetensors", "--recip", "psnr"} << "'--recip'";
        QTest::newRow("recipe") << QStringList{"train", "data.safetensors", "--out", "x", "--recipe", "esrgn"}
                                << "'esrgan'";
        QTest::newRow("device") << QStringList{"train", "data.safetensors", "--out", "x", "--device", "gpu"}
                                << "\"gpu\"";
        QTest::newRow("time") << QStringList{"train", "data.safetensors", "--out", "x", "--minutes", "0"}
                              << "--minutes";
        QTest::newRow("one file") << QStringList{"evaluate", "data.safetensors"} << "MODEL PACKED";
    }
    void wrongWordsAreExplained()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, said);
        const CliResult result = bare(words);
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(said), qPrintable(result.err));
        QVERIFY(!std::filesystem::exists(m_cli.path("x")));
    }
};

QTEST_GUILESS_MAIN(BareProgramTest)
#include "bare_program_test.moc"
