// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_removal.h"

#include "app/training/run_info.h"
#include "core/train/run/run_lock.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;
namespace fs = std::filesystem;

class RunRemovalTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    fs::path makeRun(const std::string& name) const
    {
        const fs::path folder = m_material->run(name);
        m_material->write(folder / "run.json", "{}");
        m_material->write(folder / "checkpoints/step-000000010.safetensors", std::string(1000, 'x'));
        m_material->write(folder / "validation/step-000000010.png", std::string(500, 'x'));
        return folder;
    }
    Result<std::int64_t> remove(const fs::path& folder) const
    {
        return removeRun(folder, m_material->store());
    }

private Q_SLOTS:
    void init() { m_material = std::make_unique<TrainingMaterial>(); }

    void saysWhatItFrees()
    {
        m_material->addModel("mine");
        const fs::path folder = makeRun("mine");
        const fs::path other = makeRun("other");
        QCOMPARE(bytesOfRun(folder), 1502);
        const auto freed = remove(folder);
        ENLARGER_VERIFY(freed);
        QCOMPARE(*freed, 1502);
        QVERIFY(!fs::exists(folder) && fs::exists(other / "validation/step-000000010.png"));
        QVERIFY(m_material->store().hasFileOf("mine"));
        QVERIFY(!remove(folder)); // it is gone, and is not made anew
        QVERIFY(!fs::exists(folder));
    }

    void whatIsTrainedStays()
    {
        const fs::path folder = makeRun("busy");
        {
            const auto lock = train::RunLock::take(folder);
            ENLARGER_VERIFY(lock);
            const auto refused = remove(folder);
            QVERIFY(!refused && refused.error().what.find("training here") != std::string::npos);
            QCOMPARE(bytesOfRun(folder), 1502);
        }
        ENLARGER_VERIFY(remove(folder));
    }

    void linksLeadNowhere()
    {
        const fs::path folder = makeRun("linked");
        m_material->write(m_material->path("pictures/a.png"), std::string(9000, 'x'));
        fs::create_directory_symlink(m_material->path("pictures"), folder / "pictures");
        fs::create_symlink(m_material->path("pictures/a.png"), folder / "a.png");
        QCOMPARE(bytesOfRun(folder), 1502);
        ENLARGER_VERIFY(remove(folder));
        QVERIFY(fs::exists(m_material->path("pictures/a.png")));

        m_material->write(m_material->path("elsewhere/run.json"), "{}");
        fs::create_directory_symlink(m_material->path("elsewhere"), m_material->run("link"));
        QVERIFY(!remove(m_material->run("link")));
        QVERIFY(fs::exists(m_material->path("elsewhere/run.json")));
    }

    void onlyRunsOfTheDataFolderGo()
    {
        makeRun("mine");
        m_material->write(m_material->path("outside/run.json"), "{}");
        m_material->write(m_material->path("run.json"), "{}"); // the data folder looks like a run
        m_material->write(m_material->run("other") / "text.txt", "no run");
        for (const fs::path& folder :
             {m_material->path("outside"), m_material->run(".."), m_material->run("."),
              m_material->run("mine/checkpoints"), m_material->run("mine/../../outside"),
              m_material->run("other"), m_material->run("mine") / "", fs::path(), fs::path("/")}) {
            const auto refused = remove(folder);
            QVERIFY2(!refused, folder.c_str());
        }
        QVERIFY(fs::exists(m_material->path("outside/run.json")));
        QVERIFY(fs::exists(m_material->run("mine") / "run.json"));
    }

    // Half removed, it is still there to be removed.
    void aRunThatResistsStaysARun()
    {
        const fs::path folder = makeRun("stuck");
        fs::permissions(folder / "validation", fs::perms::owner_read | fs::perms::owner_exec);
        const auto result = remove(folder);
        std::error_code gone;
        fs::permissions(folder / "validation", fs::perms::owner_all, gone);
        if (result)
            QSKIP("this user may write everywhere");
        QVERIFY(result.error().text().find("validation") != std::string::npos);
        QVERIFY(isRun(folder));
        ENLARGER_VERIFY(remove(folder));
    }
};

QTEST_GUILESS_MAIN(RunRemovalTest)
#include "run_removal_test.moc"
