// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/modules.h"
#include "core/train/learn/optimiser.h"
#include "tests/core/nn/waves.h"
#include "tests/support/test_files.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>

using namespace enlarger;
using namespace enlarger::tests;
using namespace enlarger::train;

namespace {

constexpr std::int64_t count = 12;
constexpr double rates[] = {0.01, 0.02, 0.03, 0.03, 0.03, 0.03};

/// Twelve numbers to be moved, in fp64 as the values to compare with.
class Numbers : public torch::nn::Module
{
public:
    Numbers()
        : m_values(register_parameter("values", wave(count, 2.0)))
    {}
    torch::Tensor& values() { return m_values; }

private:
    torch::Tensor m_values;
};

void move(Optimiser& optimiser, Numbers& numbers, int from, int to)
{
    for (int i = from; i < to; ++i) {
        const torch::Tensor slope = 1.5 + wave(count, 0.3 * (i + 1));
        numbers.values().mutable_grad() = slope * numbers.values().detach() - wave(count, 7.0);
        optimiser.step(rates[i]);
    }
}

Optimiser::Options optionsOf(OptimiserKind kind)
{
    Optimiser::Options options{.kind = kind};
    if (kind == OptimiserKind::AdamKeras)
        options.epsilon = 1e-3;
    else if (kind != OptimiserKind::Adam)
        options.weightDecay = 0.02;
    if (kind == OptimiserKind::Adan) {
        options.beta1 = 0.98;
        options.beta2 = 0.92;
    }
    return options;
}

double distance(const torch::Tensor& values, const nlohmann::json& expected)
{
    return (values.detach() - torch::tensor(expected.get<std::vector<double>>(), torch::kFloat64))
        .abs()
        .max()
        .item<double>();
}

} // namespace

/// Each kind of optimiser moves numbers as the equations of its paper do (tests/peers/optimisers.py).
class OptimisersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesAsItsPaper_data()
    {
        QTest::addColumn<QString>("name");
        for (const EnumName<OptimiserKind>& one : namesOf(OptimiserKind{}))
            QTest::newRow(one.name) << QString(one.name);
    }
    void movesAsItsPaper()
    {
        QFETCH(const QString, name);
        const std::string key = name.toStdString();
        const auto expected = nlohmann::json::parse(std::ifstream(dataFile("train/optimisers.json")));
        Numbers numbers;
        const auto optimiser = Optimiser::make(numbers, optionsOf(*fromName<OptimiserKind>(key)));
        move(*optimiser, numbers, 0, 6);
        QVERIFY2(distance(numbers.values(), expected[key]) < 1e-10, key.c_str());
        const std::string learnt = expected.contains(key + ", learnt") ? key + ", learnt" : key;
        QVERIFY2(distance(optimiser->learnt().front(), expected[learnt]) < 1e-10, learnt.c_str());
    }

    void goesOnWhereItWasSaved_data() { movesAsItsPaper_data(); }
    void goesOnWhereItWasSaved()
    {
        QFETCH(const QString, name);
        const Optimiser::Options options = optionsOf(*fromName<OptimiserKind>(name.toStdString()));
        Numbers straight;
        move(*Optimiser::make(straight, options), straight, 0, 6);
        Numbers first;
        const auto before = Optimiser::make(first, options);
        move(*before, first, 0, 3);
        weights::StateDict state;
        before->save(state, "x");
        Numbers second;
        {
            const torch::NoGradGuard noGrad;
            second.values().copy_(first.values());
        }
        const auto after = Optimiser::make(second, options);
        QVERIFY(after->load(state, "x"));
        move(*after, second, 3, 6);
        QVERIFY(torch::equal(second.values(), straight.values()));
        QVERIFY(!after->load({}, "x"));
    }

    void aStepCanBeUndone_data() { movesAsItsPaper_data(); }
    void aStepCanBeUndone()
    {
        QFETCH(const QString, name);
        Numbers numbers;
        const auto optimiser =
            Optimiser::make(numbers, optionsOf(*fromName<OptimiserKind>(name.toStdString())));
        move(*optimiser, numbers, 0, 3);
        std::vector<torch::Tensor> saved;
        for (const torch::Tensor& tensor : optimiser->changing())
            saved.push_back(tensor.detach().clone());
        move(*optimiser, numbers, 3, 6);
        const torch::Tensor end = numbers.values().detach().clone();
        {
            const torch::NoGradGuard noGrad;
            for (std::size_t i = 0; i < saved.size(); ++i)
                optimiser->changing()[i].copy_(saved[i]);
        }
        move(*optimiser, numbers, 3, 6);
        QVERIFY(torch::equal(numbers.values(), end));
    }
};

QTEST_GUILESS_MAIN(OptimisersTest)
#include "optimisers_test.moc"
