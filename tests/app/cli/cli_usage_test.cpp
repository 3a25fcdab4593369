// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"
#include "app/cli/terminal/command_survey.h"
#include "tests/app/cli/cli_program.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace cli = enlarger::cli;
using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;

class CliUsageTest : public QObject
{
    Q_OBJECT

private:
    CliProgram m_cli;

private Q_SLOTS:
    void initTestCase()
    {
        m_cli.writePicture("a.png");
        m_cli.writePicture("b.png");
        m_cli.writeText("notes.txt", "text");
    }

    void complains_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("complaint");
        const auto row = [](const char* line, const char* complaint) {
            QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(complaint);
        };
        row("upscal a.png", "Did you mean 'upscale'?");
        row("frobnicate", "there is no command 'frobnicate'");
        row("models lst", "Did you mean 'list'?");
        row("upscale", "no photo is given");
        row("upscale a.png --scael 2", "Did you mean '--scale'?");
        row("upscale a.png --scale", "--scale");
        row("upscale a.png --scale 0", "--scale takes a number from 0.1 to 64");
        row("upscale a.png --scale nan", "--scale takes a number");
        row("upscale a.png --scale 2,5", "not '2,5'");
        row("upscale a.png --width 1.5", "--width takes a whole number");
        row("upscale a.png --width 0", "--width takes a whole number from 1");
        row("upscale a.png --width 99999999999", "--width takes a whole number");
        row("upscale a.png --height -3", "--height takes a whole number");
        row("upscale a.png --width 40m", "or a length as 40cm");
        row("upscale a.png --height 9999999cm", "--height takes a whole number");
        row("upscale a.png --dpi 0", "--dpi takes a number from 10");
        row("upscale a.png --long-side x", "--long-side takes a whole number");
        row("upscale a.png --megapixels 0", "--megapixels takes a number");
        row("upscale a.png --scale 2 --width 100", "--scale and --width cannot be given together");
        row("upscale a.png --strength 1.5", "--strength takes a number from 0 to 1");
        row("upscale a.png --crop 10,10,20", "--crop takes X,Y,WxH");
        row("upscale a.png --crop 1,2,0x5", "--crop takes X,Y,WxH");
        row("upscale a.png --crop -1,2,5x5", "--crop takes X,Y,WxH");
        row("upscale a.png --rotate 45", "--rotate takes 0, 90, 180, 270, not '45'");
        row("upscale a.png --straighten 46", "--straighten takes a number from -45 to 45");
        row("upscale a.png --straighten level", "--straighten takes a number");
        row("upscale a.png --format gif", "--format takes jpeg, png");
        row("upscale a.png --quality 0", "--quality takes a whole number from 1 to 100");
        row("upscale a.png --quality 101", "--quality takes a whole number from 1 to 100");
        row("upscale a.png --depth 12", "--depth takes auto, 8, 16, not '12'");
        row("upscale a.png --precision int8", "--precision takes auto, fp32, bf16, fp16");
        row("upscale a.png --tile 3", "--tile takes a whole number");
        row("upscale a.png --tile big", "--tile takes a whole number");
        row("upscale a.png --memory 0", "--memory takes a number from 5 to 95");
        row("upscale a.png --if-exists maybe", "--if-exists takes ask, skip, rename, overwrite");
        row("upscale a.png --name {what}", "unknown field {what}");
        row("upscale a.png --device abacus", "abacus");
        row("upscale a.png -m no-such-model", "no-such-model");
        row("upscale a.png -o out.bmp", "BMP can be read but not written");
        row("upscale a.png -o out", "does not say the format");
        row("upscale a.png b.png -o out.png", "several results");
        row("upscale a.png -o b.png/", "there is a file of that name");
        row("upscale a.png b.png -o notes.txt", "several results");
        row("evaluate", "--hr FOLDER is needed");
        row("evaluate --hr . --csv --json", "cannot be given together");
        row("evaluate --hr . --scale 0", "--scale takes a whole number");
        row("models info", "no model is given");
        row("models import", "no model file is given");
        row("models import a b --name c", "--name goes with one file");
        row("models import a --name ../c", "--name: a name has at most 80 letters");
        row("models export", "one model must be given");
        row("models export net", "-o FILE is needed");
        row("models export net -o x --format onnx", "--format takes");
        row("models remove", "no model is given");
        row("models rename net", "a model and its new name must be given");
        row("runs info", "no run is given");
        row("runs remove", "no run is given");
        row("runs list extra", "unexpected argument 'extra'");
        row("runs lst", "Did you mean 'list'?");
        row("models list extra", "unexpected argument 'extra'");
        row("devices extra", "unexpected argument 'extra'");
        row("completion", "one of bash, zsh and fish must be given");
        row("completion csh", "one of bash, zsh and fish must be given");
    }
    void complains()
    {
        QFETCH(QString, line);
        QFETCH(QString, complaint);
        const CliResult result = m_cli.runAsChild(line.split(QLatin1Char(' ')));
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(complaint), qPrintable(result.err));
        QCOMPARE(result.out, QString());
        QCOMPARE(m_cli.files(), (std::vector<std::string>{"a.png", "b.png", "notes.txt"}));
    }

    void helps_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("nothing") << "";
        for (const char* line : {"--help",
                                 "upscale --help",
                                 "models",
                                 "models --help",
                                 "models list --help",
                                 "models info --help",
                                 "models import -h",
                                 "models export --help",
                                 "models interpolate --help",
                                 "models card --help",
                                 "models rename --help",
                                 "models remove --help",
                                 "runs",
                                 "runs list --help",
                                 "runs info --help",
                                 "runs remove --help",
                                 "evaluate --help",
                                 "train --help",
                                 "pack --help",
                                 "degrade --help",
                                 "devices --help",
                                 "completion --help"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void helps()
    {
        QFETCH(QString, line);
        const CliResult result = m_cli.runAsChild(line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.out.startsWith(QStringLiteral("Usage: enlarger-cli")), qPrintable(result.out));
        QCOMPARE(result.err, QString());
    }

    // The man page names every option that the help of a command names.
    void manPageIsComplete()
    {
        QFile page(QStringLiteral(MAN_PAGE));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(page.readAll()).remove(QStringLiteral("\\"));
        int options = 0;
        for (const cli::SurveyedCommand& command : cli::surveyCommands(cli::allCommands()))
            for (const cli::DeclaredOption& declared : command.options) {
                const QString option = QStringLiteral("--") + declared.names.last();
                QVERIFY2(text.contains(option),
                         qPrintable(option + QStringLiteral(" of ") + command.words.join(QLatin1Char(' '))));
                ++options;
            }
        QVERIFY(options > 30);
    }

    void saysItsVersion()
    {
        const CliResult result = m_cli.run({QStringLiteral("--version")});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(
            QRegularExpression(QStringLiteral("^Enlarger \\d+\\.\\d+\\.\\d+( \\(commit [0-9a-f]{12}.*\\))?\n"
                                              "Qt \\d.*, LibTorch \\d.*, libvips \\d.*\n$"))
                .match(result.out)
                .hasMatch(),
            qPrintable(result.out));
    }

    void threadsWaitInShortLoops_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("spins");
        QTest::newRow("by itself") << QString() << QString() << QStringLiteral("3000");
        QTest::newRow("as wanted") << QStringLiteral("GOMP_SPINCOUNT") << QStringLiteral("7")
                                   << QStringLiteral("7");
        QTest::newRow("by the policy")
            << QStringLiteral("OMP_WAIT_POLICY") << QStringLiteral("PASSIVE") << QStringLiteral("0");
    }
    void threadsWaitInShortLoops()
    {
#if !defined(__linux__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("the program does not start itself again here");
#endif
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QFETCH(QString, spins);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("GOMP_SPINCOUNT"));
        environment.remove(QStringLiteral("OMP_WAIT_POLICY"));
        environment.insert(QStringLiteral("OMP_DISPLAY_ENV"), QStringLiteral("VERBOSE")); // libgomp tells
        if (!variable.isEmpty())
            environment.insert(variable, value);
        QProcess program;
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(ENLARGER_CLI), {QStringLiteral("--version")});
        QVERIFY(program.waitForFinished(60000));
        QCOMPARE(program.exitCode(), 0);
        const QString told = QString::fromLocal8Bit(program.readAllStandardError());
        QVERIFY2(told.contains(QStringLiteral("GOMP_SPINCOUNT = '%1'").arg(spins)), qPrintable(told));
    }

    void listsDevices()
    {
        const CliResult table = m_cli.run({QStringLiteral("devices")});
        QCOMPARE(table.exitCode, 0);
        QVERIFY(table.out.contains(QStringLiteral("cpu")));
        const CliResult json = m_cli.run({QStringLiteral("devices"), QStringLiteral("--json")});
        QCOMPARE(json.events.size(), std::size_t(1));
        const QJsonObject cpu = json.events[0][QStringLiteral("devices")][0].toObject();
        QCOMPARE(cpu[QStringLiteral("name")].toString(), QStringLiteral("cpu"));
        QVERIFY(cpu[QStringLiteral("totalMemory")].toDouble() > 1e8);
    }

    void tellsHowToGetTheDefaultModel()
    {
        const CliResult result = m_cli.run({QStringLiteral("upscale"), QStringLiteral("a.png")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains(QStringLiteral("models import")), qPrintable(result.err));
    }
};

QTEST_GUILESS_MAIN(CliUsageTest)
#include "cli_usage_test.moc"
