// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/checkerboard_loss.h"
#include "tests/core/nn/loss_values.h"

#include <QtTest>

#include <cmath>
#include <stdexcept>

using namespace enlarger::nn;
using namespace enlarger::tests;

namespace {

/// +1 and -1 in columns of a width.
torch::Tensor stripes(std::int64_t side, std::int64_t width)
{
    const torch::Tensor columns = torch::arange(side, torch::kInt64).div(width, "floor").remainder(2);
    return (1.0 - 2.0 * columns).to(torch::kFloat64).view({1, 1, 1, side}).expand({1, 3, side, side});
}

} // namespace

/// What counts as a checkerboard artefact, and where.
class CheckerboardLossTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checkerboard();
    void checkerboardCountsWhereItIsFlat();
};

void CheckerboardLossTest::checkerboard()
{
    const torch::Tensor flat = torch::full({1, 3, 64, 64}, 0.5, torch::kFloat64);
    const torch::Tensor ramp = torch::linspace(0.0, 1.0, 64, torch::kFloat64).view({1, 1, 64, 1}) + flat;
    constexpr double nothing = 1e-5; // the root's offset
    QVERIFY(near(checkerboardLoss(ramp, flat, 4).item<double>(), nothing));
    // One pixel on, one off: two of four neighbours are as far on the other side, their mean is in the
    // middle.
    QVERIFY(near(checkerboardLoss(flat + 0.01 * stripes(64, 1), flat, 4).item<double>(), 0.01, 1e-7));
    // Two on, two off: one of four.
    QVERIFY(near(checkerboardLoss(flat + 0.01 * stripes(64, 2), flat, 4).item<double>(), 0.005, 1e-7));
    // What repeats with every second block only, as a texture does, averages out.
    QVERIFY(near(checkerboardLoss(flat + 0.01 * stripes(64, 4), flat, 4).item<double>(), nothing));
    // So does the one before at scale 2, where a block is two pixels wide.
    QVERIFY(near(checkerboardLoss(flat + 0.01 * stripes(64, 2), flat, 2).item<double>(), nothing));
    QVERIFY_EXCEPTION_THROWN(checkerboardLoss(flat, flat, 1), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(checkerboardLoss(flat, flat, 5), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(checkerboardLoss(flat, flat, 32), std::invalid_argument);
}

void CheckerboardLossTest::checkerboardCountsWhereItIsFlat()
{
    // Ten blocks a side, of which eight count, in one window; the true picture's left half is stripes of
    // +-0.1, a variance of 0.01 as against (3/255)^2; the blocks at the boundary have a third or two thirds
    // of it.
    torch::Tensor hr = torch::full({1, 3, 40, 40}, 0.5, torch::kFloat64);
    hr.slice(3, 0, 20) += 0.1 * stripes(20, 1).slice(2, 0, 1).expand({1, 3, 40, 20});
    const auto weight = [](double share) { return 1.0 / (1.0 + share * 0.01 / std::pow(3.0 / 255.0, 2)); };
    const double left = 3.0 * weight(1.0) + weight(2.0 / 3.0);
    const double right = weight(1.0 / 3.0) + 3.0;
    torch::Tensor sr = torch::full({1, 3, 40, 40}, 0.5, torch::kFloat64);
    sr.slice(3, 0, 20) += 0.01 * stripes(20, 1).slice(2, 0, 1).expand({1, 3, 40, 20});
    const double expected = 0.01 * left / (left + right);
    const double found = checkerboardLoss(sr, hr, 4).item<double>();
    QVERIFY2(std::abs(found - expected) < 0.1 * expected, qPrintable(QString::number(found / expected)));
    QVERIFY(checkerboardLoss(sr.flip(3), hr, 4).item<double>() > 5.0 * found);
}

QTEST_GUILESS_MAIN(CheckerboardLossTest)
#include "checkerboard_loss_test.moc"
