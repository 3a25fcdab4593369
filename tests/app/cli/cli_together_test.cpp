// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"
#include "tests/app/cli/cli_program.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <csignal>

using enlarger::tests::CliProgram;
using enlarger::tests::CliResult;
namespace fs = std::filesystem;
using Names = std::vector<std::string>;

/// Programs that share their folders: with one another, with one that was killed, with those of other makers.
class CliTogetherTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    static QStringList words(const QString& line) { return line.split(QLatin1Char(' ')); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        m_cli->importModel("x4_new.safetensors", QStringLiteral("realesrgan-x4plus")); // the default, small
    }

    void twoAtOnceLoseNothing_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<int>("results");
        QTest::newRow("skip") << "skip" << 8;
        QTest::newRow("rename") << "rename" << 16;
        QTest::newRow("overwrite") << "overwrite" << 8;
    }
    void twoAtOnceLoseNothing()
    {
        QFETCH(QString, rule);
        QFETCH(int, results);
        constexpr int photos = 8;
        for (int i = 0; i < photos; ++i)
            m_cli->writePicture("photos/p" + std::to_string(i) + ".png", 40, 30);
        const QStringList line =
            words(QStringLiteral("upscale photos -o out --json --if-exists")) + QStringList(rule);
        const auto first = m_cli->start(line);
        const auto second = m_cli->start(line);
        int done = 0;
        int skipped = 0;
        for (QProcess* process : {first.get(), second.get()}) {
            const CliResult result = CliProgram::finish(*process);
            QVERIFY2(result.exitCode == 0, qPrintable(result.out + result.err));
            const QJsonObject summary = result.event(QStringLiteral("summary"));
            done += summary[QStringLiteral("done")].toInt();
            skipped += summary[QStringLiteral("skipped")].toInt();
            for (const QJsonObject& event : result.events)
                if (event[QStringLiteral("event")].toString() == QStringLiteral("done"))
                    QVERIFY(
                        fs::exists(m_cli->path(event[QStringLiteral("output")].toString().toStdString())));
        }
        QCOMPARE(done + skipped, 2 * photos);
        QCOMPARE(skipped, rule == QStringLiteral("skip") ? photos : 0);
        const Names files = m_cli->files("out"); // hidden ones too
        QCOMPARE(int(files.size()), results);
        for (const std::string& file : files) {
            const auto picture = enlarger::image::readPhoto(m_cli->path("out/" + file));
            ENLARGER_VERIFY(picture);
            QCOMPARE(picture->width(), 160);
        }
    }

    void sweepsWhatAKilledOneLeft()
    {
        m_cli->writePicture("big.png", 2600, 2400);
        m_cli->writePicture("small.png");
        const auto process = m_cli->start(words(QStringLiteral("upscale big.png -o out/ --tile 64 --json")));
        QByteArray seen;
        while (!seen.contains("\"progress\"") && process->waitForReadyRead(60'000))
            seen += process->readAllStandardOutput();
        QCOMPARE(m_cli->files("out").size(), std::size_t(1));
        // While it lives, its file stays.
        QCOMPARE(m_cli->run(words(QStringLiteral("upscale small.png -o out/"))).exitCode, 0);
        QCOMPARE(m_cli->files("out").size(), std::size_t(2));
        process->kill();
        process->waitForFinished();
        QCOMPARE(m_cli->files("out").size(), std::size_t(2));

        const CliResult next =
            m_cli->run(words(QStringLiteral("upscale . -o other/ --recursive --dry-run --json")));
        QCOMPARE(next.event(QStringLiteral("plan-complete"))[QStringLiteral("photos")].toInt(), 2);
        QCOMPARE(m_cli->run(words(QStringLiteral("upscale small.png -o out/"))).exitCode, 0);
        QCOMPARE(m_cli->files("out"), (Names{"small_x4-2.png", "small_x4.png"}));
    }

    void passesOverFoldersOfOtherPrograms()
    {
        for (const char* name :
             {"shoot/a.png", "shoot/day2/b.png", "shoot/@eaDir/a.png/SYNOPHOTO_THUMB_M.png",
              "shoot/#recycle/old.png", "shoot/Previews.lrdata/1/2.png", "shoot/._a.png"})
            m_cli->writePicture(name, 96, 64);
        const CliResult plan =
            m_cli->run(words(QStringLiteral("upscale shoot --recursive --dry-run --json")));
        QCOMPARE(plan.exitCode, 0);
        QCOMPARE(plan.event(QStringLiteral("plan-complete"))[QStringLiteral("photos")].toInt(), 2);
        QCOMPARE(plan.event(QStringLiteral("notice"))[QStringLiteral("text")].toString(),
                 QStringLiteral("3 folders of other programs were passed over (#recycle, @eaDir, "
                                "Previews.lrdata)"));
        const CliResult check = m_cli->run(words(QStringLiteral("train shoot --check --set data.crop=64")));
        QVERIFY2(check.err.contains(QStringLiteral("3 folders of other programs were passed over")),
                 qPrintable(check.out + check.err));
        QVERIFY(!check.err.contains(QStringLiteral("old.png")));
    }

    // Where there are no unnamed files and no hard links, too: see enlarger_test_on_share().
    void trains()
    {
        for (int i = 0; i < 6; ++i)
            m_cli->writePicture("photos/p" + std::to_string(i) + ".png", 100 + i, 90);
        const QString small = QStringLiteral(
            "train photos --recipe psnr --device cpu --set generator.features=8 --set generator.blocks=1 "
            "--set generator.growth=4 --set data.crop=64 --set data.batch=1 --steps 3 --out mine");
        const CliResult trained = m_cli->run(words(small));
        QVERIFY2(trained.exitCode == 0, qPrintable(trained.out + trained.err));
        QVERIFY(fs::exists(m_cli->dataPath("runs/mine/run.json")));
        QVERIFY(fs::exists(m_cli->dataPath("models/mine.safetensors")));
        for (const auto& entry : fs::recursive_directory_iterator(m_cli->dataPath("")))
            QVERIFY2(!entry.path().filename().string().starts_with('.'), entry.path().c_str());
    }
};

QTEST_GUILESS_MAIN(CliTogetherTest)
#include "cli_together_test.moc"
