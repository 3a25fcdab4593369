// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/gan_loss.h"
#include "tests/core/nn/loss_values.h"

#include <QtTest>

#include <cmath>
#include <stdexcept>

using namespace enlarger::nn;
using namespace enlarger::tests;

Q_DECLARE_METATYPE(GanKind)

/// Values and gradients of the GAN losses, by hand on two logits.
class GanLossTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainGan();
    void relativisticGenerator_data();
    void relativisticGenerator();
    void relativisticDiscriminator_data();
    void relativisticDiscriminator();
    void smoothedLabel();
    void equalLogitsTellNothing();
};

/// Logits 0 and ln 3 are probabilities 1/2 and 3/4.
void GanLossTest::plainGan()
{
    const double half = std::log(2.0);
    torch::Tensor fake = leaf({0.0, std::log(3.0)});
    torch::Tensor loss = generatorGanLoss(GanKind::Plain, {}, fake);
    loss.backward();
    QVERIFY(near(loss.item<double>(), (half - std::log(0.75)) / 2.0));
    QVERIFY(near(fake.grad(), {-0.25, -0.125}));

    torch::Tensor real = leaf({0.0, std::log(3.0)});
    loss = realTerm(GanKind::Plain, real, {});
    loss.backward();
    QVERIFY(near(loss.item<double>(), (half - std::log(0.75)) / 2.0));
    QVERIFY(near(real.grad(), {-0.25, -0.125}));

    fake = leaf({0.0, std::log(3.0)});
    loss = fakeTerm(GanKind::Plain, fake, {});
    loss.backward();
    QVERIFY(near(loss.item<double>(), (half + std::log(4.0)) / 2.0));
    QVERIFY(near(fake.grad(), {0.25, 0.375}));
}

void GanLossTest::relativisticGenerator_data()
{
    QTest::addColumn<GanKind>("kind");
    QTest::addColumn<double>("share");
    QTest::newRow("ESRGAN's") << GanKind::Relativistic << 0.5;
    QTest::newRow("the Keras blog's") << GanKind::RelativisticSigmoid << 1.0;
}

/// True ones: ln 9 and 0, mean ln 3. Made ones: ln 3 and -ln 3, mean 0. So the true ones are ln 9 and 0 above
/// the made ones' mean (probabilities 0.9 and 0.5), and the made ones 0 and -ln 9 above the true ones' (0.5
/// and 0.1).
void GanLossTest::relativisticGenerator()
{
    QFETCH(const GanKind, kind);
    QFETCH(const double, share);
    const torch::Tensor real = leaf({std::log(9.0), 0.0});
    const torch::Tensor fake = leaf({std::log(3.0), -std::log(3.0)});
    const torch::Tensor loss = generatorGanLoss(kind, real, fake);
    loss.backward();
    // Both terms are (ln 2 + ln 10) / 2.
    QVERIFY(near(loss.item<double>(), share * std::log(20.0)));
    // Of its own term -(1 - p) / 2 = -0.25 and -0.45; through its share in the mean -(0.9 + 0.5) / 4 = -0.35.
    QVERIFY(near(fake.grad(), {share * -0.6, share * -0.8}));
    QVERIFY(!real.grad().defined());
}

void GanLossTest::relativisticDiscriminator_data()
{
    relativisticGenerator_data();
}

void GanLossTest::relativisticDiscriminator()
{
    QFETCH(const GanKind, kind);
    QFETCH(const double, share);
    const torch::Tensor real = leaf({std::log(9.0), 0.0});
    const torch::Tensor fake = leaf({std::log(3.0), -std::log(3.0)});
    const torch::Tensor ofReal = realTerm(kind, real, fake);
    ofReal.backward();
    QVERIFY(near(ofReal.item<double>(), share * std::log(20.0 / 9.0) / 2.0));
    QVERIFY(near(real.grad(), {share * -0.05, share * -0.25}));
    QVERIFY(!fake.grad().defined()); // the mean is a constant

    real.mutable_grad().reset();
    const torch::Tensor ofFake = fakeTerm(kind, fake, real);
    ofFake.backward();
    QVERIFY(near(ofFake.item<double>(), share * std::log(20.0 / 9.0) / 2.0));
    QVERIFY(near(fake.grad(), {share * 0.25, share * 0.05}));
    QVERIFY(!real.grad().defined());
}

void GanLossTest::smoothedLabel()
{
    const torch::Tensor real = leaf({0.0, std::log(3.0)});
    const torch::Tensor loss = realTerm(GanKind::Plain, real, {}, 0.2);
    loss.backward();
    // H(x, 0.8) = H(x, 1) + 0.2 x
    QVERIFY(near(loss.item<double>(), (std::log(2.0) - std::log(0.75) + 0.2 * std::log(3.0)) / 2.0));
    QVERIFY(near(real.grad(), {(0.5 - 0.8) / 2.0, (0.75 - 0.8) / 2.0}));
}

/// Where both kinds are judged alike, every relativistic term is ln 2, halves included.
void GanLossTest::equalLogitsTellNothing()
{
    const torch::Tensor logits = torch::full({2, 1, 4, 4}, 7.0);
    QVERIFY(
        near(generatorGanLoss(GanKind::Relativistic, logits, logits).item<double>(), std::log(2.0), 1e-6));
    const torch::Tensor both =
        realTerm(GanKind::Relativistic, logits, logits) + fakeTerm(GanKind::Relativistic, logits, logits);
    QVERIFY(near(both.item<double>(), std::log(2.0), 1e-6));
    const torch::Tensor sure = torch::full({4}, 200.0); // no overflow
    QVERIFY(near(fakeTerm(GanKind::Plain, sure, {}).item<double>(), 200.0, 1e-6));
}

QTEST_GUILESS_MAIN(GanLossTest)
#include "gan_loss_test.moc"
