// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/photo_advice.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using degrade::DegradationKind;
using enlarger::tests::TrainingMaterial;

namespace {

train::DataReport reportOf(int photos, const train::PictureQuality& quality)
{
    train::DataReport report;
    for (int i = 0; i < photos; ++i) {
        train::SourcePicture picture;
        picture.hash = std::uint64_t(i + 1);
        picture.quality = quality;
        report.used.push_back(picture);
    }
    report.patches = 100 * photos;
    report.usefulPatches = 90 * photos;
    return report;
}

constexpr train::PictureQuality clean{0.4, 1.2, 0.70};

} // namespace

class PhotoAdviceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void amountsAreForSomething_data()
    {
        QTest::addColumn<int>("photos");
        QTest::addColumn<QString>("said");
        QTest::newRow("too few") << 4 << "Too few: ";
        QTest::newRow("to try") << 30 << "Enough to try: a network learns these 30 scenes.";
        QTest::newRow("tuning") << 50 << "Enough for fine-tuning. A network from scratch wants";
        QTest::newRow("scratch") << 500 << "and for a network from scratch.";
    }
    void amountsAreForSomething()
    {
        QFETCH(int, photos);
        QFETCH(QString, said);
        train::DataReport report = reportOf(photos, clean);
        const QString text = QString::fromStdString(adviceOn(report, {}).amount);
        QVERIFY2(text.contains(said), qPrintable(text));
        report.usefulPatches = photos;
        QCOMPARE(adviceOn(report, {}).amount.starts_with("Nearly all of them is flat"), photos >= 5);
    }

    void qualityChoosesTheDegradation()
    {
        const PhotoAdvice good = adviceOn(reportOf(9, clean), {});
        QVERIFY(good.degradation == DegradationKind::Bicubic);
        QVERIFY(good.quality.starts_with("Noise 0.4 of 255, no JPEG blocks, sharp edges: these are clean"));
        for (const train::PictureQuality& quality :
             {train::PictureQuality{3.1, 1.2, 0.7}, train::PictureQuality{0.4, 2.4, 0.7}}) {
            const PhotoAdvice advice = adviceOn(reportOf(9, quality), {});
            QVERIFY(advice.degradation == DegradationKind::Photo);
            QVERIFY(advice.quality.find("from a phone or the web") != std::string::npos);
        }
        QVERIFY(adviceOn(reportOf(9, {0.4, 1.2, 0.55}), {}).quality.ends_with("sharper examples."));
        train::DataReport pairs = reportOf(9, clean);
        pairs.used.front().lr = "lr.png";
        QVERIFY(adviceOn(pairs, {}).quality.empty());
        QVERIFY(adviceOn({}, {}).amount.empty()); // packed data
    }

    void photosThatNetworksKnowAreTold()
    {
        const TrainingMaterial material;
        material.write(material.path("shipped/training-photos.txt"), "1\nff\n2\n");
        const auto shipped = material.path("shipped");
        QVERIFY(
            adviceOn(reportOf(9, clean), shipped).known.starts_with("2 of these 9 photos are among those"));
        QVERIFY(adviceOn(reportOf(1, clean), shipped).known.starts_with("1 of these 1 photos is among"));
        QVERIFY(adviceOn(reportOf(9, clean), {}).known.empty());
        QVERIFY(adviceOn(reportOf(9, clean), material.path("nothing")).known.empty());
    }

    void cardsSayHowLrWasMade()
    {
        cards::Card card;
        QVERIFY(!degradationOf(card));
        card.data = "13 pictures, 1.2 megapixels, photo";
        QVERIFY(degradationOf(card) == DegradationKind::Photo);
        card.data = "13 pictures, 1.2 megapixels, bicubic";
        QVERIFY(degradationOf(card) == DegradationKind::Bicubic);
        card.data = "13 pictures, 1.2 megapixels, with LR pictures of their own";
        QVERIFY(!degradationOf(card));
    }

    // Those that ship are known by their sentence.
    void shippedCardsSayIt()
    {
        const models::ModelStore store({}, models::ModelStore::shippedFolder());
        for (const auto& [name, kind] :
             {std::pair("photo-x4", std::optional(DegradationKind::Photo)),
              std::pair("photo-x4-faithful", std::optional(DegradationKind::Photo)),
              std::pair("faithful-x4", std::optional<DegradationKind>())}) {
            const auto model = store.find(std::string(ENLARGER_SOURCE_MODELS) + "/" + name + ".safetensors");
            ENLARGER_VERIFY(model);
            QVERIFY2(degradationOf(model->card) == kind, name);
        }
    }
};

QTEST_GUILESS_MAIN(PhotoAdviceTest)
#include "photo_advice_test.moc"
