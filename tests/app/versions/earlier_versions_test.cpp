// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/manifest.h"
#include "app/presets/preset_store.h"
#include "app/queue/job_store.h"
#include "app/session/settings.h"
#include "app/training/run_info.h"
#include "core/models/model_store.h"
#include "core/train/recipe/recipe.h"
#include "tests/app/cli/cli_program.h"
#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
namespace fs = std::filesystem;

/// Files that earlier versions have written (tests/data/versions): what CHANGELOG.md promises of them. Each
/// row is a minor version; tests/data/versions/make writes the files of the next.
class EarlierVersionsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

    // A copy of a version's files, which the program may write to, in the place where it looks for its own.
    void copyFiles(const char* part, const char* variable)
    {
        const fs::path from =
            tests::dataFile(std::string("versions/") + QTest::currentDataTag() + '/' + part);
        const fs::path to = qEnvironmentVariable(variable).toStdString();
        fs::create_directories(to);
        fs::copy(from, to, fs::copy_options::recursive);
    }
    static fs::path file(const char* name)
    {
        return tests::dataFile(std::string("versions/") + QTest::currentDataTag() + '/' + name);
    }
    static void versions()
    {
        QTest::addColumn<bool>("unused");
        QTest::newRow("0.1") << true;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        copyFiles("data", "ENLARGER_DATA_DIR");
        copyFiles("config", "ENLARGER_CONFIG_DIR");
    }

    void settings_data() { versions(); }
    void settings()
    {
        const app::Settings settings;
        QCOMPARE(settings.model(), QStringLiteral("photo-x4"));
        QCOMPARE(settings.state(QStringLiteral("queue")), QByteArray("shown"));
        QCOMPARE(settings.state(QStringLiteral("networks-offered")), QByteArray("yes"));
        QVERIFY(!settings.state(QStringLiteral("window")).isEmpty());
    }

    void queue_data() { versions(); }
    void queue()
    {
        const auto store = app::JobStore::open(app::JobStore::defaultFile());
        ENLARGER_VERIFY(store);
        QCOMPARE((*store)->note(), QString());
        const std::vector<app::Job> jobs = (*store)->takeJobs();
        QCOMPARE(jobs.size(), std::size_t(1));
        QVERIFY(jobs[0].state == app::JobState::Done);
        QVERIFY(jobs[0].source == "/photos/small.png");
        QVERIFY(jobs[0].output == "/photos/small_x2.png");
        QVERIFY((jobs[0].in == infer::PixelSize{64, 48}));
        QVERIFY((jobs[0].out == infer::PixelSize{128, 96}));
        QCOMPARE(jobs[0].settings->enlarge.size.factor, std::optional(2.0));
        QCOMPARE(jobs[0].settings->model.modelName, std::string("photo-x4"));
    }

    void models_data() { versions(); }
    void models()
    {
        const auto model = models::ModelStore().find("photo-x4");
        ENLARGER_VERIFY(model);
        QCOMPARE(model->card.scale, 4);
    }

    void runs_data() { versions(); }
    void runs()
    {
        const auto run = app::readRun("lesson", models::ModelStore());
        ENLARGER_VERIFY(run);
        QCOMPARE(run->problem, QString());
        QCOMPARE(run->step, std::int64_t(3));
        QVERIFY(run->isOver);
        QVERIFY(run->hasModel);
    }

    void aRunGoesOn_data() { versions(); }
    void aRunGoesOn()
    {
        tests::CliProgram cli;
        fs::copy(file("data"), cli.dataPath(""), fs::copy_options::recursive);
        cli.writePicture("photos/a.png", 64, 64);
        const tests::CliResult result =
            cli.run({QStringLiteral("train"), QStringLiteral("photos"), QStringLiteral("--resume"),
                     QStringLiteral("lesson"), QStringLiteral("--steps"), QStringLiteral("4")});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        QVERIFY2((result.out + result.err).contains(QStringLiteral("4 steps")), qPrintable(result.err));
    }

    void recipes_data() { versions(); }
    void recipes()
    {
        const auto recipe = train::findRecipe(file("recipe.json").string());
        ENLARGER_VERIFY(recipe);
        QCOMPARE(recipe->name, std::string("small"));
        QCOMPARE(recipe->generator.blocks, 2);
    }

    void presets_data() { versions(); }
    void presets()
    {
        const auto preset = app::PresetStore().find("Web");
        ENLARGER_VERIFY(preset);
        QCOMPARE(app::presetSummary(*preset), std::string("x2, JPEG, quality 80"));
    }

    void manifests_data() { versions(); }
    void manifests()
    {
        const auto summary = app::readManifests({file("manifest.jsonl")});
        ENLARGER_VERIFY(summary);
        QCOMPARE(summary->damagedLines, std::int64_t(0));
        QCOMPARE(summary->count(app::ManifestState::Done), std::int64_t(1));
    }
};

QTEST_GUILESS_MAIN(EarlierVersionsTest)
#include "earlier_versions_test.moc"
