// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/cli_program.h"
#include "tests/app/cli/cli_runs.h"

#include <QJsonArray>
#include <QTest>

using namespace enlarger;
using namespace enlarger::tests;

class CliRunsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    CliResult runs(const QStringList& arguments) { return m_cli->run(QStringList("runs") + arguments); }
    std::filesystem::path folder(const std::string& name) const { return m_cli->dataPath("runs/" + name); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        for (int i = 0; i < 6; ++i)
            m_cli->writePicture("pictures/" + std::to_string(i) + ".png", 96 + 8 * i, 80);
    }

    void listsShowsAndRemoves()
    {
        const CliResult empty = runs({"list"});
        QCOMPARE(empty.exitCode, 0);
        QVERIFY(empty.err.contains("There is no run"));
        m_cli->importModel("x4_new.safetensors", "base");
        QCOMPARE(m_cli->run(tuning("mine", "base")).exitCode, 0);
        m_cli->writeText("../.data/runs/mine/notes.txt", "h\u00e4rter\nmore rock\n");

        for (int i = 0; i < 2; ++i) { // from the folders, and from the index
            const CliResult list = runs({"list"});
            QVERIFY2(list.exitCode == 0 && list.err.isEmpty(), qPrintable(list.err));
            for (const char* part : {"NAME", "mine", "done", "20", "psnr", "base", " dB", " MB"})
                QVERIFY2(list.out.contains(part), qPrintable(list.out));
        }
        const CliResult info = runs({"info", "mine"});
        QVERIFY2(info.exitCode == 0, qPrintable(info.err));
        for (const char* part : {"learns from", "pictures", "20 in ", "best", "more rock", "folder"})
            QVERIFY2(info.out.contains(part), qPrintable(info.out));
        const CliResult json = runs({"info", "mine", "nothing", "--json"});
        QCOMPARE(json.exitCode, 1);
        const QJsonObject run = json.events.at(0)["runs"][0].toObject();
        QCOMPARE(run["state"].toString(), QString("done"));
        QCOMPARE(run["step"].toInt(), 20);
        QVERIFY(run["best"]["gain"].isDouble() && run["bytes"].toInt() > 1000);
        QVERIFY(run["photos"][0].toString().endsWith("/pictures"));
        QCOMPARE(json.events.at(0)["problems"].toArray().size(), 1);
        QCOMPARE(runs({"list", "--json"}).events.at(0)["runs"].toArray().size(), 1);

        const CliResult removed = runs({"remove", "mine"});
        QVERIFY2(removed.exitCode == 0 && removed.out.contains("which frees"), qPrintable(removed.err));
        QVERIFY(!std::filesystem::exists(folder("mine")));
        QCOMPARE(m_cli->run({"models", "info", "mine"}).exitCode, 0); // what it made stays
        QCOMPARE(runs({"remove", "mine"}).exitCode, 1);
        QVERIFY(runs({"list"}).err.contains("There is no run"));
    }

    void tellsOfDamage()
    {
        m_cli->writeText("../.data/runs/broken/run.json", "{}");
        m_cli->writeText("../.data/runs/broken/checkpoints/step-000000010.safetensors", "nothing");
        const CliResult list = runs({"list"});
        QCOMPARE(list.exitCode, 1);
        QVERIFY2(list.out.contains("damaged") && list.err.contains("runs info broken"), qPrintable(list.err));
        QVERIFY(runs({"info", "broken"}).out.contains("problem"));
        QCOMPARE(runs({"remove", "broken"}).exitCode, 0);
    }

    // Another program sees it, and leaves it alone.
    void aRunInProgressIsShownAndStays()
    {
        const auto training = m_cli->start(tinyRun("busy", 32, 5000));
        QTRY_VERIFY_WITH_TIMEOUT(
            std::filesystem::exists(folder("busy") / "checkpoints/step-000000010.safetensors"), 60'000);
        QVERIFY(runs({"list"}).out.contains("being trained"));
        const CliResult refused = runs({"remove", "busy"});
        QVERIFY2(refused.exitCode == 1 && refused.err.contains("another program"), qPrintable(refused.err));
        training->terminate();
        QCOMPARE(CliProgram::finish(*training).exitCode, 130);
        const CliResult info = runs({"info", "busy"});
        QVERIFY2(info.out.contains("stopped at ") && info.out.contains("enlarger-cli train --resume busy"),
                 qPrintable(info.out));
        QCOMPARE(runs({"remove", "busy"}).exitCode, 0);
    }
};

QTEST_GUILESS_MAIN(CliRunsTest)
#include "cli_runs_test.moc"
