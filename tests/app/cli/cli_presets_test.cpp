// SPDX-License-Identifier: GPL-3.0-or-later
// Named sets of settings on the command line.
#include "core/image/read/photo_reader.h"
#include "tests/app/cli/cli_program.h"
#include "tests/support/test_files.h"

#include <QTest>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;

class CliPresetsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    static QString text(const char* latin) { return QString::fromLatin1(latin); }
    CliResult presets(const char* line)
    {
        return m_cli->runAsChild(QStringList(text("presets")) + text(line).split(QLatin1Char(' ')));
    }
    void write(const char* file, QByteArray json)
    {
        m_cli->writeText(file, json.replace('\'', '"').toStdString());
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        m_cli->importModel("x4_new.safetensors", text("realesrgan-x4plus"));
        m_cli->writePicture("photo.png", 24, 16);
    }

    void presetsSetWhatIsNotGiven()
    {
        write("own.json", "{'name': 'Own', 'long-side': '2.54cm', 'dpi': 96, 'format': 'tiff', 'depth': 16, "
                          "'file-name': '{name}_{parent}_{counter}'}");
        CliResult result = m_cli->upscale(text("photo.png -o out/ --preset own.json"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const std::vector<std::string> files = m_cli->files("out");
        QCOMPARE(files.size(), 1U);
        QVERIFY2(files[0].ends_with("_0001.tif"), files[0].c_str());
        const auto reader = enlarger::image::PhotoReader::open(m_cli->path("out/" + files[0]));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().width, 96);
        QCOMPARE(reader->info().bits, 16);

        // What is given counts, and another way to say the size takes the preset's place.
        result = m_cli->upscale(text("photo.png -o two.png --preset own.json --scale 2 --depth 8"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const auto two = enlarger::image::PhotoReader::open(m_cli->path("two.png"));
        ENLARGER_VERIFY(two);
        QCOMPARE(two->info().width, 48);
        QCOMPARE(two->info().bits, 8);
    }

    void importedOnesHaveANameAndCanBeShared()
    {
        write("own.json", "{'name': 'For Ann', 'scale': 3}");
        QCOMPARE(presets("import own.json").exitCode, 0);
        const CliResult again = presets("import own.json");
        QCOMPARE(again.exitCode, 1);
        QVERIFY2(again.err.contains(text("--replace")), qPrintable(again.err));
        QCOMPARE(presets("import own.json --replace").exitCode, 0);
        const CliResult list = presets("list");
        QVERIFY2(list.out.startsWith(text("For Ann ")), qPrintable(list.out));
        QVERIFY2(list.out.contains(text("Web x2")), qPrintable(list.out));

        const CliResult shown = m_cli->runAsChild({text("presets"), text("show"), text("for ann")});
        QCOMPARE(shown.exitCode, 0);
        m_cli->writeText("shown.json", shown.out.toStdString());
        const CliResult result = m_cli->run({text("upscale"), text("photo.png"), text("-o"), text("a.png"),
                                             text("--preset"), text("FOR ANN"), text("--dry-run")});
        QVERIFY2(result.out.contains(text("72 x 48")), qPrintable(result.out + result.err));
        QCOMPARE(m_cli->runAsChild({text("presets"), text("remove"), text("For Ann")}).exitCode, 0);
        QCOMPARE(presets("import shown.json").exitCode, 0); // what was shown is a preset again
    }

    void mistakesAreUsageErrorsWithAWayOut()
    {
        write("bad.json", "{'name': 'Bad', 'quality': 200}");
        CliResult result =
            m_cli->runAsChild({text("upscale"), text("photo.png"), text("--preset"), text("bad.json")});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(text("bad.json")) && result.err.contains(text("from 1 to 100")),
                 qPrintable(result.err));
        result = m_cli->runAsChild({text("upscale"), text("photo.png"), text("--preset"), text("Web x3")});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(text("Did you mean 'Web x2'?")), qPrintable(result.err));
        QCOMPARE(presets("remove nothing").exitCode, 1);
        QCOMPARE(presets("show").exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(CliPresetsTest)
#include "cli_presets_test.moc"
