// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/recipe_edit.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;

namespace {

RecipeEdit editOf(const char* recipe)
{
    RecipeEdit edit;
    edit.setNamed(*train::findRecipe(recipe));
    return edit;
}

cards::Card modelOf(int scale, const std::string& data = {})
{
    cards::Card card;
    card.name = "model";
    card.scale = scale;
    card.data = data;
    return card;
}

using Fields = std::vector<std::string>;

} // namespace

class RecipeEditTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setsAndResetsFields()
    {
        RecipeEdit edit = editOf("finetune-photos");
        QVERIFY(edit.changed().empty());
        QVERIFY(edit.set("data.crop", "96"));
        QVERIFY(edit.set("run.ema", "0"));
        QVERIFY(edit.set("data.flips", "no"));
        QCOMPARE(edit.recipe().data.crop, 96);
        QCOMPARE(edit.unchanged().data.crop, 128);
        QCOMPARE(edit.changed(), (Fields{"data.crop", "data.flips", "run.ema"})); // as the table orders them
        QVERIFY(edit.isChanged("data.crop") && !edit.isChanged("data.batch"));
        QVERIFY(edit.set("data.crop", "128")); // as it was
        QVERIFY(!edit.isChanged("data.crop"));
        edit.reset("run.ema");
        QCOMPARE(edit.recipe().run.ema, 0.99);
        edit.resetAll();
        QVERIFY(edit.changed().empty());
    }

    void refusalsSayWhyAndChangeNothing()
    {
        RecipeEdit edit = editOf("finetune-photos");
        for (const auto& [field, value] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"data.crop", "many"}, {"data.crop", "4"}, {"optimiser.kind", "sgd"}, {"data.krop", "64"}}) {
            const Status status = edit.set(field, value);
            QVERIFY2(!status, field);
            QVERIFY2(status.error().text().find(field) != std::string::npos, status.error().text().c_str());
        }
        QVERIFY(edit.changed().empty());
    }

    void aModelSettlesWhatItIs()
    {
        RecipeEdit edit = editOf("psnr");
        QVERIFY(edit.set("generator.blocks", "5"));
        QVERIFY(edit.set("data.batch", "2"));
        edit.setStart(modelOf(2));
        QCOMPARE(edit.recipe().generator.scale, 2);
        QVERIFY(edit.isSettled("generator.blocks") && !edit.isSettled("generator.freeze"));
        QVERIFY(!edit.set("generator.blocks", "7"));
        QCOMPARE(edit.changed(), Fields{"data.batch"});
        edit.setStart({}); // what was wanted for a network from nothing comes back
        QCOMPARE(edit.changed(), (Fields{"generator.blocks", "data.batch"}));
        QCOMPARE(edit.recipe().generator.scale, 4);
    }

    void lrIsMadeAsTheModelHasLearntIt()
    {
        RecipeEdit edit = editOf("finetune-photos");
        edit.setStart(modelOf(4, "800 pictures, 2.1 gigapixels, photo"));
        QCOMPARE(edit.value("data.degradation"), std::string("photo"));
        QVERIFY(edit.changed().empty());
        QVERIFY(edit.set("data.degradation", "bicubic")); // a person goes before the model
        QCOMPARE(edit.changed(), Fields{"data.degradation"});
        edit.setStart(modelOf(4));
        QVERIFY(edit.changed().empty()); // the recipe's own now
        QCOMPARE(edit.value("data.degradation"), std::string("bicubic"));
        edit.setNamed(*train::findRecipe("finetune-photos"), "own.json"); // a file has the last word
        edit.setStart(modelOf(4, "800 pictures, 2.1 gigapixels, photo"));
        QCOMPARE(edit.value("data.degradation"), std::string("bicubic"));
    }

    void stepsTakeThePlaceOfEpochs()
    {
        RecipeEdit edit = editOf("esrgan-pytorch");
        QVERIFY(edit.recipe().schedule.epochs > 0.0);
        QVERIFY(edit.set("schedule.steps", "500"));
        QCOMPARE(edit.recipe().schedule.epochs, 0.0);
        edit.reset("schedule.steps");
        QCOMPARE(edit.recipe().schedule.epochs, 48.0);
    }

    void theCommandRepeatsIt()
    {
        RecipeEdit edit = editOf("finetune-photos");
        QCOMPARE(commandOf(edit, "photo-x4"),
                 std::string("enlarger-cli train FOLDER --recipe finetune-photos --from photo-x4"));
        QVERIFY(edit.set("generator.freeze", "conv_first, it's"));
        QVERIFY(edit.set("data.batch", "2"));
        QVERIFY(edit.set("schedule.steps", "50"));
        QCOMPARE(commandOf(edit, {}, {"schedule.steps"}),
                 std::string("enlarger-cli train FOLDER --recipe finetune-photos "
                             "--set 'generator.freeze=conv_first, it'\\''s' --set data.batch=2"));
        edit.setNamed(*train::findRecipe("psnr"), "/somewhere/my recipe.json");
        QCOMPARE(commandOf(edit, {}), std::string("enlarger-cli train FOLDER --recipe 'my recipe.json'"));
    }
};

QTEST_GUILESS_MAIN(RecipeEditTest)
#include "recipe_edit_test.moc"
