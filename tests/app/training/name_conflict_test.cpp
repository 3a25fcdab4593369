// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/name_conflict.h"
#include "app/training/run_file.h"
#include "tests/app/training/training_material.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;
using Kind = NameConflict::Kind;

class NameConflictTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    std::optional<NameConflict> find(const std::vector<std::string>& names, bool beginsAncestry = false) const
    {
        return findNameConflict(names, beginsAncestry, m_material->store());
    }

private Q_SLOTS:
    void init() { m_material = std::make_unique<TrainingMaterial>(); }

    void freeNamesAreNone()
    {
        m_material->addModel("other");
        QVERIFY(!find({"mine", "mine-faithful"}, true));
    }

    void notEveryWordIsAName()
    {
        const auto conflict = find({std::string(80, 'a'), std::string(80, 'a') + "-faithful"});
        QVERIFY(conflict && conflict->kind == Kind::NotAName);
        QCOMPARE(conflict->name.size(), std::size_t(89));
        QVERIFY(find({"a/b"})->sentence() == "'a/b' cannot be the name of a model");
    }

    void modelsAndRunsHaveNames()
    {
        m_material->addModel("known");
        m_material->write(m_material->path("models/damaged.safetensors"), "no model");
        for (const char* name : {"known", "damaged"}) {
            const auto conflict = find({"mine", name});
            QVERIFY2(conflict && conflict->kind == Kind::ModelExists && conflict->name == name, name);
        }
        m_material->write(m_material->run("begun") / "run.json");
        QVERIFY(!find({"begun"})); // no step was done
        m_material->beginRun("begun");
        QVERIFY(find({"begun"})->kind == Kind::RunExists);
    }

    void namesThatMeanAnotherModelAreReserved()
    {
        QCOMPARE(find({"fast"})->kind, Kind::Reserved);
        QCOMPARE(find({"mine", "realesrgan-x4plus"})->sentence(),
                 std::string("'realesrgan-x4plus' is the name of an official model"));
    }

    void aRunReservesItsFaithfulHalf()
    {
        m_material->write(weightDeltaFile(m_material->run("tuned")));
        QVERIFY(!find({"tuned-faithful"})); // it never began
        m_material->beginRun("tuned");
        const auto conflict = find({"tuned-faithful"});
        QVERIFY(conflict && conflict->kind == Kind::MadeByRun);
        QCOMPARE(conflict->other, std::string("tuned"));
        QVERIFY(conflict->sentence().find("'tuned'") != std::string::npos);
    }

    // The parent is gone: a new network of its name would pass for it.
    void aNewNetworkIsNoFosterParent()
    {
        m_material->addModel("kid", "faithful", "root");
        const auto conflict = find({"root"}, true);
        QVERIFY(conflict && conflict->kind == Kind::HasDescendants);
        QCOMPARE(conflict->other, std::string("kid"));
        QVERIFY(conflict->sentence().find("'kid' descends") != std::string::npos);
        QVERIFY(!find({"root"}, false)); // a descendant itself
    }
};

QTEST_GUILESS_MAIN(NameConflictTest)
#include "name_conflict_test.moc"
