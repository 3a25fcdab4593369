// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_file.h"
#include "app/training/training_folder.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QFile>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;
namespace fs = std::filesystem;

class TrainingFolderTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    Result<TrainingPlan> plan(const TrainingRequest& request) const
    {
        return planTraining(request, m_material->store());
    }
    static QByteArray contentOf(const fs::path& path)
    {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init() { m_material = std::make_unique<TrainingMaterial>(); }

    void aNewRunIsDescribed()
    {
        m_material->addModel("soft", "faithful");
        m_material->addModel("sharp", "crisp", "soft");
        const auto planned = plan(TrainingMaterial::request("tuned", "sharp"));
        ENLARGER_VERIFY(planned);
        const auto folder = TrainingFolder::open(*planned);
        ENLARGER_VERIFY(folder);
        const fs::path run = m_material->run("tuned");
        QVERIFY(fs::exists(weightDeltaFile(run)) && fs::exists(run / "history.csv"));
        QVERIFY(!fs::exists(run / "tensorboard"));
        const auto file = readRunFile(run, {});
        ENLARGER_VERIFY(file);
        QCOMPARE(file->request.name, std::string("tuned"));
        QCOMPARE(file->crisp.name, std::string("sharp"));

        folder->removeIfUnbegun();
        QVERIFY(!fs::exists(run));
    }

    void whatAnEarlierRunLeftIsNoHindrance()
    {
        m_material->write(weightDeltaFile(m_material->run("mine")), "half of it");
        const auto planned = plan(TrainingMaterial::request("mine"));
        ENLARGER_VERIFY(planned);
        const auto folder = TrainingFolder::open(*planned);
        ENLARGER_VERIFY(folder);
        QVERIFY(!fs::exists(weightDeltaFile(m_material->run("mine"))));
        m_material->write(m_material->run("mine") / "notes.txt", "a person's");
        folder->removeIfUnbegun();
        QVERIFY(fs::exists(m_material->run("mine") / "notes.txt"));
        QVERIFY(!fs::exists(runFileOf(m_material->run("mine"))));
    }

    // As two windows would: the second must not touch what the first one writes.
    void aFolderIsOneProgramsAtATime()
    {
        const auto planned = plan(TrainingMaterial::request("busy"));
        ENLARGER_VERIFY(planned);
        {
            const auto first = TrainingFolder::open(*planned);
            ENLARGER_VERIFY(first);
            const auto second = TrainingFolder::open(*planned);
            QVERIFY(!second && second.error().text().find("another program") != std::string::npos);
            QVERIFY(fs::exists(runFileOf(m_material->run("busy"))));
        }
        ENLARGER_VERIFY(TrainingFolder::open(*planned));
    }

    void aRunThatWasBegunIsKept()
    {
        const auto planned = plan(TrainingMaterial::request("mine"));
        ENLARGER_VERIFY(planned);
        {
            const auto folder = TrainingFolder::open(*planned);
            ENLARGER_VERIFY(folder);
            m_material->beginRun("mine");
            folder->removeIfUnbegun();
            QVERIFY(fs::exists(runFileOf(m_material->run("mine"))));
        }
        const auto meanwhile = TrainingFolder::open(*planned);
        QVERIFY(!meanwhile && meanwhile.error().text().find("meanwhile") != std::string::npos);
        QVERIFY(fs::exists(runFileOf(m_material->run("mine"))));
        const auto conflicting = plan(TrainingMaterial::request("mine"));
        ENLARGER_VERIFY(conflicting);
        const auto refused = TrainingFolder::open(*conflicting);
        QVERIFY(!refused && refused.error().what == conflicting->conflict->sentence());
    }

    void curvesAndValidationsAreRecorded()
    {
        TrainingRequest request = TrainingMaterial::request("mine");
        request.tensorBoard = request.isCsvWide = true;
        const auto planned = plan(request);
        ENLARGER_VERIFY(planned);
        const fs::path run = m_material->run("mine");
        int points = 0;
        int strips = 0;
        std::vector<std::string> notices;
        train::RunSinks sinks;
        sinks.history = [&](const train::HistoryPoint&) { ++points; };
        sinks.strip = [&](std::int64_t, const image::Image&) { ++strips; };
        sinks.notice = [&](const std::string& text) { notices.push_back(text); };
        {
            const auto folder = TrainingFolder::open(*planned);
            ENLARGER_VERIFY(folder);
            ENLARGER_VERIFY(TrainingMaterial::train(*planned, folder->recording(sinks)));
        }
        QVERIFY(points > 0);
        QCOMPARE(strips, 2);
        QVERIFY(fs::exists(run / "validation/step-000000010.png"));
        QVERIFY(fs::exists(run / "tensorboard"));
        QVERIFY(contentOf(run / "history.csv").contains("validation"));
        QVERIFY(contentOf(run / "history-wide.csv").contains("validation psnr"));
        const auto events = fs::directory_iterator(run / "tensorboard")->path();
        for (const char* part : {"PNG", "recipe/text_summary"})
            QVERIFY2(contentOf(events).contains(part), part);
        QVERIFY(contentOf(events).contains("\"crop\": 32"));
        const qsizetype rows = contentOf(run / "history.csv").count('\n');

        // What goes on begins with the curves so far.
        auto resumed = plan(TrainingMaterial::resuming("mine"));
        ENLARGER_VERIFY(resumed);
        fs::remove_all(run / "validation");
        m_material->write(run / "validation", "in the way");
        const auto folder = TrainingFolder::open(*resumed);
        ENLARGER_VERIFY(folder);
        QCOMPARE(contentOf(run / "history.csv").count('\n'), rows);
        notices.clear();
        folder->recording(sinks).strip(30, image::Image(8, 8, 3));
        QCOMPARE(notices.size(), std::size_t(1));
        QVERIFY(!notices[0].ends_with('.'));
        QCOMPARE(strips, 3);
        folder->removeIfUnbegun(); // nothing of a run that goes on
        QVERIFY(fs::exists(runFileOf(run)));
        folder->recording({}).strip(30, image::Image(8, 8, 3)); // nobody listens
        folder->recording({}).history({train::HistoryPoint::Kind::Steps, 30, {{"total", 1.0}}});
    }
};

QTEST_GUILESS_MAIN(TrainingFolderTest)
#include "training_folder_test.moc"
