// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"
#include "app/cli/terminal/completion_text.h"
#include "tests/app/cli/cli_program.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

using namespace enlarger::cli;
using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;

/// The completions of shells, as the program prints them.
class CliCompletionTest : public QObject
{
    Q_OBJECT

private:
    CliProgram m_cli;
    QList<SurveyedCommand> m_commands;

    QString completionOf(const QString& shell)
    {
        return m_cli.runAsChild({QStringLiteral("completion"), shell}).out;
    }
    static QString line(const SurveyedCommand& command) { return command.words.join(QLatin1Char(' ')); }

    // What another program says of a script.
    CliResult runScript(const QString& program, const QStringList& before, const QString& script)
    {
        m_cli.writeText("script", script.toStdString());
        const auto process = m_cli.start(program, before + QStringList(QStringLiteral("script")));
        return CliProgram::finish(*process);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_commands = surveyCommands(allCommands());
        m_cli.writePicture("photo.png");
    }

    void allCommandsAnswer()
    {
        QStringList lines;
        for (const SurveyedCommand& command : m_commands) {
            lines += line(command);
            QVERIFY2(command.isGroup == command.options.isEmpty(),
                     qPrintable(lines.last())); // all have --help
        }
        for (const char* known :
             {"upscale", "models", "models fetch", "presets show", "runs remove", "train"})
            QVERIFY2(lines.contains(QString::fromLatin1(known)), known);
        QCOMPARE(lines.removeDuplicates(), 0);
    }

    void everyOptionIsInEveryShell_data()
    {
        QTest::addColumn<QString>("dashes"); // as the shell's script names long options
        QTest::newRow("bash") << QStringLiteral("--%1");
        QTest::newRow("zsh") << QStringLiteral("'*--%1[");
        QTest::newRow("fish") << QStringLiteral(" -l %1 ");
    }
    void everyOptionIsInEveryShell()
    {
        QFETCH(QString, dashes);
        const QString shell = QString::fromLatin1(QTest::currentDataTag());
        const QString script = completionOf(shell);
        // The part of a command: from its own words to those of the next.
        const bool isFish = shell == QLatin1String("fish");
        int options = 0;
        for (const SurveyedCommand& command : m_commands) {
            QString part;
            if (isFish) {
                for (const QString& row : script.split(QLatin1Char('\n')))
                    if (row.contains(QStringLiteral("'__enlarger_cli_begins %1'").arg(line(command))))
                        part += row + QLatin1Char('\n');
            } else
                part = script.section(QStringLiteral("'%1')").arg(line(command)), 1)
                           .section(QStringLiteral(";;"), 0, 0);
            for (const DeclaredOption& option : command.options) {
                QVERIFY2(part.contains(dashes.arg(option.names.last())),
                         qPrintable(line(command) + QStringLiteral(" --") + option.names.last()));
                ++options;
            }
        }
        QVERIFY(options > 100);
    }

    void shellsUnderstandIt_data()
    {
        QTest::addColumn<QString>("dontRun");
        QTest::newRow("bash") << QStringLiteral("-n");
        QTest::newRow("zsh") << QStringLiteral("-n");
        QTest::newRow("fish") << QStringLiteral("--no-execute");
    }
    void shellsUnderstandIt()
    {
        QFETCH(QString, dontRun);
        const QString shell = QString::fromLatin1(QTest::currentDataTag());
        if (QStandardPaths::findExecutable(shell).isEmpty())
            QSKIP("this shell is not installed");
        const CliResult result = runScript(shell, {dontRun}, completionOf(shell));
        QCOMPARE(result.err, QString());
        QCOMPARE(result.exitCode, 0);
    }

    void bashCompletes_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("offered");
        QTest::newRow("a command") << "ups"
                                   << "upscale";
        QTest::newRow("a command of a group") << "models ren"
                                              << "rename";
        QTest::newRow("an option") << "upscale photo.png --sca"
                                   << "--scale";
        QTest::newRow("an option of a command of a group") << "models fetch --rep"
                                                           << "--replace";
        QTest::newRow("a value") << "upscale --scale 1"
                                 << "";
        QTest::newRow("a file") << "upscale pho"
                                << "FILES";
        QTest::newRow("an option's file") << "train photos --features pho"
                                          << "FILES";
        QTest::newRow("no file") << "devices pho"
                                 << "";
    }
    void bashCompletes()
    {
        QFETCH(QString, typed);
        QFETCH(QString, offered);
        if (QStandardPaths::findExecutable(QStringLiteral("bash")).isEmpty())
            QSKIP("bash is not installed");
        // compopt, which only works in a completion, tells that the shell offers files.
        const QString script =
            completionOf(QStringLiteral("bash")) + QStringLiteral("\ncompopt() { COMPREPLY=(FILES); }\n"
                                                                  "COMP_WORDS=(enlarger-cli %1)\n"
                                                                  "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                                                                  "_enlarger_cli\n"
                                                                  "echo \"${COMPREPLY[*]}\"\n")
                                                       .arg(typed);
        const CliResult result = runScript(QStringLiteral("bash"), {QStringLiteral("-u")}, script);
        QCOMPARE(result.err, QString());
        QCOMPARE(result.out.trimmed(), offered);
    }
};

QTEST_GUILESS_MAIN(CliCompletionTest)
#include "cli_completion_test.moc"
