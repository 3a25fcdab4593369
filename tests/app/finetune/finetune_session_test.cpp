// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/finetune_session.h"
#include "app/finetune/recipe_cards.h"
#include "tests/app/finetune/photo_folder.h"
#include "tests/app/session/session_folder.h"

#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace enlarger;
using namespace enlarger::app;

class FineTuneSessionTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<ModelCatalog> m_catalog;
    std::unique_ptr<FineTuneSession> m_session;
    DeviceQueue m_queue;

    bool lookThrough()
    {
        return QTest::qWaitFor([this] { return !m_session->check().isRunning(); });
    }

private Q_SLOTS:
    void init()
    {
        m_session = nullptr;
        m_folder = std::make_unique<tests::SessionFolder>();
        m_folder->addModel("photo-x4");
        tests::writePhotos(m_folder->path("learn"), 3);
        m_catalog = std::make_unique<ModelCatalog>();
        m_session = std::make_unique<FineTuneSession>(*m_catalog, m_queue);
        QTRY_VERIFY(m_catalog->isLoaded());
    }
    void cleanup()
    {
        m_session = nullptr;
        m_catalog = nullptr;
    }

    void saysWhatIsMissing()
    {
        QCOMPARE(m_session->from(), QStringLiteral("photo-x4"));
        QCOMPARE(m_session->name(), QStringLiteral("photo-x4-mine"));
        QCOMPARE(m_session->recipe().name, std::string("finetune-photos"));
        QVERIFY(m_session->obstacle().contains(QStringLiteral("photos")));
        m_session->start(); // nothing happens
        QVERIFY(!m_session->isTraining());
        m_session->addPhotos({m_folder->path("learn")});
        m_session->addPhotos({m_folder->path("learn")});
        QCOMPARE(m_session->photos().size(), std::size_t(1));
        QVERIFY(lookThrough());
        QCOMPARE(m_session->obstacle(), QString());
        m_session->setName(QStringLiteral("no/name"));
        QVERIFY(!m_session->obstacle().isEmpty());
        m_session->setName({});
        QCOMPARE(m_session->obstacle(), QString());
        m_session->setFrom({});
        QVERIFY(m_session->obstacle().contains(QStringLiteral("trained")));
        m_session->setRecipe("psnr");
        QCOMPARE(m_session->obstacle(), QString());
        m_session->clearPhotos();
        QVERIFY(!m_session->obstacle().isEmpty());
    }

    void takesUpTheSettingsOfARun()
    {
        QSignalSpy notices(m_session.get(), &FineTuneSession::noticeRaised);
        TrainingRequest settings;
        settings.data = {m_folder->path("learn")};
        settings.recipe = *train::findRecipe("psnr");
        settings.recipe.optimiser.rate *= 2.0;
        settings.from = "photo-x4";
        settings.minutes = 7.0;
        m_session->setName(QStringLiteral("mine"));
        m_session->takeUp(settings);
        QVERIFY(lookThrough());
        QCOMPARE(m_session->obstacle(), QString());
        QVERIFY(m_session->photos() == settings.data);
        QVERIFY(train::toJson(m_session->recipe()) == train::toJson(settings.recipe));
        QCOMPARE(m_session->minutes(), 7.0);
        QCOMPARE(m_session->name(), QStringLiteral("photo-x4-mine")); // a new one
        QCOMPARE(notices.count(), 0);
        QVERIFY(m_session->lrFolder().empty());
        settings.lrFolder = m_folder->path("nowhere"); // own small pictures are taken up, too
        m_session->takeUp(settings);
        QTRY_VERIFY(!m_session->check().isRunning());
        QVERIFY(m_session->lrFolder() == settings.lrFolder && m_session->check().error());
        m_session->setPhotos({m_folder->path("elsewhere")});
        QVERIFY(m_session->lrFolder().empty());
        settings.lrFolder.clear();
        settings.from = "gone";
        settings.minutes.reset();
        m_session->takeUp(settings);
        QCOMPARE(m_session->from(), QStringLiteral("photo-x4"));
        QCOMPARE(m_session->minutes(), 7.0);
        QCOMPARE(notices.count(), 1);
    }

    void cardsAreChosenByWhatTheySay()
    {
        QCOMPARE(cardOf(*m_session), &recipeCards()[0]);
        QVERIFY(m_session->setField("data.batch", "2"));
        choose(recipeCards()[1], *m_session);
        QCOMPARE(cardOf(*m_session), &recipeCards()[1]);
        QCOMPARE(m_session->recipe().data.degradation, degrade::DegradationKind::Photo);
        QCOMPARE(m_session->recipe().data.batch, 2); // the same recipe
        QVERIFY(m_session->setField("data.degradation", "real"));
        QCOMPARE(cardOf(*m_session), nullptr);
        for (const RecipeCard& card : recipeCards()) {
            choose(card, *m_session);
            QCOMPARE(cardOf(*m_session), &card);
            QCOMPARE(m_session->recipe().name, card.recipe);
            QVERIFY(!card.title.isEmpty() && !card.sentence.isEmpty());
        }
        QVERIFY(m_session->recipe().data.batch != 2);
        std::set<std::string> named;
        for (const RecipeCard& card : recipeCards())
            named.insert(card.recipe);
        QCOMPARE(named.size(), train::builtInRecipes().size());
    }

    void recipesGoToFilesAndComeBack()
    {
        QSignalSpy saved(m_session.get(), &FineTuneSession::recipeSaved);
        QSignalSpy problems(m_session.get(), &FineTuneSession::problemFound);
        QVERIFY(m_session->setField("data.crop", "64"));
        QVERIFY(!m_session->setField("data.crop", "1"));
        m_session->saveRecipe(m_folder->path("mine.json"));
        QVERIFY(saved.wait());
        m_session->setRecipe("psnr");
        QCOMPARE(m_session->recipe().data.crop, 128);
        m_session->loadRecipe(m_folder->path("mine.json"));
        QTRY_COMPARE(m_session->recipe().name, std::string("mine"));
        QCOMPARE(m_session->recipe().data.crop, 64);
        QCOMPARE(m_session->recipe().loss.weightOf(nn::PictureTerm::Colour), 0.5);
        QVERIFY(m_session->settings().changed().empty()); // it is what the file says
        QCOMPARE(cardOf(*m_session), nullptr);
        m_session->loadRecipe(m_folder->writeText("torn.json", R"({"data": {"crop": "wide"}})"));
        QVERIFY(problems.wait());
        QVERIFY(problems.first().first().toString().contains(QStringLiteral("torn.json")));
        QCOMPARE(m_session->recipe().name, std::string("mine"));
        m_session->saveRecipe(m_folder->path("nowhere/mine.json"));
        QVERIFY(problems.wait());
    }

    void saysWhatDoesNotFit()
    {
        m_session->addPhotos({m_folder->path("learn")});
        QVERIFY(lookThrough());
        QVERIFY(m_session->setField("data.crop", "66"));
        QVERIFY(lookThrough());
        QVERIFY2(m_session->obstacle().contains(QStringLiteral("data.crop")),
                 qPrintable(m_session->obstacle()));
        m_session->resetFields();
        QVERIFY(lookThrough());
        QCOMPARE(m_session->obstacle(), QString());
    }

    void saysWhatItWillTake()
    {
        QVERIFY(!m_session->canCalibrate());
        m_session->addPhotos({m_folder->path("learn")});
        QVERIFY(lookThrough());
        QTRY_VERIFY(!m_session->preview().pictures().hr.isNull());
        QVERIFY(m_session->canCalibrate());
        m_session->calibrate();
        QVERIFY(m_session->calibration().isRunning() && !m_session->canCalibrate());
        QTRY_VERIFY_WITH_TIMEOUT(!m_session->calibration().isRunning(), 120'000);
        QVERIFY2(m_session->estimate().contains(QStringLiteral("steps in 20 min")),
                 qPrintable(m_session->estimate()));
        m_session->setEffort(FineTuneSession::Effort::Steps);
        m_session->setSteps(77);
        QVERIFY(m_session->estimate().contains(QStringLiteral("77 steps take about")));
        QVERIFY(m_session->setField("data.batch", "1"));
        QCOMPARE(m_session->estimate(), QString()); // it was of another batch
        m_session->calibrate();
        m_session->setSteps(2);
        QSignalSpy finished(m_session.get(), &FineTuneSession::finished);
        m_session->start(); // the calibration gives up for it
        QVERIFY(m_session->isTraining());
        QVERIFY(finished.wait(120'000));
        QVERIFY(!m_session->calibration().isRunning());
    }

    void trainsForSteps()
    {
        m_session->addPhotos({m_folder->path("learn")});
        m_session->setEffort(FineTuneSession::Effort::Steps);
        QCOMPARE(m_session->steps(), 600);
        m_session->setSteps(3);
        QVERIFY(m_session->setField("data.batch", "1"));
        QSignalSpy finished(m_session.get(), &FineTuneSession::finished);
        m_session->start();
        QVERIFY(finished.wait(120'000));
        const TrainingRequest& request = m_session->job()->plan().request;
        QCOMPARE(request.steps, std::string("3"));
        QVERIFY(!request.minutes && request.isBatchChosen);
        QCOMPARE(request.recipe.schedule.warmUp, 0); // its share of the steps
        QCOMPARE(m_session->job()->progress().step, 3);
        QTRY_VERIFY(m_catalog->find(QStringLiteral("photo-x4-mine")));
        QCOMPARE(m_catalog->find(QStringLiteral("photo-x4-mine"))->card.command,
                 std::string("enlarger-cli train FOLDER --recipe finetune-photos --from photo-x4 --set "
                             "data.batch=1 --steps 3"));
    }

    void makesAModelThatTheCatalogKnows()
    {
        QSignalSpy finished(m_session.get(), &FineTuneSession::finished);
        m_session->addPhotos({m_folder->path("learn")});
        m_session->setMinutes(0.01);
        m_session->start();
        QVERIFY(m_session->isTraining());
        QVERIFY(!m_session->obstacle().isEmpty()); // one at a time
        QVERIFY(finished.wait(120'000));
        QCOMPARE(finished.first().first().toStringList(), QStringList{QStringLiteral("photo-x4-mine")});
        QVERIFY(!m_session->isTraining());
        QTRY_VERIFY(m_catalog->find(QStringLiteral("photo-x4-mine")));
        QCOMPARE(m_session->name(), QStringLiteral("photo-x4-mine-2"));
    }

    void tellsANameThatIsTaken()
    {
        QSignalSpy problems(m_session.get(), &FineTuneSession::problemFound);
        m_session->addPhotos({m_folder->path("learn")});
        m_session->setName(QStringLiteral("photo-x4"));
        m_session->start();
        QVERIFY(problems.wait());
        QVERIFY(problems.first().first().toString().contains(QStringLiteral("photo-x4")));
        QVERIFY(!m_session->job() && !m_session->isTraining());
        m_session->resumeRun(QStringLiteral("nobody"));
        QVERIFY(problems.wait());
    }
};

QTEST_GUILESS_MAIN(FineTuneSessionTest)
#include "finetune_session_test.moc"
