// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/select.h"

#include "core/models/interpolation.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::models;

namespace {

StoredModel model(const std::string& name, const std::string& role)
{
    StoredModel made;
    made.card.name = name;
    made.card.role = role;
    made.card.ancestry = "family";
    made.card.scale = 4;
    made.card.architecture = "RRDBNet 64x23, growth 32";
    made.file = "/models/" + name + ".safetensors";
    made.sha256 = name + "-hash";
    return made;
}

device::Device cpu()
{
    device::Device found;
    found.name = "cpu";
    found.bestPrecision = device::Precision::Bf16;
    return found;
}

} // namespace

/// Which network is meant, as a value: no file is there.
class SelectTest : public QObject
{
    Q_OBJECT

private:
    const std::vector<StoredModel> m_models{model("photo-crisp", "crisp"),
                                            model("photo-faithful", "faithful"), model("plain", "")};
    Result<infer::ModelSelection> selected(std::size_t index, std::optional<double> strength,
                                           device::Precision precision = device::Precision::Auto) const
    {
        return select(m_models, m_models[index], strength, cpu(), precision);
    }

private Q_SLOTS:
    void withoutStrengthAModelIsItself()
    {
        for (std::size_t i = 0; i < m_models.size(); ++i) {
            const auto selection = selected(i, {});
            ENLARGER_VERIFY(selection);
            QVERIFY(!selection->isMixed());
            QCOMPARE(selection->name(), m_models[i].card.name);
            QCOMPARE(selection->hash(), m_models[i].sha256);
            QCOMPARE(selection->strengthText(), "");
            QCOMPARE(selection->network.file, m_models[i].file);
            QCOMPARE(selection->device.name, "cpu");
        }
    }

    void aMixtureIsCalledByTheModelThatWasAskedFor()
    {
        const auto ofCrisp = selected(0, 0.25);
        const auto ofFaithful = selected(1, 0.25);
        ENLARGER_VERIFY(ofCrisp);
        ENLARGER_VERIFY(ofFaithful);
        QCOMPARE(ofCrisp->name(), "photo-crisp at strength 0.25");
        QCOMPARE(ofFaithful->name(), "photo-faithful at strength 0.25");
        for (const auto& selection : {*ofCrisp, *ofFaithful}) { // and computed from the same ends
            QVERIFY(selection.isMixed());
            QCOMPARE(selection.network.file, m_models[1].file);
            QCOMPARE(selection.crisp->file, m_models[0].file);
            QCOMPARE(selection.strength, 0.25);
            QCOMPARE(selection.strengthText(), "0.25");
            QCOMPARE(selection.hash(), "photo-faithful-hash+photo-crisp-hash@0.25");
        }
    }

    void theEndsAreMixturesWhereTheyAreAskedFor()
    {
        const auto one = selected(0, 1.0);
        ENLARGER_VERIFY(one);
        QCOMPARE(one->name(), "photo-crisp at strength 1");
        QCOMPARE(one->hash(), "photo-faithful-hash+photo-crisp-hash@1");
        const auto beyond = selected(0, 2.0);
        ENLARGER_VERIFY(beyond);
        QCOMPARE(beyond->strengthText(), "2");
        QCOMPARE(ownStrength(m_models[0].card), 1.0);
        QCOMPARE(ownStrength(m_models[1].card), 0.0);
        QCOMPARE(ownStrength(m_models[2].card), 1.0);
    }

    void refusesStrengthsOutOfRange()
    {
        for (const double strength : {-0.01, 2.01, double(-INFINITY), double(INFINITY), std::nan("")}) {
            const auto refused = selected(0, strength);
            QVERIFY2(!refused, qPrintable(QString::number(strength)));
            QCOMPARE(refused.error().kind, ErrorKind::BadInput);
            QVERIFY(refused.error().what.find("strength") != std::string::npos);
        }
    }

    void refusesStrengthWithoutAPartner()
    {
        const auto neither = selected(2, 0.5);
        QVERIFY(!neither);
        QCOMPARE(neither.error().kind, ErrorKind::BadInput);
        QVERIFY(neither.error().what.find("'plain' has no partner") != std::string::npos);
        const auto alone = select({m_models[0]}, m_models[0], 0.5, cpu(), device::Precision::Auto);
        QVERIFY(!alone);
        QVERIFY(alone.error().what.find("'photo-crisp' has no partner") != std::string::npos);
    }

    void autoBecomesTheDevicesBest()
    {
        QCOMPARE(selected(0, {})->precision, device::Precision::Bf16);
        QCOMPARE(selected(0, 0.5)->precision, device::Precision::Bf16);
        QCOMPARE(selected(0, {}, device::Precision::Fp32)->precision, device::Precision::Fp32);
    }

    void autoAvoidsFp16WhereANetworkLeavesItsRange()
    {
        device::Device gpu = cpu();
        gpu.bestPrecision = device::Precision::Fp16;
        StoredModel swinIr = m_models[2];
        swinIr.card.architecture = "SwinIR 180x36, window 8";
        const auto precision = [&](const StoredModel& one, device::Precision asked) {
            return select({one}, one, {}, gpu, asked)->precision;
        };
        QCOMPARE(precision(m_models[2], device::Precision::Auto), device::Precision::Fp16);
        QCOMPARE(precision(swinIr, device::Precision::Auto), device::Precision::Fp32);
        QCOMPARE(precision(swinIr, device::Precision::Fp16), device::Precision::Fp16);
        gpu.trainingPrecision = device::Precision::Bf16;
        QCOMPARE(precision(swinIr, device::Precision::Auto), device::Precision::Bf16);
    }

    void partnersComeFromTheStore()
    {
        const QTemporaryDir folder;
        const auto path = [&](const char* name) {
            return std::filesystem::path(folder.filePath(QString::fromLatin1(name)).toStdString());
        };
        qputenv("ENLARGER_CACHE_DIR", path("cache").c_str());
        const ModelStore store(path("models"), {});
        cards::Card card;
        card.ancestry = "family";
        card.name = "crisp";
        card.role = "crisp";
        const auto crisp = store.add(tests::dataFile("weights/x4_new.safetensors"), card);
        ENLARGER_VERIFY(crisp);
        QVERIFY(!select(store, *crisp, 0.5, cpu(), device::Precision::Auto));
        card.name = "faithful";
        card.role = "faithful";
        const auto faithful = store.add(tests::dataFile("weights/x4_new.safetensors"), card);
        ENLARGER_VERIFY(faithful);
        const auto selection = select(store, *crisp, 0.5, cpu(), device::Precision::Auto);
        ENLARGER_VERIFY(selection);
        QCOMPARE(selection->network.file, faithful->file);
        QCOMPARE(selection->hash(), faithful->sha256 + "+" + crisp->sha256 + "@0.5");
        ENLARGER_VERIFY(select(store, *crisp, {}, cpu(), device::Precision::Auto));
    }
};

QTEST_GUILESS_MAIN(SelectTest)
#include "select_test.moc"
