// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that are ended, go on, or are shared by several processes.
#include "tests/app/cli/cli_program.h"
#include "tests/app/cli/cli_runs.h"

#include <QDir>
#include <QStandardPaths>
#include <QTest>

#include <csignal>
#include <limits>

using namespace enlarger;
using namespace enlarger::tests;

namespace {

/// The processes that a process has started.
std::vector<pid_t> childrenOf(qint64 parent)
{
    std::vector<pid_t> children;
    const QDir threads(QString("/proc/%1/task").arg(parent));
    for (const QString& thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile list(threads.filePath(thread + "/children"));
        if (list.open(QIODevice::ReadOnly))
            for (const QByteArray& child : list.readAll().simplified().split(' '))
                if (!child.isEmpty())
                    children.push_back(child.toInt());
    }
    return children;
}

} // namespace

class CliTrainRunsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    std::filesystem::path run(const std::string& name) const { return m_cli->dataPath("runs/" + name); }

    /// Two processes of the program; null: mpirun is not installed.
    std::unique_ptr<QProcess> startTogether(const QStringList& words)
    {
        const QString mpirun = QStandardPaths::findExecutable("mpirun");
        if (mpirun.isEmpty())
            return {};
        for (const char* variable : {"OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"})
            m_cli->setEnvironment(variable, "1");          // there is often no other user
        m_cli->setEnvironment("OMPI_MCA_plm", "isolated"); // nor an ssh, which one machine does not need
        return m_cli->start(mpirun, QStringList{"--oversubscribe", "-n", "2", ENLARGER_CLI} + words);
    }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        for (int i = 0; i < 6; ++i)
            m_cli->writePicture("pictures/" + std::to_string(i) + ".png", 96 + 8 * i, 80);
    }

    // 20 steps are 10, a kill -9, and 10 more, value for value.
    void aKilledRunGoesOnExactly()
    {
        QCOMPARE(m_cli->run(tinyRun("straight", 32)).exitCode, 0);
        const auto process = m_cli->start(tinyRun("killed", 32));
        QTRY_VERIFY_WITH_TIMEOUT(
            std::filesystem::exists(run("killed") / "checkpoints/step-000000010.safetensors"), 60'000);
        process->kill();
        process->waitForFinished();
        const CliResult resumed = m_cli->run({"train", "--resume", "killed"});
        QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.err));
        QFile curves(QString::fromStdString((run("killed") / "history.csv").string()));
        QVERIFY(curves.open(QIODevice::ReadOnly));
        QStringList rows = QString::fromUtf8(curves.readAll()).split('\n', Qt::SkipEmptyParts);
        for (QString& row : rows) // without the values: step, kind, name
            row.truncate(row.lastIndexOf(','));
        QCOMPARE(rows.removeDuplicates(), 0);
        const auto last = std::filesystem::path("checkpoints") / "step-000000020.safetensors";
        QCOMPARE(difference(run("straight") / last, run("killed") / last), 0.0);
    }

    void picturesThatMovedAreFoundAgain()
    {
        QCOMPARE(m_cli->run(tinyRun("mine", 32)).exitCode, 0);
        std::filesystem::rename(m_cli->path("pictures"), m_cli->path("elsewhere"));
        const CliResult gone = m_cli->run({"train", "--resume", "mine"});
        QCOMPARE(gone.exitCode, 1);
        QVERIFY2(gone.err.contains("enlarger-cli train FOLDER --resume mine"), qPrintable(gone.err));
        m_cli->run({"train", "elsewhere", "--resume", "mine"});
        const CliResult remembered = m_cli->run({"train", "--resume", "mine"});
        QVERIFY2(!remembered.err.contains("there is no such"), qPrintable(remembered.err));
        QFile file(QString::fromStdString((run("mine") / "run.json").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("/elsewhere\""));
    }

    // Killed, it can be tried, be begun from, and ended where it is.
    void whatARunHasComeToIsUsable()
    {
        const auto process = m_cli->start(tinyRun("killed", 32, 5000));
        QTRY_VERIFY_WITH_TIMEOUT(
            std::filesystem::exists(run("killed") / "checkpoints/step-000000010.safetensors"), 60'000);
        process->kill();
        process->waitForFinished();
        const CliResult tried = m_cli->run({"upscale", "pictures/0.png", "--model", "killed"});
        QVERIFY2(tried.exitCode == 0, qPrintable(tried.err));
        const CliResult begun = m_cli->run(tuning("kid", "killed", 2, 1));
        QVERIFY2(begun.exitCode == 0, qPrintable(begun.err));
        QVERIFY(!std::filesystem::exists(m_cli->dataPath("models/killed.safetensors")));
        const CliResult ended =
            m_cli->run({"train", "--resume", "killed", "--steps", "11", "--set", "data.batch=4"});
        QVERIFY2(ended.exitCode == 0, qPrintable(ended.err));
        const QString card = m_cli->run({"models", "info", "killed", "--json"}).out;
        QVERIFY2(card.contains("data.batch=4, schedule.steps=11 from step"), qPrintable(card));
        QVERIFY2(card.contains("--steps 11"), qPrintable(card));
        const CliResult unknown = m_cli->run({"upscale", "pictures/0.png", "--model", "kild"});
        QVERIFY2(unknown.err.contains("runs: kid, killed"), qPrintable(unknown.err));
    }

    void picturesThatAreGoneAreNamed()
    {
        QCOMPARE(m_cli->run(tinyRun("mine", 2, 2)).exitCode, 0);
        std::filesystem::remove(m_cli->path("pictures/3.png"));
        m_cli->writePicture("pictures/new.png", 200, 80);
        const CliResult resumed = m_cli->run({"train", "--resume", "mine"});
        QVERIFY2(resumed.err.contains("too small: 3.png. New: new.png."), qPrintable(resumed.err));
        QVERIFY(!m_cli->run({"train", "--resume", "mine"}).err.contains("3.png")); // told once
    }

    void ctrlCEndsAfterTheStep()
    {
        const auto process = m_cli->start(tinyRun("stopped", 32, 5000));
        QTRY_VERIFY_WITH_TIMEOUT(
            std::filesystem::exists(run("stopped") / "checkpoints/step-000000010.safetensors"), 60'000);
        process->terminate();
        const CliResult result = CliProgram::finish(*process);
        QCOMPARE(result.exitCode, 130);
        QVERIFY(result.out.contains("--resume stopped") && result.out.contains("--model stopped"));
        for (const auto& entry : std::filesystem::directory_iterator(run("stopped") / "checkpoints"))
            QVERIFY2(entry.path().filename().string().front() != '.', entry.path().c_str());
    }

    // Two processes of batch 4 are one of 8.
    void processesTrainTogether()
    {
        const auto process = startTogether(tinyRun("together", 4));
        if (!process)
            QSKIP("mpirun is not installed");
        const CliResult result = CliProgram::finish(*process);
        if (result.err.contains("without MPI"))
            QSKIP("built without MPI");
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QCOMPARE(m_cli->run(tinyRun("alone", 8)).exitCode, 0);
        const double apart =
            difference(run("alone") / "model.safetensors", run("together") / "model.safetensors");
        QVERIFY2(apart < 1e-4, std::to_string(apart).c_str());
        QVERIFY(apart < std::numeric_limits<double>::infinity());
    }

    void aProcessThatFailsEndsAll()
    {
        const auto process = startTogether(tinyRun("x", 4) + QStringList{"--set", "data.crop=1024"});
        if (!process)
            QSKIP("mpirun is not installed");
        const CliResult result = CliProgram::finish(*process);
        QVERIFY(result.exitCode > 0);
        QVERIFY2(result.err.contains("1024") || result.err.contains("without MPI"), qPrintable(result.err));
    }

    // With a discriminator, whose gradients are averaged too.
    void processesPlayTheGameTogether()
    {
        QStringList words = tinyRun("game", 2, 10);
        for (const char* setting : {"discriminator.kind=unet", "discriminator.features=4",
                                    "loss.gan=relativistic", "loss.gan-weight=0.1"})
            words += {"--set", setting};
        const auto process = startTogether(words);
        if (!process)
            QSKIP("mpirun is not installed");
        const CliResult result = CliProgram::finish(*process);
        if (result.err.contains("without MPI"))
            QSKIP("built without MPI");
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QFile curves(QString::fromStdString((run("game") / "history.csv").string()));
        QVERIFY(curves.open(QIODevice::ReadOnly));
        QVERIFY(curves.readAll().contains("10,steps,D(fake),"));
    }

    void aProcessThatDiesEndsAll()
    {
        const auto process = startTogether(tinyRun("orphan", 8, 100'000));
        if (!process)
            QSKIP("mpirun is not installed");
        const auto checkpoint = run("orphan") / "checkpoints/step-000000010.safetensors";
        QTRY_VERIFY_WITH_TIMEOUT(
            std::filesystem::exists(checkpoint) || process->state() == QProcess::NotRunning, 60'000);
        if (process->state() == QProcess::NotRunning) {
            const CliResult result = CliProgram::finish(*process);
            QVERIFY2(result.err.contains("without MPI"), qPrintable(result.err));
            QSKIP("built without MPI");
        }
        const std::vector<pid_t> children = childrenOf(process->processId());
        if (children.size() != 2) {
            process->kill();
            QSKIP("this mpirun has others start the processes");
        }
        QCOMPARE(::kill(children.back(), SIGKILL), 0);
        QVERIFY(CliProgram::finish(*process).exitCode != 0);
        const CliResult resumed = m_cli->run({"train", "--resume", "orphan", "--minutes", "0.01"});
        QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.err));
    }

    // As two windows would: the second must not touch what the first one writes.
    void twoProgramsDoNotShareARun()
    {
        const auto first = m_cli->start(tinyRun("busy", 32, 5000));
        QTRY_VERIFY_WITH_TIMEOUT(
            std::filesystem::exists(run("busy") / "checkpoints/step-000000010.safetensors"), 60'000);
        const CliResult second = m_cli->run({"train", "--resume", "busy"});
        QVERIFY2(second.exitCode != 0 && second.err.contains("another program"), qPrintable(second.err));
        first->terminate();
        QCOMPARE(CliProgram::finish(*first).exitCode, 130);
    }
};

QTEST_GUILESS_MAIN(CliTrainRunsTest)
#include "cli_train_runs_test.moc"
