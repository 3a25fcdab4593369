// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/augmentation.h"
#include "core/train/learn/bicubic_resize.h"
#include "tests/core/nn/waves.h"
#include "tests/core/train/made_samples.h"

#include <QtTest>

#include <set>

using namespace enlarger;
using namespace enlarger::tests;
using namespace enlarger::train;

namespace {

Batch batchOf(int side, bool withLr)
{
    Batch batch;
    batch.hr = wavePictures(3, side).to(torch::kFloat32);
    if (withLr)
        batch.lr = softPictures(3, side / 4).to(torch::kFloat32);
    return batch;
}

Batch augmented(const Batch& batch, const char* setting, std::uint64_t first)
{
    Recipe recipe;
    Batch changed{batch.hr.clone(), batch.lr.defined() ? batch.lr.clone() : torch::Tensor()};
    if (setField(recipe, setting))
        augment(changed, recipe, first);
    return changed;
}

} // namespace

/// Changes of batches are those of their papers, and functions of the seed and the number alone.
class AugmentationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingByDefault()
    {
        QVERIFY(!augments(Recipe()));
        const Batch batch = batchOf(32, true);
        const Batch same = augmented(batch, "data.flips=yes", 5);
        QVERIFY(torch::equal(same.hr, batch.hr) && torch::equal(same.lr, batch.lr));
    }

    void mixupIsAMeanOfTwo()
    {
        const Batch batch = batchOf(32, true);
        std::set<double> shares;
        for (std::uint64_t first = 0; first < 5; ++first) {
            const Batch mixed = augmented(batch, "data.mixup=1", first);
            const torch::Tensor other = batch.hr.roll(1, 0);
            const double share = ((mixed.hr - other) * (batch.hr - other)).sum().item<double>() /
                                 (batch.hr - other).square().sum().item<double>();
            QVERIFY(share > 0.0 && share < 1.0);
            shares.insert(share);
            QVERIFY(torch::allclose(mixed.hr, share * batch.hr + (1.0 - share) * other, 1e-4, 1e-5));
            QVERIFY(torch::allclose(mixed.lr, share * batch.lr + (1.0 - share) * batch.lr.roll(1, 0), 1e-4,
                                    1e-5));
        }
        QCOMPARE(shares.size(), std::size_t(5));
    }

    /// 22 of 32 LR pixels a side, at the same place in both.
    void cutmixExchangesASquare()
    {
        const Batch batch = batchOf(128, true);
        const Batch cut = augmented(batch, "data.cutmix=1", 3);
        const torch::Tensor changed = (cut.lr != batch.lr).any(1).any(0);
        const torch::Tensor taken = cut.lr == batch.lr.roll(1, 0);
        QCOMPARE(changed.any(0).sum().item<int>(), 22);
        QCOMPARE(changed.any(1).sum().item<int>(), 22);
        QVERIFY((taken | (cut.lr == batch.lr)).all().item<bool>());
        const torch::Tensor inHr = (cut.hr != batch.hr).any(1).any(0);
        QVERIFY(torch::equal(inHr.any(0), changed.any(0).repeat_interleave(4)));
        QVERIFY(torch::equal(inHr.any(1), changed.any(1).repeat_interleave(4)));
    }

    void cutblurTakesLrFromHr()
    {
        const Batch batch = batchOf(128, true);
        const torch::Tensor clean = shrinkBicubic(batch.hr, 4);
        std::set<std::int64_t> sizes;
        for (std::uint64_t first = 0; first < 8; ++first) {
            const Batch cut = augmented(batch, "data.cutblur=1", first);
            QVERIFY(torch::equal(cut.hr, batch.hr));
            const torch::Tensor isClean = (cut.lr == clean).all(1).all(0);
            const torch::Tensor isOld = (cut.lr == batch.lr).all(1).all(0);
            QVERIFY((isClean | isOld).all().item<bool>());
            sizes.insert(isClean.sum().item<std::int64_t>());
        }
        QCOMPARE(sizes, (std::set<std::int64_t>{22 * 22, 32 * 32 - 22 * 22}));
        const Batch made = augmented(batchOf(32, false), "data.cutblur=1", 1);
        QVERIFY(!made.lr.defined()); // it is to be made from HR: there is nothing to replace
    }

    void channelsChangePlaces()
    {
        const Batch batch = batchOf(32, true);
        const Batch permuted = augmented(batch, "data.rgb-permutation=1", 2);
        QVERIFY(!torch::equal(permuted.hr, batch.hr));
        for (int i = 0; i < 3; ++i)
            for (int c = 0; c < 3; ++c) {
                int from = 0;
                while (from < 3 && !torch::equal(permuted.hr[i][c], batch.hr[i][from]))
                    ++from;
                QVERIFY(from < 3);
                QVERIFY(torch::equal(permuted.lr[i][c], batch.lr[i][from]));
            }
    }

    void batchesAreFunctionsOfTheirNumber()
    {
        Recipe recipe;
        for (const char* setting : {"data.mixup=0.5", "data.cutmix=0.5", "data.rgb-permutation=0.5"})
            QVERIFY(setField(recipe, setting));
        QVERIFY(augments(recipe));
        const auto change = [&](Batch& batch, std::uint64_t first) { augment(batch, recipe, first); };
        const MadeSamples samples;
        BatchLoader one(samples, {4, 0, 1}, 0, 1, change);
        BatchLoader three(samples, {4, 0, 1}, 2, 3, change);
        BatchLoader plain(samples, {4, 0, 1}, 0, 1);
        bool differs = false;
        for (int i = 0; i < 8; ++i) {
            const torch::Tensor hr = one.next()->hr;
            differs = differs || !torch::equal(hr, plain.next()->hr);
            if (i >= 2)
                QVERIFY(torch::equal(hr, three.next()->hr));
        }
        QVERIFY(differs);
    }
};

QTEST_GUILESS_MAIN(AugmentationTest)
#include "augmentation_test.moc"
