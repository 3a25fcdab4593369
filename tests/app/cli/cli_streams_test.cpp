// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"
#include "tests/app/cli/cli_program.h"
#include "tests/support/test_files.h"

#include <QTest>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

/// Standard input and output: photos that come and go by them, readers that leave, disks that are full.
class CliStreamsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    /// A line for bash, in which E is the program; what is printed at its end are the exit codes of a pipe.
    CliResult shell(const QString& line)
    {
        const QString script = QStringLiteral("E=%1; %2").arg(QStringLiteral(ENLARGER_CLI), line);
        return CliProgram::finish(*m_cli->start(QStringLiteral("bash"), {QStringLiteral("-c"), script}));
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        m_cli->importModel("x4_new.safetensors", QStringLiteral("realesrgan-x4plus")); // the default, small
        m_cli->writePicture("a.png", 30, 20);
    }

    void aPhotoGoesThroughAPipe()
    {
        const CliResult piped =
            shell(QStringLiteral("cat a.png | $E upscale - -o - --format png | cat > piped.png"));
        QVERIFY2(piped.exitCode == 0, qPrintable(piped.err));
        QVERIFY(piped.err.contains(QStringLiteral("-  30 x 20 -> 120 x 80")));
        QVERIFY(!piped.err.contains(QStringLiteral(".enlarger-")));
        QCOMPARE(shell(QStringLiteral("$E upscale a.png -o named.png")).exitCode, 0);
        const auto first = enlarger::image::readPhoto(m_cli->path("piped.png"));
        const auto second = enlarger::image::readPhoto(m_cli->path("named.png"));
        ENLARGER_VERIFY(first);
        ENLARGER_VERIFY(second);
        QCOMPARE(first->width(), 120);
        QVERIFY(std::equal(first->data(), first->data() + first->size(), second->data()));
        QCOMPARE(m_cli->files(), (Names{"a.png", "named.png", "piped.png"}));
    }

    void eitherEndAlone()
    {
        QCOMPARE(shell(QStringLiteral("$E upscale - -o in.jpg --json < a.png")).exitCode, 0);
        QVERIFY(fs::exists(m_cli->path("in.jpg")));
        QCOMPARE(shell(QStringLiteral("$E upscale a.png -o - --format webp > out.webp")).exitCode, 0);
        ENLARGER_VERIFY(enlarger::image::readPhoto(m_cli->path("out.webp")));
        QCOMPARE(m_cli->files(), (Names{"a.png", "in.jpg", "out.webp"}));
        QCOMPARE(shell(QStringLiteral("cp a.png ./-; $E upscale ./- -o named.png")).exitCode, 0);
        QVERIFY(fs::exists(m_cli->path("named.png"))); // a file of that name
    }

    void whatCannotBeReadGivesNothing()
    {
        const CliResult wrong =
            shell(QStringLiteral("echo no photo | $E upscale - -o - --format png > out.png"));
        QCOMPARE(wrong.exitCode, 1);
        QVERIFY2(wrong.err.contains(QStringLiteral("\n-: ")), qPrintable(wrong.err));
        QCOMPARE(fs::file_size(m_cli->path("out.png")), std::uintmax_t(0));
    }

    void refusesWhatMakesNoSense_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("way");
        QTest::newRow("no format") << "upscale a.png -o -"
                                   << "--format";
        QTest::newRow("json") << "upscale a.png -o - --format png --json"
                              << "--json and -o -";
        QTest::newRow("two results") << "upscale a.png a.png -o - --format png"
                                     << "folder";
        QTest::newRow("a folder") << "upscale . -o - --format png"
                                  << "folder";
        QTest::newRow("two photos") << "upscale - a.png -o out/"
                                    << "one photo";
        QTest::newRow("no name") << "upscale -"
                                 << "-o FILE";
        QTest::newRow("into a folder") << "upscale - -o out/"
                                       << "-o FILE";
        QTest::newRow("export") << "models export realesrgan-x4plus -o -"
                                << "standard output";
        QTest::newRow("pack") << "pack . -o -"
                              << "standard output";
        QTest::newRow("degrade") << "degrade a.png -o -"
                                 << "standard output";
    }
    void refusesWhatMakesNoSense()
    {
        QFETCH(QString, line);
        QFETCH(QString, way);
        const CliResult result = shell(QStringLiteral("$E %1 < /dev/null").arg(line));
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains(way), qPrintable(result.err));
        QCOMPARE(result.out, QString());
        QCOMPARE(m_cli->files(), (Names{"a.png"}));
    }

    void aReaderThatLeavesHasReadEnough()
    {
        for (const char* line : {"models list", "train --list", "models list --json", "--help"}) {
            const CliResult left =
                shell(QStringLiteral("$E %1 | true; echo ${PIPESTATUS[0]}").arg(QLatin1String(line)));
            QCOMPARE(left.out, QStringLiteral("0\n"));
            // The model of these tests stands in for an official one, of which a list tells.
            QVERIFY2(left.err.isEmpty() ||
                         left.err.startsWith(QLatin1String("'realesrgan-x4plus' is the name")),
                     qPrintable(left.err));
            QVERIFY(left.err.count(QLatin1Char('\n')) <= 1);
        }
        m_cli->writePicture("photos/b.png");
        m_cli->writePicture("photos/c.png");
        const CliResult left = shell(
            QStringLiteral("$E upscale photos --json -o out | head -1 > /dev/null; echo ${PIPESTATUS[0]}"));
        QCOMPARE(left.out, QStringLiteral("0\n"));
        QCOMPARE(left.err, QString());
        QCOMPARE(m_cli->files("out"), (Names{"b_x4.png", "c_x4.png"})); // as the man page says
    }

    void aFullDiskIsTold()
    {
        for (const char* line : {"models list", "models list --json", "train --list", "--version", "--help",
                                 "upscale a.png -o b.png --json", "upscale a.png -o - --format png"}) {
            const CliResult full = shell(QStringLiteral("$E %1 > /dev/full").arg(QLatin1String(line)));
            QVERIFY2(full.exitCode == 1, line);
            QVERIFY2(full.err.contains(QStringLiteral("standard output could not be written")), line);
        }
        QVERIFY(fs::exists(m_cli->path("b.png"))); // which is whole all the same
    }

    // The first file that is opened would become standard output.
    void closedStreamsAreNoFiles()
    {
        QCOMPARE(shell(QStringLiteral("$E upscale a.png -o b.png >&- <&- 2>&-")).exitCode, 0);
        ENLARGER_VERIFY(enlarger::image::readPhoto(m_cli->path("b.png")));
    }
};

QTEST_GUILESS_MAIN(CliStreamsTest)
#include "cli_streams_test.moc"
