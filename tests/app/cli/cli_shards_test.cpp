// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_program.h"

#include <QTest>

#include <algorithm>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;
using Names = std::vector<std::string>;

/// Several programs that share one folder of photos, as on the nodes of a cluster.
class CliShardsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    static QStringList words(const QString& line) { return line.split(QLatin1Char(' ')); }
    QJsonObject report()
    {
        return m_cli->run(words(QStringLiteral("report done.jsonl --json"))).events.at(0);
    }
    int count(const char* kind) { return report()[QLatin1String(kind)].toInt(); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        m_cli->importModel("x4_new.safetensors", QStringLiteral("tiny"));
        for (int i = 0; i < 9; ++i)
            m_cli->writePicture((i % 2 ? "photos/day/p" : "photos/p") + std::to_string(i) + ".png");
    }

    void threeShareAFolder()
    {
        const QString line = QStringLiteral(
            "upscale photos --recursive -m tiny -o out --manifest done.jsonl --if-exists overwrite --shard ");
        std::vector<std::unique_ptr<QProcess>> programs;
        for (const char* shard : {"1/3", "2/3", "3/3"})
            programs.push_back(m_cli->start(words(line + QLatin1String(shard))));
        for (const auto& program : programs) {
            const CliResult result = CliProgram::finish(*program);
            QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        }
        const Names results = m_cli->files("out");
        QCOMPARE(results.size(), std::size_t(9));
        QVERIFY(std::ranges::find(results, "day/p1_x4.png") != results.end());
        const CliResult joined =
            m_cli->run(words(QStringLiteral("report done.jsonl --expect photos --recursive")));
        QCOMPARE(joined.exitCode, 0);
        QVERIFY2(joined.out.startsWith("9 photos: 9 done, 0 skipped, 0 failed, 0 missing"),
                 qPrintable(joined.out));
    }

    // One of the parts is never begun, and a photo is damaged: both are listed, and made good from the list.
    void whatIsMissingIsMadeGood()
    {
        m_cli->writeText("photos/day/broken.png", "no picture");
        const QString line =
            QStringLiteral("upscale photos --recursive -m tiny -o out --manifest done.jsonl --shard ");
        for (const char* shard : {"1/3", "2/3"})
            (void)m_cli->run(words(line + QLatin1String(shard)));
        const int done = count("done");
        QVERIFY(done > 0 && done < 9);
        const CliResult missing =
            m_cli->run(words(QStringLiteral("report done.jsonl --expect photos --recursive --missing")));
        QVERIFY(missing.exitCode != 0);
        QCOMPARE(missing.out.count('\n'), 10 - done);
        QVERIFY2(missing.out.contains("/photos/./day/broken.png\n"), qPrintable(missing.out));

        m_cli->writeText("list", missing.out.toStdString());
        std::filesystem::remove(m_cli->path("photos/day/broken.png"));
        m_cli->writePicture("photos/day/broken.png");
        const CliResult rest = m_cli->run(
            words(QStringLiteral("upscale --files-from list -m tiny -o out/ --manifest done.jsonl")));
        QVERIFY2(rest.exitCode == 0, qPrintable(rest.err));
        QCOMPARE(m_cli->run(words(QStringLiteral("report done.jsonl --expect photos --recursive"))).exitCode,
                 0);
        QCOMPARE(count("done"), 10);
        QCOMPARE(count("failed"), 0);
        const Names results = m_cli->files("out");
        QCOMPARE(results.size(), std::size_t(10)); // each in its place, none twice
        QVERIFY(std::ranges::find(results, "day/broken_x4.png") != results.end());
    }

    void refusesWhatMakesNoSense()
    {
        for (const char* line :
             {"upscale photos --shard 4/3", "upscale photos --files-from nowhere", "report", "report nowhere",
              "upscale photos -m tiny --manifest no/such/folder/file"}) {
            const CliResult result = m_cli->run(words(QLatin1String(line)));
            QVERIFY2(result.exitCode != 0 && !result.err.isEmpty(), line);
        }
        QCOMPARE(m_cli->files("photos").size(), std::size_t(9));
    }
};

QTEST_GUILESS_MAIN(CliShardsTest)
#include "cli_shards_test.moc"
