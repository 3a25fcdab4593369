// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/path_text.h"
#include "app/cli/terminal/text_format.h"
#include "app/cli/upscale/overwrite_prompt.h"

#include <QTest>

#include <cmath>

using namespace enlarger::cli;

class TextFormatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersForPeople()
    {
        QCOMPARE(bytesText(0), "0 B");
        QCOMPARE(bytesText(999), "999 B");
        QCOMPARE(bytesText(1'400'000'000), "1.4 GB");
        QCOMPARE(bytesText(67'000'000), "67 MB");
        QCOMPARE(bytesText(999'999), "1.0 MB");
        QCOMPARE(durationText(0.2), "under 1 s");
        QCOMPARE(durationText(59.4), "59 s");
        QCOMPARE(durationText(59.6), "1 min 00 s");
        QCOMPARE(durationText(3.1 * 3600), "3 h 06 min");
        QCOMPARE(durationText(-1.0), "unknown");
        QCOMPARE(durationText(NAN), "unknown");
        QCOMPARE(factorText(4.0), "4");
        QCOMPARE(factorText(2.5), "2.5");
        QCOMPARE(factorText(1000.0 / 258.0), "3.88");
        QCOMPARE(factorText(10.0), "10");
    }

    void alignsColumns()
    {
        Table table({"NAME", "N"});
        table.addRow({"é", "1"});
        table.addRow({"longer", "100"});
        QCOMPARE(table.text({1}), "NAME      N\né         1\nlonger  100");
    }

    void argumentsSurviveWhateverTheirBytes()
    {
        for (const std::string bytes :
             {"plain", "schön_ж_写真_\xF0\x9F\x93\xB7.jpg", "latin\xE9.jpg", "\xFF\xFE"}) {
            std::string program = "program";
            std::string argument = bytes;
            char* argv[] = {program.data(), argument.data()};
            QCOMPARE(toPath(argumentsFrom(2, argv)[1]).string(), bytes);
        }
    }

    void terminalsAreNotSteered() { QCOMPARE(printable("a\x1b[2Jb\nc\x7f"), "a?[2Jb?c?"); }

    void understandsAnswers()
    {
        QVERIFY(OverwritePrompt::answerFrom("") == IfExists::Rename);
        QVERIFY(OverwritePrompt::answerFrom("skip") == IfExists::Skip);
        QVERIFY(OverwritePrompt::answerFrom("O") == IfExists::Overwrite);
        QVERIFY(!OverwritePrompt::answerFrom("what?"));
    }
};

QTEST_GUILESS_MAIN(TextFormatTest)
#include "text_format_test.moc"
