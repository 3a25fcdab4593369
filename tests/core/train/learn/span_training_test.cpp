// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/network.h"
#include "core/train/learn/optimiser.h"
#include "core/weights/weights.h"
#include "tests/core/nn/waves.h"
#include "tests/support/test_files.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>

using namespace enlarger;
using namespace enlarger::tests;
using namespace enlarger::train;

namespace {

nn::NetworkSpec smallSpan()
{
    nn::NetworkSpec spec{.architecture = nn::Architecture::Span, .scale = 2, .features = 4, .blocks = 6};
    spec.span.branches = true;
    return spec;
}

double relativeDifference(double a, double b)
{
    return std::abs(a - b) / std::max(1e-12, std::abs(b));
}

} // namespace

/// SPAN trains as branches, and computes as what they fold into.
class SpanTrainingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void parametersAreCountedAsElsewhere() // by the authors' code, of 48 features for x4
    {
        for (const auto& [branches, expected] : {std::pair(false, 426288), std::pair(true, 1840488)}) {
            nn::NetworkSpec spec{.architecture = nn::Architecture::Span, .features = 48, .blocks = 6};
            spec.span.branches = branches;
            std::int64_t count = 0;
            for (const torch::Tensor& parameter : nn::makeNetwork(spec)->parameters())
                count += parameter.numel();
            QCOMPARE(count, std::int64_t(expected));
        }
    }

    void aStepIsThatOfTheBranches() // one by one, in PyTorch: tests/peers/span.py
    {
        const auto expected = nlohmann::json::parse(std::ifstream(dataFile("train/span.json")));
        const auto network = nn::makeNetwork(smallSpan());
        network->to(torch::kFloat64);
        fillWithWaves(*network);
        const auto optimiser = Optimiser::make(*network, {});
        const torch::Tensor loss = (network->forward(softPictures(2, 9)) - softPictures(2, 18)).abs().mean();
        loss.backward();
        QVERIFY(relativeDifference(loss.item<double>(), expected["loss"].get<double>()) < 1e-9);
        QCOMPARE(network->named_parameters().size(), expected["gradients"].size());
        for (const auto& parameter : network->named_parameters()) {
            const double slope = parameter.value().grad().norm().item<double>();
            const double difference =
                relativeDifference(slope, expected["gradients"][parameter.key()].get<double>());
            QVERIFY2(difference < 1e-7, parameter.key().c_str());
        }
        optimiser->step(1e-3);
        for (const auto& parameter : network->named_parameters()) {
            const torch::Tensor values = parameter.value().detach().flatten();
            const double sum = (values * wave(values.numel(), 3.0)).sum().item<double>();
            QVERIFY2(std::abs(sum - expected["after"][parameter.key()].get<double>()) < 1e-7,
                     parameter.key().c_str());
        }
    }

    void whatItTrainsAsFoldsIntoWhatEnlarges()
    {
        torch::manual_seed(4);
        const auto branches = nn::makeNetwork(smallSpan());
        weights::WeightsFile file;
        file.tensors = weights::trainedTensors(weights::stateDict(*branches));
        const auto read = weights::recognise(file);
        ENLARGER_VERIFY(read);
        QVERIFY(!read->spec.span.branches);
        QVERIFY(weights::asTrained(*read).spec == smallSpan());
        const auto folded = nn::makeNetwork(read->spec);
        const torch::NoGradGuard noGradients;
        for (auto& parameter : folded->named_parameters())
            parameter.value().copy_(*file.tensors.find(parameter.key()));
        const torch::Tensor picture = torch::rand({1, 3, 11, 13}); // borders, where biases must not be lost
        const double difference =
            (folded->forward(picture) - branches->forward(picture)).abs().max().item<double>();
        QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));

        const weights::StateDict plain = weights::stateDict(*folded);
        QCOMPARE(weights::trainedTensors(plain).size(), plain.size());
        file.tensors = plain;
        QVERIFY(weights::asTrained(*weights::recognise(file)).spec == read->spec); // it has no branches
    }
};

QTEST_GUILESS_MAIN(SpanTrainingTest)
#include "span_training_test.moc"
