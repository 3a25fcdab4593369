// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/resample.h"
#include "core/train/photos/open_data.h"
#include "core/train/photos/sample_look.h"
#include "tests/core/train/made_pictures.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::train;
using namespace enlarger::tests;
namespace fs = std::filesystem;

class SampleLookTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    static Recipe recipe(degrade::DegradationKind kind = degrade::DegradationKind::Bicubic)
    {
        Recipe recipe;
        recipe.data.crop = 64;
        recipe.data.degradation = kind;
        return recipe;
    }
    static DataReport found(const fs::path& folder)
    {
        StopGate gate;
        return *checkTrainingData({folder}, {}, sampleOptions(recipe()), gate);
    }

private Q_SLOTS:
    void init()
    {
        write(path("photos/a.png"), busyPicture(200, 150, 1));
        write(path("photos/b.png"), busyPicture(150, 200, 2));
    }

    void showsWhatATrainingSees()
    {
        const SampleLooker looker;
        const DataReport report = found(path("photos"));
        const auto look = looker.look(report, recipe(), 0);
        ENLARGER_VERIFY(look);
        QCOMPARE(look->file.filename(), fs::path("a.png"));
        QCOMPARE(look->hr.width(), 64);
        QCOMPARE(look->lr.width(), 16);
        QCOMPARE(look->bicubic.height(), 64);
        const auto next = looker.look(report, recipe(), 1);
        ENLARGER_VERIFY(next);
        QCOMPARE(next->file.filename(), fs::path("b.png"));
        const auto again = looker.look(report, recipe(), 0);
        ENLARGER_VERIFY(again);
        QVERIFY(isEqual(again->lr, look->lr) && isEqual(again->hr, look->hr));

        // The very sample that a training on this photo has.
        SampleOptions options = sampleOptions(recipe(degrade::DegradationKind::Photo));
        options.flips = options.rotations = false;
        DataReport one = report;
        one.used.resize(1);
        const auto source = openFound(one, options);
        ENLARGER_VERIFY(source);
        const auto degraded = looker.look(one, recipe(degrade::DegradationKind::Photo), 4);
        ENLARGER_VERIFY(degraded);
        bool isOne = false;
        for (std::uint64_t number = 0; number < 100 && !isOne; ++number) {
            const auto sample = (*source)->sample(number);
            ENLARGER_VERIFY(sample);
            isOne = isEqual(degraded->lr, sample->lr) && isEqual(degraded->hr, sample->hr);
        }
        QVERIFY(isOne);
    }

    void settingsCanBeSeen()
    {
        const SampleLooker looker;
        const DataReport report = found(path("photos"));
        Recipe noisy = recipe(degrade::DegradationKind::Photo);
        QVERIFY(setField(noisy, "degradation.photo.noise-sigma=0,0"));
        QVERIFY(setField(noisy, "degradation.photo.jpeg-chance=0"));
        const auto clean = looker.look(report, noisy, 0);
        QVERIFY(setField(noisy, "degradation.photo.noise-sigma=60,60"));
        const auto spoilt = looker.look(report, noisy, 0);
        ENLARGER_VERIFY(clean);
        ENLARGER_VERIFY(spoilt);
        QVERIFY(isEqual(clean->hr, spoilt->hr)); // the same place
        QVERIFY(largestDifference(clean->lr, spoilt->lr) > 0.1);
        noisy.data.sharpenTarget = true;
        const auto sharpened = looker.look(report, noisy, 0);
        ENLARGER_VERIFY(sharpened);
        QVERIFY(largestDifference(clean->hr, sharpened->hr) > 0.01);
    }

    void looksWhereThereIsSomethingToSee()
    {
        image::Image sky = flatPicture(400, 400, 0.7f);
        const image::Image roof = busyPicture(200, 400, 3);
        for (int y = 0; y < 400; ++y)
            std::ranges::copy(roof.row(y), sky.row(y).begin());
        write(path("half/a.png"), sky);
        const SampleLooker looker;
        const DataReport report = found(path("half"));
        int flat = 0;
        for (std::uint64_t number = 0; number < 8; ++number) {
            const auto look = looker.look(report, recipe(), number);
            ENLARGER_VERIFY(look);
            flat += isEqual(look->hr, flatPicture(64, 64, look->hr.at(0, 0, 0)));
        }
        QVERIFY(flat <= 1); // of crops as they come nearly the half
    }

    void saysWhatCannotBeLookedAt()
    {
        const SampleLooker looker;
        QVERIFY(!looker.look({}, recipe(), 0));
        const DataReport report = found(path("photos"));
        Recipe large = recipe();
        large.data.crop = 512;
        QVERIFY(!looker.look(report, large, 0));
        fs::remove(path("photos/a.png"));
        const auto gone = looker.look(report, recipe(), 0);
        QVERIFY(!gone && gone.error().file.filename() == "a.png");
    }
};

QTEST_GUILESS_MAIN(SampleLookTest)
#include "sample_look_test.moc"
