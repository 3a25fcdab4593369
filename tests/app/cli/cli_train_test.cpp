// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights.h"
#include "tests/app/cli/cli_program.h"
#include "tests/app/cli/cli_runs.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <fstream>

using namespace enlarger;
using namespace enlarger::tests;

class CliTrainTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<CliProgram> m_cli;

    std::filesystem::path run(const std::string& name) const { return m_cli->dataPath("runs/" + name); }

private Q_SLOTS:
    void init()
    {
        m_cli = std::make_unique<CliProgram>();
        for (int i = 0; i < 6; ++i)
            m_cli->writePicture("pictures/" + std::to_string(i) + ".png", 96 + 8 * i, 80);
    }

    void namesAreNotTakenTwice()
    {
        QCOMPARE(m_cli->run(tinyRun("taken", 2, 1)).exitCode, 0);
        const CliResult result = m_cli->run(tinyRun("taken", 2, 1));
        QVERIFY(result.exitCode != 0);
        QVERIFY2(result.err.contains("'taken' already") && result.err.contains("--out"),
                 qPrintable(result.err));
        const CliResult info = m_cli->run({"models", "info", "taken"});
        QVERIFY2(info.out.contains("GPL-3.0-or-later"), qPrintable(info.out));
    }

    void aRefusedRunLeavesNothing()
    {
        const CliResult result =
            m_cli->run(tinyRun("refused") + QStringList{"--set", "generator.freeze=nonsense"});
        QVERIFY(result.exitCode != 0);
        QVERIFY2(result.err.contains("'nonsense'"), qPrintable(result.err));
        QVERIFY(!std::filesystem::exists(run("refused")));
    }

    void measuresOnValidationSets()
    {
        for (const char* name : {"set/a_x4_HR.png", "other/HR/b.png"})
            m_cli->writePicture(name, 64, 48);
        m_cli->writePicture("other/LR/b.png", 16, 12);
        const CliResult begun =
            m_cli->run(tinyRun("measured", 2, 1) + QStringList{"--validate", "set", "--validate", "own=other",
                                                               "--set", "run.validate-every=2"});
        QCOMPARE(begun.exitCode, 0);
        QVERIFY2(begun.out.contains("; own: ") && begun.out.contains("; set: "), qPrintable(begun.out));
        const auto lines = [&](const char* curve) {
            QFile file(QString::fromStdString((run("measured") / "history.csv").string()));
            return file.open(QIODevice::ReadOnly) ? int(file.readAll().count(curve)) : 0;
        };
        QCOMPARE(lines("psnr of set"), lines("ssim of own"));
        const int before = lines("psnr of set");
        QVERIFY(before > 0);
        const QString card = m_cli->run({"models", "info", "measured"}).out;
        QVERIFY2(card.contains("--validate set=FOLDER") && card.contains("--validate own=FOLDER"),
                 qPrintable(card));

        QCOMPARE(m_cli->run({"train", "--resume", "measured", "--steps", "4"}).exitCode, 0); // remembered
        QVERIFY(lines("psnr of set") > before);

        const CliResult twice =
            m_cli->run(tinyRun("twice", 2, 1) + QStringList{"--validate", "set", "--validate", "set=other"});
        QVERIFY2(twice.exitCode != 0 && twice.err.contains("'set'"), qPrintable(twice.err));
        const CliResult missing = m_cli->run(tinyRun("missing", 2, 1) + QStringList{"--validate", "nowhere"});
        QVERIFY2(missing.exitCode != 0 && missing.err.contains("nowhere"), qPrintable(missing.err));
        QVERIFY(!std::filesystem::exists(run("missing")));
    }

    void recipesAreListed()
    {
        const CliResult all = m_cli->run({"train", "--list"});
        QCOMPARE(all.exitCode, 0);
        for (const char* name : {"psnr", "esrgan", "srgan", "real", "finetune-photos", "checkerboard-free"})
            QVERIFY2(all.out.contains(name), name);
        const CliResult one = m_cli->run({"train", "--list", "--recipe", "esrgan"});
        QVERIFY(one.out.contains("loss.gan-weight"));
        QVERIFY(one.out.contains("0.005"));
    }

    void aRunBecomesAModel()
    {
        const CliResult result = m_cli->run(tinyRun("mine"));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QVERIFY2(result.out.contains("validation:"), qPrintable(result.out));
        QVERIFY2(result.out.contains(" dB on 1 kept photo"), qPrintable(result.out));
        QVERIFY2(result.out.contains("mine/validation/step-000000020.png"), qPrintable(result.out));
        const CliResult info = m_cli->run({"models", "info", "mine", "--json"});
        QVERIFY(info.out.contains("psnr, 20 steps"));
        QVERIFY(info.out.contains("\"ancestry\":\"mine\""));
        QVERIFY(info.out.contains("\"role\":\"faithful\""));
        QVERIFY(!info.out.contains("pictures/0.png"));
        QVERIFY(std::filesystem::exists(run("mine") / "history.csv"));
        QVERIFY(std::filesystem::exists(run("mine") / "validation/step-000000010.png"));
        m_cli->writePicture("photo.png");
        QCOMPARE(m_cli->run({"upscale", "photo.png", "--model", "mine", "-o", "big.png"}).exitCode, 0);

        QCOMPARE(m_cli->run({"models", "card", "mine", "--figures", "Set5 31 dB", "--licence", "CC0-1.0"})
                     .exitCode,
                 0);
        const CliResult changed = m_cli->run({"models", "info", "mine"});
        QVERIFY(changed.out.contains("Set5 31 dB") && changed.out.contains("CC0-1.0"));
        QVERIFY(changed.out.contains("psnr, 20 steps"));

        // The network in the run's own folder says the same.
        QCOMPARE(m_cli
                     ->run({"models", "import",
                            QString::fromStdString((run("mine") / "model.safetensors").string()), "--name",
                            "again"})
                     .exitCode,
                 0);
        const QString again = m_cli->run({"models", "info", "again", "--json"}).out;
        QVERIFY2(again.contains("psnr, 20 steps") && again.contains("\"ancestry\":\"mine\""),
                 qPrintable(again));

        QStringList child = tuning("child", "mine") + QStringList{"--tensorboard"};
        child.replace(child.indexOf("psnr"), "finetune-photos");
        const CliResult tuned = m_cli->run(child);
        QVERIFY2(tuned.exitCode == 0, qPrintable(tuned.err));
        const QString card = m_cli->run({"models", "info", "child", "--json"}).out;
        QVERIFY(card.contains("\"ancestry\":\"mine\""));
        QVERIFY2(card.contains("CC0-1.0"), qPrintable(card)); // its parent's terms
        QVERIFY(std::filesystem::exists(run("child") / "tensorboard"));
        const CliResult mixed = m_cli->run({"models", "interpolate", "mine", "child", "--strength", "0.5"});
        QVERIFY2(mixed.exitCode == 0, qPrintable(mixed.err));
        QVERIFY(m_cli->run({"models", "interpolate", "mine", "tiny"}).exitCode != 0);
    }

    void aCardNamesNoFolders()
    {
        m_cli->writeText("secret/own.json", R"({"data": {"crop": 64, "batch": 2}, "generator": {"features": 8,
            "growth": 4, "blocks": 1}})");
        const QString folder = QString::fromStdString(m_cli->path("secret").string());
        for (int i = 0; i < 6; ++i)
            m_cli->writePicture("secret/" + std::to_string(i) + ".png", 96 + 8 * i, 80);
        const CliResult result =
            m_cli->run({"train", "-r" + folder + "/own.json", "--set", "run.seed=7", "--steps", "1",
                        "--device", "cpu", "--out", "discreet", "--", folder});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        const QString card = m_cli->run({"models", "info", "discreet", "--json"}).out;
        QVERIFY2(!card.contains("secret"), qPrintable(card));
        QVERIFY2(card.contains("enlarger-cli train FOLDER --recipe own.json --out discreet --device cpu "
                               "--set run.seed=7 --steps 1"),
                 qPrintable(card));
    }

    // Photos that this program has enlarged lie beside the others by default.
    void ownResultsAreNoPhotos()
    {
        m_cli->importModel("x4_old_plain_zip.pth", "tiny");
        QCOMPARE(m_cli->run({"upscale", "pictures/0.png", "--model", "tiny"}).exitCode, 0);
        const CliResult result = m_cli->run({"train", "pictures", "--check", "--set", "data.crop=64"});
        QVERIFY2(result.err.contains("6 pictures") && result.err.contains("1 was enlarged by this program"),
                 qPrintable(result.err));
        QVERIFY2(result.err.contains("these 6 scenes"), qPrintable(result.err));
        const CliResult json =
            m_cli->run({"train", "pictures", "--check", "--json", "--set", "data.crop=64"});
        QCOMPARE(json.events.size(), std::size_t(1));
        QCOMPARE(json.events[0]["used"].toArray().size(), 6);
        QVERIFY(!json.events[0]["used"].toArray()[0].toObject()["hash"].toString().isEmpty());
    }

    /// A crisp network is not softened: its faithful partner learns for it.
    void aCrispModelIsTaughtThroughItsPartner()
    {
        QCOMPARE(m_cli->run(tinyRun("soft")).exitCode, 0);
        QCOMPARE(m_cli->run(tuning("sharp", "soft")).exitCode, 0);
        QCOMPARE(m_cli->run({"models", "card", "sharp", "--role", "crisp"}).exitCode, 0);
        const auto fileOf = [&](const char* name) {
            return m_cli->dataPath("models/" + std::string(name) + ".safetensors");
        };
        const CliResult result =
            m_cli->run(tuning("tuned", QString::fromStdString(fileOf("sharp").string())));
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QVERIFY2(result.err.contains("'soft' learns"), qPrintable(result.err));
        const auto tensors = [&](const char* name) { return weights::readWeights(fileOf(name))->tensors; };
        const weights::StateDict soft = tensors("soft");
        const weights::StateDict sharp = tensors("sharp");
        const weights::StateDict tuned = tensors("tuned");
        const weights::StateDict tunedSoft = tensors("tuned-faithful");
        bool hasLearnt = false;
        for (const auto& [name, tensor] : tuned.entries()) {
            const torch::Tensor learnt = *tunedSoft.find(name) - *soft.find(name);
            QVERIFY2(torch::allclose(tensor - *sharp.find(name), learnt, 0.0, 1e-6), name.c_str());
            hasLearnt |= learnt.abs().max().item<double>() > 1e-4;
        }
        QVERIFY(hasLearnt);
        const QString info = m_cli->run({"models", "info", "tuned", "--json"}).out;
        QVERIFY2(info.contains("GPL-3.0-or-later\"") && !info.contains("dB"), qPrintable(info));
        QVERIFY2(info.contains("\"role\":\"crisp\"") && info.contains("\"ancestry\":\"soft\""),
                 qPrintable(info));

        // Names that are taken, or would be in the end.
        for (const QString& name : {QString("tuned-faithful"), QString(80, 'a')}) {
            const CliResult refused = m_cli->run(tuning(name, "sharp"));
            QVERIFY2(refused.exitCode != 0 && refused.err.contains("--out") && !refused.err.contains("step"),
                     qPrintable(refused.err));
        }

        // What changes one trait alone may change a crisp network itself.
        const CliResult calmed =
            m_cli->run(tuning("calmed", "sharp") + QStringList{"--set", "generator.start=trained", "--set",
                                                               "loss.target=start", "--set",
                                                               "loss.checkerboard-weight=1"});
        QVERIFY2(calmed.exitCode == 0 && !calmed.err.contains("learns"), qPrintable(calmed.err));
        QVERIFY(m_cli->run({"models", "info", "calmed", "--json"}).out.contains("\"role\":\"crisp\""));

        // The run needs neither of the two that it began with, and makes its models anew.
        for (const char* name : {"soft", "sharp", "tuned", "tuned-faithful"})
            std::filesystem::remove(fileOf(name));
        const CliResult reserved = m_cli->run(tinyRun("tuned-faithful"));
        QVERIFY2(reserved.exitCode != 0 && reserved.err.contains("'tuned'"), qPrintable(reserved.err));
        const CliResult resumed = m_cli->run({"train", "--resume", "tuned"});
        QVERIFY2(resumed.exitCode == 0, qPrintable(resumed.err));
        QCOMPARE(difference(fileOf("tuned-faithful"), run("tuned") / "model.safetensors"), 0.0);
        const weights::StateDict again = tensors("tuned");
        for (const auto& [name, tensor] : again.entries())
            QVERIFY2(torch::equal(tensor, *tuned.find(name)), name.c_str());
        QVERIFY(m_cli->run({"models", "info", "tuned", "--json"}).out.contains("\"role\":\"crisp\""));
    }

    /// What some relative has learnt does not suit a crisp network: only its twin or the root of its family
    /// does.
    void aCrispModelWithoutAPartnerIsSoftened()
    {
        QCOMPARE(m_cli->run(tinyRun("root", 2, 1)).exitCode, 0);
        QCOMPARE(m_cli->run({"models", "card", "root", "--role", "crisp"}).exitCode, 0);
        for (const char* name : {"kid", "second"}) { // then there is a faithful relative
            const CliResult result = m_cli->run(tuning(name, "root", 2, 1));
            QVERIFY2(result.exitCode == 0 && result.err.contains("softer"), qPrintable(result.err));
            QVERIFY(!std::filesystem::exists(
                m_cli->dataPath("models/" + std::string(name) + "-faithful.safetensors")));
        }
        QVERIFY(m_cli->run({"models", "info", "kid", "--json"}).out.contains("\"role\":\"faithful\""));
    }

    void aNewNetworkIsNoFosterParent()
    {
        QCOMPARE(m_cli->run(tinyRun("root", 2, 1)).exitCode, 0);
        QCOMPARE(m_cli->run(tuning("kid", "root", 2, 1)).exitCode, 0);
        std::filesystem::remove(m_cli->dataPath("models/root.safetensors"));
        std::filesystem::remove_all(run("root"));
        const CliResult result = m_cli->run(tinyRun("root", 2, 1));
        QVERIFY2(result.exitCode != 0 && result.err.contains("'kid'") && result.err.contains("--out"),
                 qPrintable(result.err));
        QVERIFY(!std::filesystem::exists(run("root")));
    }

    void whatARefusedRunLeftIsNoHindrance()
    {
        QCOMPARE(m_cli->run(tinyRun("soft", 2, 1)).exitCode, 0);
        QCOMPARE(m_cli->run(tuning("sharp", "soft", 2, 1)).exitCode, 0);
        QCOMPARE(m_cli->run({"models", "card", "sharp", "--role", "crisp"}).exitCode, 0);
        const CliResult refused =
            m_cli->run(tuning("tuned", "sharp") + QStringList{"--set", "generator.freeze=nonsense"});
        QVERIFY2(refused.exitCode != 0 && refused.err.contains("'nonsense'"), qPrintable(refused.err));
        QVERIFY(!std::filesystem::exists(run("tuned")));

        std::filesystem::create_directories(run("tuned")); // killed before its first checkpoint
        std::ofstream(run("tuned") / "crispness.safetensors") << "half of it";
        const CliResult again = m_cli->run(tinyRun("tuned", 2, 1));
        QVERIFY2(again.exitCode == 0, qPrintable(again.err));
        QVERIFY(!std::filesystem::exists(run("tuned") / "crispness.safetensors"));
        QCOMPARE(m_cli->run(tinyRun("tuned-faithful", 2, 1)).exitCode, 0); // nobody's
    }

    // A model that took the run's name meanwhile is somebody's.
    void aResumedRunReplacesItsOwnModelsAlone()
    {
        QCOMPARE(m_cli->run(tinyRun("named", 2, 10)).exitCode, 0);
        const auto first = m_cli->dataPath("first.safetensors");
        std::filesystem::copy_file(m_cli->dataPath("models/named.safetensors"), first);
        const QJsonObject done =
            m_cli->run({"runs", "info", "named", "--json"}).events.at(0)["runs"][0].toObject();
        constexpr double more = 0.05; // than it took until now, however busy the machine is
        const QString minutes = QString::number(done["seconds"].toDouble() / 60.0 + more, 'f', 3);
        const CliResult longer = m_cli->run({"train", "--resume", "named", "--minutes", minutes});
        QVERIFY2(longer.exitCode == 0, qPrintable(longer.err)); // its own: made anew
        const QString card = m_cli->run({"models", "info", "named", "--json"}).out;
        QVERIFY2(card.contains("--minutes " + minutes) && !card.contains("--steps"), qPrintable(card));
        QVERIFY(difference(first, m_cli->dataPath("models/named.safetensors")) > 0.0);
        QCOMPARE(m_cli->run(tinyRun("other", 2, 1)).exitCode, 0);
        const auto file = m_cli->dataPath("models/named.safetensors");
        const auto other = m_cli->dataPath("models/other.safetensors");
        std::filesystem::remove(file);
        QCOMPARE(m_cli->run({"models", "import", QString::fromStdString(other.string()), "--name", "named"})
                     .exitCode,
                 0);
        const CliResult result = m_cli->run({"train", "--resume", "named"});
        QVERIFY2(result.exitCode != 0 && result.err.contains("models import"), qPrintable(result.err));
        QVERIFY(difference(file, other) == 0.0);
    }

    void wrongWordsAreExplained_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("said");
        QTest::newRow("no folder") << QStringList{"train"} << "FOLDER";
        QTest::newRow("no such folder") << QStringList{"train", "nowhere"} << "nowhere";
        QTest::newRow("recipe") << QStringList{"train", "pictures", "--recipe", "esrgn"} << "'esrgan'";
        QTest::newRow("field") << QStringList{"train", "pictures", "--set", "data.bath=3"} << "data.batch";
        QTest::newRow("value") << QStringList{"train", "pictures", "--set", "data.batch=x"} << "data.batch";
        QTest::newRow("name") << QStringList{"train", "pictures", "--out", "a/b"} << "--out";
        QTest::newRow("model") << QStringList{"train", "pictures", "--from", "nothing"} << "nothing";
        QTest::newRow("run") << QStringList{"train", "--resume", "nothing"} << "nothing";
        QTest::newRow("both") << QStringList{"train", "pictures", "--steps", "5", "--minutes", "1"}
                              << "--minutes";
        QTest::newRow("milestones") << QStringList{"train", "pictures", "--set", "schedule.kind=milestones"}
                                    << "schedule.milestones";
        QTest::newRow("a field that a run keeps")
            << QStringList{"train", "--resume", "x", "--set", "data.crop=64"}
            << "--from x --set data.crop=64";
        QTest::newRow("a recipe for a run")
            << QStringList{"train", "--resume", "x", "--recipe", "esrgan"} << "--from x --recipe esrgan";
        QTest::newRow("a name for a run") << QStringList{"train", "--resume", "x", "--out", "y"} << "--out";
        QTest::newRow("another size")
            << QStringList{"train", "pictures", "--from", "tiny", "--set", "generator.blocks=2"}
            << "generator.blocks";
        QTest::newRow("another scale")
            << QStringList{"train", "pictures", "--from", "tiny", "--set", "generator.scale=2"}
            << "generator.scale";
        QTest::newRow("no first stage")
            << QStringList{"train", "pictures", "--recipe", "srgan"} << "srresnet";
        QTest::newRow("untrained") << QStringList{"train", "pictures", "--recipe", "esrgan"} << "--from";
    }
    void wrongWordsAreExplained()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, said);
        const CliResult result = m_cli->run(words);
        QVERIFY(result.exitCode == 1 || result.exitCode == 2);
        QVERIFY2(result.err.contains(said), qPrintable(result.err));
        QVERIFY(!std::filesystem::exists(m_cli->dataPath("runs/nothing")));
    }
};

QTEST_GUILESS_MAIN(CliTrainTest)
#include "cli_train_test.moc"
