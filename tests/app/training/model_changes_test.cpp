// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/model_changes.h"

#include "core/models/interpolation.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;

class ModelChangesTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    models::ModelStore store() const { return m_material->store(); }
    std::string partnerOf(const std::string& name) const
    {
        const auto all = store().list();
        const auto model = store().find(name);
        const models::StoredModel* partner = model ? models::partnerOf(all, *model) : nullptr;
        return partner ? partner->card.name : std::string();
    }
    static bool says(const Error& error, const char* part)
    {
        return error.text().find(part) != std::string::npos;
    }

private Q_SLOTS:
    void init() { m_material = std::make_unique<TrainingMaterial>(); }

    void removesWhatIsThere()
    {
        m_material->addModel("a");
        m_material->addModel("b");
        m_material->write(store().fileOf("broken"), "nothing");
        QVERIFY(!removeModels({"a", "nobody"}, store(), false));
        QVERIFY(store().hasFileOf("a")); // all or none
        const auto bytes = std::int64_t(std::filesystem::file_size(store().fileOf("a")));
        const auto removed = removeModels({"a", "broken", "a"}, store(), false);
        ENLARGER_VERIFY(removed);
        QCOMPARE(removed->bytes, bytes + 7);
        QVERIFY(removed->names == (std::vector<std::string>{"a", "broken"}));
        QVERIFY(!store().hasFileOf("a") && !store().hasFileOf("broken") && store().hasFileOf("b"));
    }

    void whatShipsStays()
    {
        m_material->addModel("shipped");
        const models::ModelStore other(m_material->path("own"), m_material->path("models"));
        for (const auto& refused : {Status(removeModels({"shipped"}, other, true).error()),
                                    Status(renameModel("shipped", "x", other).error())})
            QVERIFY2(says(refused.error(), "ships with Enlarger"), refused.error().text().c_str());
        const auto file = store().fileOf("shipped").string();
        QVERIFY(says(removeModels({file}, other, true).error(), "no model of the store"));
        QVERIFY(store().hasFileOf("shipped"));
        ENLARGER_VERIFY(other.import(file, {}, true)); // the user's own of that name
        ENLARGER_VERIFY(removeModels({"shipped"}, other, false));
        QVERIFY(other.find("shipped")->file == store().fileOf("shipped"));
    }

    void aStrengthIsNotLostUnasked()
    {
        m_material->addModel("mine", "crisp", "family");
        m_material->addModel("mine-faithful", "faithful", "family");
        const auto refused = removeModels({"mine-faithful"}, store(), false);
        QVERIFY(!refused && says(refused.error(), "'mine' would lose its strength"));
        ENLARGER_VERIFY(removeModels({"mine", "mine-faithful"}, store(), false));
        m_material->addModel("mine", "crisp", "family");
        m_material->addModel("mine-faithful", "faithful", "family");
        m_material->addModel("root", "faithful", "family"); // another one that would do
        ENLARGER_VERIFY(removeModels({"mine-faithful"}, store(), false));
        QCOMPARE(partnerOf("mine"), std::string("root"));
        const auto forced = removeModels({"root"}, store(), true);
        ENLARGER_VERIFY(forced);
        QVERIFY(forced->lonely == std::vector<std::string>{"mine"});
    }

    void renamingKeepsTheCard()
    {
        m_material->addModel("old", "crisp", "old", "12 photos");
        const auto before = store().find("old");
        const auto renamed = renameModel("old", "new", store());
        ENLARGER_VERIFY(renamed);
        QVERIFY(*renamed == (std::vector<std::pair<std::string, std::string>>{{"old", "new"}}));
        const auto after = store().find("new");
        ENLARGER_VERIFY(after);
        cards::Card expected = before->card;
        expected.name = expected.title = expected.ancestry = "new";
        QVERIFY(after->card == expected);
        QCOMPARE(after->parameters, before->parameters);
        QVERIFY(!store().hasFileOf("old"));
    }

    void partnersStayPartners()
    {
        m_material->addModel("mine", "crisp", "family");
        m_material->addModel("mine-faithful", "faithful", "family");
        const auto half = renameModel("mine-faithful", "x", store());
        QVERIFY(!half && says(half.error(), "strength 0 of 'mine'"));
        m_material->addModel("his-faithful");
        QVERIFY(!renameModel("mine", "his", store())); // the half's name is taken
        QVERIFY(store().hasFileOf("mine") && !store().hasFileOf("his"));
        const auto renamed = renameModel("mine", "ours", store());
        ENLARGER_VERIFY(renamed);
        QCOMPARE(renamed->size(), std::size_t(2));
        QCOMPARE(partnerOf("ours"), std::string("ours-faithful"));
        QCOMPARE(partnerOf("ours-faithful"), std::string("ours"));
        QVERIFY(!store().hasFileOf("mine") && !store().hasFileOf("mine-faithful"));
    }

    // An ancestry is known by its name alone.
    void ancestorsKeepTheirNames()
    {
        m_material->addModel("root", "faithful");
        m_material->addModel("child", "crisp", "root");
        const auto refused = renameModel("root", "trunk", store());
        QVERIFY(!refused && says(refused.error(), "ancestor of 'child'"));
        ENLARGER_VERIFY(renameModel("child", "leaf", store()));
        QCOMPARE(partnerOf("leaf"), std::string("root"));
        const auto taken = renameModel("leaf", "root", store());
        QVERIFY(!taken && says(taken.error(), "called 'root' already"));
        QVERIFY(says(renameModel("leaf", "../leaf", store()).error(), "cannot be the name"));
        m_material->beginRun("busy");
        QVERIFY(says(renameModel("leaf", "busy", store()).error(), "a run called 'busy'"));
    }
};

QTEST_GUILESS_MAIN(ModelChangesTest)
#include "model_changes_test.moc"
