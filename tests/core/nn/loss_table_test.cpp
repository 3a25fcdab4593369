// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/kinds/discriminator_kinds.h"
#include "core/nn/losses/loss_table.h"
#include "tests/core/nn/loss_values.h"

#include <torch/autograd.h>

#include <QtTest>

#include <algorithm>
#include <set>
#include <string>

using namespace enlarger;
using namespace enlarger::nn;
using namespace enlarger::tests;

namespace {

constexpr int scale = 4;

const NamedPictureLoss& lossCalled(const std::vector<NamedPictureLoss>& all, const QString& name)
{
    return *std::ranges::find(all, name.toStdString(), &NamedPictureLoss::name);
}

} // namespace

/// The tables of losses and discriminators: nothing is missing from them, and each row holds what it
/// promises.
class LossTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pictureTermsAreWhole();
    void everyKindIsThere();
    void everyLossHasValueAndGradient_data();
    void everyLossHasValueAndGradient();
    void discriminatorsThatTakeOneSide();
};

/// Their weights are found by the value of the enum.
void LossTableTest::pictureTermsAreWhole()
{
    std::set<std::string> curves{"total",         "pixel",   "perceptual", "gan",
                                 "discriminator", "D(real)", "D(fake)"};
    for (std::size_t i = 0; i < std::size(pictureTerms); ++i) {
        const PictureTermInfo& term = pictureTerms[i];
        QCOMPARE(std::size_t(term.term), i);
        QVERIFY2(curves.insert(term.curve).second, term.curve); // no curve twice
        QVERIFY(*term.description != '\0');
        QVERIFY(pictureLoss(term.term));
    }
    // Runs of earlier versions have these curves on disk.
    QCOMPARE(std::string(pictureTerms[std::size_t(PictureTerm::Colour)].curve), std::string("colour"));
    QCOMPARE(std::string(pictureTerms[std::size_t(PictureTerm::Checkerboard)].curve), std::string("weave"));
}

void LossTableTest::everyKindIsThere()
{
    std::set<std::string> names;
    for (const NamedPictureLoss& one : pictureLosses())
        QVERIFY2(names.insert(one.name).second, one.name.c_str());
    for (const std::string& kind : allNames<PixelKind>())
        QVERIFY2(names.contains("pixel " + kind), kind.c_str());
    for (const std::string& term : allNames<PictureTerm>())
        QVERIFY2(names.contains(term), term.c_str());
    QVERIFY(names.contains("perceptual ms-ssim"));
    QVERIFY(names.contains("perceptual laplacian"));
    QVERIFY(!names.contains("perceptual vgg19")); // it needs a network
}

void LossTableTest::everyLossHasValueAndGradient_data()
{
    QTest::addColumn<QString>("name");
    for (const NamedPictureLoss& one : pictureLosses())
        QTest::newRow(one.name.c_str()) << QString::fromStdString(one.name);
}

void LossTableTest::everyLossHasValueAndGradient()
{
    QFETCH(const QString, name);
    const std::vector<NamedPictureLoss> all = pictureLosses();
    const PictureLoss loss = lossCalled(all, name).loss;
    const auto [clean, noisy] = noisyPair(32, 0.3);
    const torch::Tensor target = clean.clone().requires_grad_();
    const torch::Tensor value = loss(noisy, target, scale);
    QCOMPARE(value.dim(), std::int64_t(0));
    QVERIFY(value.item<double>() > loss(clean, clean, scale).item<double>());

    value.backward();
    QVERIFY(!target.grad().defined());
    const torch::Tensor gradient = noisy.grad();
    QVERIFY(torch::isfinite(gradient).all().item<bool>());
    QVERIFY(gradient.abs().sum().item<double>() > 0.0);

    if (std::ranges::any_of(pictureTerms, [&](const PictureTermInfo& term) {
            return term.holdsWeights && name == QLatin1String(term.name);
        }))
        return;
    // The gradient is what the loss changes by.
    const torch::NoGradGuard noGrad;
    constexpr double step = 1e-7;
    const torch::Tensor direction = wave(noisy.numel(), 2.0).view(noisy.sizes());
    const torch::Tensor slope =
        (loss(noisy + step * direction, clean, scale) - loss(noisy - step * direction, clean, scale)) /
        (2.0 * step);
    QVERIFY(near(slope.item<double>(), (gradient * direction).sum().item<double>(), 1e-5));
}

void LossTableTest::discriminatorsThatTakeOneSide()
{
    QCOMPARE(fixedSideOf(DiscriminatorKind::Vgg128), 128);
    QCOMPARE(fixedSideOf(DiscriminatorKind::Vgg256), 256);
    for (const DiscriminatorKind kind :
         {DiscriminatorKind::None, DiscriminatorKind::Srgan, DiscriminatorKind::SrganKeras,
          DiscriminatorKind::PatchGan, DiscriminatorKind::UnetSn})
        QCOMPARE(fixedSideOf(kind), 0);
}

QTEST_GUILESS_MAIN(LossTableTest)
#include "loss_table_test.moc"
