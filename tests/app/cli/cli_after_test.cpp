// SPDX-License-Identifier: GPL-3.0-or-later
// A program that is run on each result.
#include "tests/app/cli/cli_program.h"

#include <QTest>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;

class CliAfterTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    static QString text(const char* latin) { return QString::fromLatin1(latin); }
    CliResult upscale(const char* command, bool isJson = false)
    {
        QStringList words{text("upscale"), text("a b.png"), text("c.png"), text("-o"),
                          text("out/"),    text("--after"), text(command)};
        if (isJson)
            words << text("--json");
        return m_cli->run(words);
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        m_cli->importModel("x4_new.safetensors", text("realesrgan-x4plus"));
        m_cli->writePicture("a b.png");
        m_cli->writePicture("c.png");
    }

    void itGetsBothFiles()
    {
        const CliResult result = upscale("cp {input} {output}.source");
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const std::vector<std::string> expected{"a b_x4.png", "a b_x4.png.source", "c_x4.png",
                                                "c_x4.png.source"};
        QCOMPARE(m_cli->files("out"), expected);
    }

    void itsFailureIsToldAndTheRestIsDone()
    {
        const CliResult result = upscale("sh -c \"echo loud; exit 3\"", true);
        QCOMPARE(result.exitCode, 1);
        QCOMPARE(m_cli->files("out").size(), 2U);
        QVERIFY2(result.out.contains(text("ended with 3")), qPrintable(result.out));
        QVERIFY(!result.out.contains(text("loud"))); // stdout is ours
        QVERIFY(result.err.contains(text("loud")));
    }

    void mistakesAreUsageErrors()
    {
        QCOMPARE(upscale("no-such-program {output}").exitCode, 2);
        QCOMPARE(upscale("").exitCode, 2);
        const CliResult piped =
            m_cli->run({text("upscale"), text("c.png"), text("-o"), text("-"), text("--format"), text("png"),
                        text("--after"), text("cp {input} {output}")});
        QCOMPARE(piped.exitCode, 2);
        QVERIFY2(piped.err.contains(text("--after")), qPrintable(piped.err));
        QVERIFY(m_cli->files("out").empty());
    }
};

QTEST_GUILESS_MAIN(CliAfterTest)
#include "cli_after_test.moc"
