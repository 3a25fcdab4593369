// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/model_facts.h"

#include "tests/app/session/session_folder.h"

#include <QTest>

using namespace enlarger;

class ModelFactsTest : public QObject
{
    Q_OBJECT

private:
    static models::StoredModel model(const std::string& title, const std::string& description,
                                     std::int64_t parameters, const std::string& licence = "MIT")
    {
        models::StoredModel made;
        made.card.name = "name";
        made.card.title = title;
        made.card.description = description;
        made.card.scale = 4;
        made.card.licence = licence;
        made.parameters = parameters;
        return made;
    }

private Q_SLOTS:
    void saysWhatCounts()
    {
        const auto photo = model("Photo x4", "For photographs.", 1'000'000);
        QCOMPARE(app::factsOf(photo, {}), QStringLiteral("Photo · ×4 · fast"));
        QCOMPARE(app::factsOf(photo, 2.8), QStringLiteral("Photo · ×4 · about 3 s a megapixel"));
        QCOMPARE(app::factsOf(photo, 0.1), QStringLiteral("Photo · ×4 · 10 megapixels a second"));
        QCOMPARE(app::factsOf(photo, 0.8), QStringLiteral("Photo · ×4 · 1.3 megapixels a second")); // 1.25
        QCOMPARE(app::factsOf(photo, 0.98), QStringLiteral("Photo · ×4 · about 1 s a megapixel"));
        const auto drawing = model("Anime", "Clean lines and flat colours.", 16'000'000, "CC-BY-NC-SA-4.0");
        QCOMPARE(app::factsOf(drawing, {}), QStringLiteral("Drawing · ×4 · slow · not for commercial use"));
    }

    void knowsLicences()
    {
        for (const char* licence :
             {"CC-BY-NC-4.0", "cc-by-nc-sa", "Non-commercial use only", "noncommercial"})
            QVERIFY2(app::isNonCommercial(licence), licence);
        for (const char* licence : {"", "MIT", "GPL-3.0-or-later", "BSD-3-Clause", "NCSA"})
            QVERIFY2(!app::isNonCommercial(licence), licence);
    }

    void recommendedComesFirst()
    {
        const tests::SessionFolder folder;
        for (const char* name : {"anime", "crisp", "faithful-x4", "photo-x4", "span-x4", "zebra"})
            folder.addModel(name);
        app::ModelCatalog catalog;
        QVERIFY(app::inRecommendedOrder(catalog).empty());
        QTRY_VERIFY(catalog.isLoaded());
        QStringList names;
        for (const models::StoredModel* model : app::inRecommendedOrder(catalog))
            names << QString::fromStdString(model->card.name);
        QCOMPARE(names, (QStringList{"photo-x4", "crisp", "span-x4", "zebra", "faithful-x4", "anime"}));
    }
};

QTEST_GUILESS_MAIN(ModelFactsTest)
#include "model_facts_test.moc"
