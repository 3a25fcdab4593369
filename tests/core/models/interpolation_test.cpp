// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/interpolation.h"
#include "core/models/weight_delta.h"

#include "core/weights/weights.h"
#include "tests/core/models/stored_tensors.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace enlarger;
using namespace enlarger::models;
using namespace enlarger::tests;
namespace fs = std::filesystem;

/// What is made of two networks, and which two belong together.
class InterpolationTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void init()
    {
        m_folder = QTemporaryDir();
        qputenv("ENLARGER_CACHE_DIR", path("cache").c_str());
        qputenv("ENLARGER_SHIPPED_MODELS", path("none").c_str());
    }

    void mixesNetworksOfOneAncestry()
    {
        const ModelStore store(path("models"));
        const fs::path file = dataFile("weights/x4_old_plain_zip.pth");
        weights::StateDict moved;
        const weights::StateDict original = tensorsOf(file);
        for (const auto& [name, tensor] : original.entries())
            moved.add(name, tensor + 1.0);
        ENLARGER_VERIFY(weights::writeSafetensors(path("moved.safetensors"), moved, {}));
        cards::Card card;
        card.ancestry = "family";
        card.name = "faithful";
        const auto faithful = store.add(file, card);
        card.name = "crisp";
        const auto crisp = store.add(path("moved.safetensors"), card);
        ENLARGER_VERIFY(faithful);
        ENLARGER_VERIFY(crisp);

        const auto mixture = interpolate(store, *faithful, *crisp, 0.25);
        ENLARGER_VERIFY(mixture);
        QCOMPARE(mixture->card.name, "faithful-crisp-0.25");
        QCOMPARE(mixture->card.ancestry, "family");
        const weights::StateDict mixed = tensorsOf(mixture->file);
        for (const auto& [name, tensor] : original.entries())
            QVERIFY(torch::allclose(*mixed.find(name), tensor + 0.25, 1e-6, 1e-6));
        ENLARGER_VERIFY(interpolate(store, *faithful, *crisp, 1.0, "one"));
        QVERIFY(holdSameTensors(store.find("one")->file, crisp->file));
        ENLARGER_VERIFY(interpolate(store, *faithful, *crisp, 0.0, "zero"));
        QVERIFY(holdSameTensors(store.find("zero")->file, faithful->file));
        for (const std::string& name : namesIn(path("models")))
            QVERIFY2(name.front() != '.', name.c_str());

        QVERIFY(!interpolate(store, *faithful, *crisp, 2.5));
        card.name = "stranger";
        card.ancestry = "others";
        const auto stranger = store.add(path("moved.safetensors"), card);
        const auto apart = interpolate(store, *faithful, *stranger, 0.5);
        QVERIFY(!apart);
        QVERIFY(apart.error().text().find("trained independently") != std::string::npos);
        const auto other = store.import(dataFile("weights/x2_old_zip.pth"), "other");
        const auto shapes = interpolate(store, *faithful, *other, 0.5);
        QVERIFY(!shapes);
        QVERIFY(shapes.error().text().find("x2") != std::string::npos);
    }

    void whatOneLearnsIsAddedToAnother()
    {
        const ModelStore store(path("models"));
        const fs::path file = dataFile("weights/x4_old_plain_zip.pth");
        const weights::StateDict original = tensorsOf(file);
        const auto add = [&](const char* name, double offset, const char* ancestry = "family") {
            weights::StateDict moved;
            for (const auto& [key, tensor] : original.entries())
                moved.add(key, tensor + offset);
            [[maybe_unused]] const Status written =
                weights::writeSafetensors(path("moved.safetensors"), moved, {});
            cards::Card card;
            card.name = name;
            card.ancestry = ancestry;
            return store.add(path("moved.safetensors"), card);
        };
        const auto before = add("before", 0.0);
        const auto after = add("after", 0.25);
        const auto crisp = add("crisp", 1.0);
        const auto stranger = add("stranger", 1.0, "others");
        QVERIFY(before && after && crisp && stranger);
        const fs::path delta = path("crispness.safetensors");
        ENLARGER_VERIFY(saveWeightDelta(*before, *crisp, delta));
        cards::Card card;
        card.name = "tuned";
        card.ancestry = "family";
        const auto tuned = addWeightDelta(store, *after, delta, card);
        ENLARGER_VERIFY(tuned);
        QCOMPARE(tuned->card.name, "tuned");
        const weights::StateDict sum = tensorsOf(tuned->file);
        for (const auto& [name, tensor] : original.entries())
            QVERIFY(torch::allclose(*sum.find(name), tensor + 1.25, 1e-6, 1e-6));
        const Status apart = saveWeightDelta(*before, *stranger, delta);
        QVERIFY(!apart);
        QVERIFY2(apart.error().text().find("trained independently") != std::string::npos,
                 apart.error().text().c_str());
        QVERIFY(!addWeightDelta(store, *after, path("nothing.safetensors"), card, true));
    }

    void variancesStayAboveZero()
    {
        weights::StateDict a;
        a.add("norm.running_var", torch::ones({2}));
        a.add("norm.running_mean", torch::ones({2}));
        weights::StateDict b;
        b.add("norm.running_var", torch::full({2}, -3.0));
        b.add("norm.running_mean", torch::full({2}, -3.0));
        const auto sum = weights::sum(a, b);
        ENLARGER_VERIFY(sum);
        QVERIFY(torch::allclose(*sum->find("norm.running_var"), torch::full({2}, 0.1)));
        QVERIFY(torch::equal(*sum->find("norm.running_mean"), torch::full({2}, -2.0)));
    }

    void findsPartners()
    {
        const auto model = [](const char* name, const char* role, const char* ancestry, int scale = 4,
                              const char* architecture = "RRDBNet 64x23, growth 32") {
            StoredModel made;
            made.card.name = name;
            made.card.role = role;
            made.card.ancestry = ancestry;
            made.card.scale = scale;
            made.card.architecture = architecture;
            made.sha256 = std::string(name) + "-hash";
            return made;
        };
        const std::vector<StoredModel> models{
            model("other-crisp", "crisp", "other"),
            model("x2-crisp", "crisp", "family", 2),
            model("small-crisp", "crisp", "family", 4, "RRDBNet 32x6, growth 16"),
            model("plain", "", "family"),
            model("photo-faithful", "faithful", "family"),
            model("photo-crisp", "crisp", "family"),
            model("a-child", "faithful", "root"), // trained by a person from root-crisp
            model("root", "faithful", ""),
            model("root-crisp", "crisp", "root"),
            model("odd", "sideways", "family"),
            model("scene", "crisp", "scene"), // a root whose faithful half has its name
            model("a-scene", "faithful", "scene"),
            model("scene-faithful", "faithful", "scene"),
            model("scene-calm", "crisp", "scene"),
            model("mine-faithful", "faithful", "root"), // both trained together
            model("mine", "crisp", "root")};
        const auto partner = [&](const char* name) {
            const auto found = std::find_if(models.begin(), models.end(),
                                            [&](const StoredModel& each) { return each.card.name == name; });
            const StoredModel* other = partnerOf(models, *found);
            return other ? other->card.name : std::string();
        };
        QCOMPARE(partner("photo-faithful"), "photo-crisp");
        QCOMPARE(partner("photo-crisp"), "photo-faithful");
        QCOMPARE(partner("root"), "root-crisp"); // a name begins an ancestry
        QCOMPARE(partner("root-crisp"), "root");
        QCOMPARE(partner("scene-calm"), "scene-faithful");
        QCOMPARE(partner("mine"), "mine-faithful");
        QCOMPARE(partner("mine-faithful"), "mine");
        for (const char* alone : {"other-crisp", "x2-crisp", "small-crisp", "plain", "odd"})
            QCOMPARE(partner(alone), "");
        QVERIFY(isCrisp(models[5].card) && !isCrisp(models[4].card) && !isCrisp(models[3].card));
    }

    void mixingRefusesWhatDiffers()
    {
        weights::StateDict a;
        a.add("w", torch::ones({2, 3}));
        weights::StateDict b;
        b.add("w", torch::zeros({2, 3}));
        const auto half = weights::mix(a, b, 0.5);
        ENLARGER_VERIFY(half);
        QVERIFY(torch::equal(*half->find("w"), torch::full({2, 3}, 0.5)));
        const auto beyond = weights::mix(b, a, 1.25);
        ENLARGER_VERIFY(beyond);
        QVERIFY(torch::equal(*beyond->find("w"), torch::full({2, 3}, 1.25)));
        for (const double strength : {-0.1, 2.1, std::nan("")})
            QVERIFY(!weights::mix(a, b, strength));
        weights::StateDict turned;
        turned.add("w", torch::zeros({3, 2}));
        QVERIFY(!weights::mix(a, turned, 0.5));
        weights::StateDict renamed;
        renamed.add("v", torch::zeros({2, 3}));
        QVERIFY(!weights::mix(a, renamed, 0.5));
        b.add("more", torch::zeros({1}));
        QVERIFY(!weights::mix(a, b, 0.5));
        QVERIFY(!weights::difference(a, b));
    }
};

QTEST_GUILESS_MAIN(InterpolationTest)
#include "interpolation_test.moc"
