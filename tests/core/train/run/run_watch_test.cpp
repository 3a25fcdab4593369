// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/run_watch.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::train;

namespace {

using Kind = HistoryPoint::Kind;

/// A validation of a start, and one after each of `drifts`.
std::vector<HistoryPoint> drifting(const std::vector<double>& drifts, std::int64_t first = 0)
{
    std::vector<HistoryPoint> history;
    std::int64_t step = first;
    for (const double drift : drifts) {
        history.push_back({Kind::Validation, step, {{"drift", drift}}});
        step += 10;
    }
    return history;
}

/// Two points and a validation for each pair of outputs.
std::vector<HistoryPoint> outputs(const std::vector<std::pair<double, double>>& ofD)
{
    std::vector<HistoryPoint> history;
    std::int64_t step = 0;
    for (const auto& [real, made] : ofD) {
        for (const double off : {-0.5, 0.5}) {
            step += 5;
            history.push_back({Kind::Steps, step, {{"D(real)", real + off}, {"D(fake)", made}}});
        }
        history.push_back({Kind::Validation, step, {{"psnr", 30.0}}});
    }
    return history;
}

Recipe gan()
{
    Recipe recipe;
    recipe.discriminator.kind = nn::DiscriminatorKind::UnetSn;
    recipe.discriminator.rate = 4e-4;
    recipe.loss.ganWeight = 0.1;
    return recipe;
}

} // namespace

class RunWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coloursDriftOverThreeValidations()
    {
        const Recipe recipe;
        const auto told = [&](const std::vector<double>& drifts, std::int64_t first = 0) {
            return RunWatch().lookAt(drifting(drifts, first), recipe).size();
        };
        QCOMPARE(told({0.05, 2.4}), std::size_t(0)); // one may be chance
        QCOMPARE(told({0.05, 2.4, 2.4}), std::size_t(0));
        QCOMPARE(told({0.05, 2.4, 2.4, 2.5}), std::size_t(1));
        QCOMPARE(told({0.05, 2.9, 2.6, 2.3}), std::size_t(0));    // it mends itself
        QCOMPARE(told({2.0, 2.4, 2.4, 2.5}), std::size_t(0));     // as at the start
        QCOMPARE(told({2.4, 2.4, 2.4, 2.5}, 10), std::size_t(0)); // of a network from scratch
        RunWatch watch;
        const auto said = watch.lookAt(drifting({0.5, 3.0, 3.0, 3.1}), recipe);
        QCOMPARE(said.size(), std::size_t(1));
        QVERIFY2(
            said[0].starts_with("The colours have drifted for three validations: the means are 3.1 of 255 "
                                "off, 0.5 at the start. ") &&
                said[0].find("loss.colour-weight=1") != std::string::npos,
            said[0].c_str());
        QVERIFY(watch.lookAt(drifting({0.5, 3.0, 3.0, 3.1}), recipe).empty()); // once
    }

    void theDiscriminatorWinsOverThreeValidations()
    {
        const auto told = [](const std::vector<std::pair<double, double>>& ofD, const Recipe& recipe) {
            return RunWatch().lookAt(outputs(ofD), recipe).size();
        };
        const std::pair won{1.6, -1.3};
        QCOMPARE(told({won, won}, gan()), std::size_t(0));
        QCOMPARE(told({won, won, won}, gan()), std::size_t(1));
        QCOMPARE(told({{0.8, -0.3}, won, won}, gan()), std::size_t(0));
        QCOMPARE(told({{3.0, -3.0}, {2.0, -2.0}, won}, gan()), std::size_t(0)); // the generator catches up
        QCOMPARE(told({won, won, won}, Recipe()), std::size_t(0));
        const auto said = RunWatch().lookAt(outputs({won, won, won}), gan());
        QVERIFY2(said[0].find("(D +1.60/-1.30)") != std::string::npos &&
                     said[0].find("discriminator.rate=0.0001)") != std::string::npos,
                 said[0].c_str());
    }

    void theDiscriminatorIsTooWeakOverThreeValidations()
    {
        const auto weak = [](const std::vector<std::pair<double, double>>& ofD) {
            const auto troubles = troublesOf(outputs(ofD), gan());
            return troubles.size() == 1 && troubles[0].kind == RunTrouble::Kind::DiscriminatorTooWeak;
        };
        const std::pair lost{0.02, -0.01};
        QVERIFY(!weak({lost, lost}));
        QVERIFY(weak({lost, lost, lost}));
        QVERIFY(weak({{-0.1, 0.1}, {-0.1, 0.1}, {-0.1, 0.1}})); // wrong more often than right
        QVERIFY(!weak({{0.4, -0.1}, lost, lost}));
        QVERIFY(!weak({{-0.05, 0.0}, {-0.02, 0.0}, {0.07, 0.0}})); // it catches up
        const auto said = RunWatch().lookAt(outputs({lost, lost, lost}), gan());
        QVERIFY2(said.size() == 1 && said[0].find("discriminator.rate=0.0016)") != std::string::npos,
                 said.empty() ? "" : said[0].c_str());
    }
};

QTEST_GUILESS_MAIN(RunWatchTest)
#include "run_watch_test.moc"
