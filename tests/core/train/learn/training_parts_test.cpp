// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metrics/metrics.h"
#include "core/image/resample/resample.h"
#include "core/infer/engine/pixel_tensors.h"
#include "core/train/history/history.h"
#include "core/train/learn/batch_loader.h"
#include "core/train/learn/bicubic_resize.h"
#include "core/train/learn/moving_average.h"
#include "core/train/learn/optimiser.h"
#include "core/train/learn/tensor_metrics.h"
#include "core/train/run/run_clock.h"
#include "core/train/run/run_lock.h"
#include "core/train/run/schedule.h"
#include "tests/core/train/made_samples.h"

#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::train;

namespace {

image::Image imageOf(const torch::Tensor& picture)
{
    return infer::imageOf(picture, int(picture.size(3)), int(picture.size(2)));
}

double largestDifference(const torch::Tensor& a, const torch::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

} // namespace

class TrainingPartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ratesFollowTheSchedule()
    {
        Recipe::Schedule schedule;
        schedule.kind = ScheduleKind::Constant;
        QCOMPARE(rateAt(schedule, 1e-4, 0.9, 500), 1e-4);
        schedule.kind = ScheduleKind::Milestones;
        schedule.milestones = {0.125, 0.25, 0.5, 0.75};
        QCOMPARE(rateAt(schedule, 1e-4, 0.1249, 0), 1e-4);
        QCOMPARE(rateAt(schedule, 1e-4, 0.125, 0), 5e-5);
        QCOMPARE(rateAt(schedule, 1e-4, 0.99, 0), 1e-4 / 16);
        schedule.kind = ScheduleKind::Cosine;
        schedule.cycles = 4;
        schedule.leastRate = 1e-7;
        QCOMPARE(rateAt(schedule, 2e-4, 0.0, 0), 2e-4);
        QCOMPARE(rateAt(schedule, 2e-4, 0.125, 0), 1e-7 + (2e-4 - 1e-7) / 2);
        QCOMPARE(rateAt(schedule, 2e-4, 0.25, 0), 2e-4); // starts anew
        QCOMPARE(rateAt(schedule, 2e-4, 1.0, 0), 1e-7);
        schedule.warmUp = 10;
        QCOMPARE(rateAt(schedule, 2e-4, 0.0, 0), 2e-5);
        QCOMPARE(rateAt(schedule, 2e-4, 0.0, 9), 2e-4);
    }

    void aRunInTimeReachesItsEnd()
    {
        RunClock clock(1, 1.0, 0.0); // a minute
        double position = 0.0;
        std::int64_t steps = 0;
        while (!clock.isOver(steps)) {
            const double before = position;
            ++steps;
            position = clock.advance(position, steps, steps < 40 ? 1.0 : 0.5); // gets faster
            QVERIFY(position > before && position <= 1.0);
        }
        QCOMPARE(position, 1.0);
        QCOMPARE(steps, std::int64_t(39 + 42));
    }

    // Half of the time is between the steps: the schedule ends with the time all the same.
    void validationIsPartOfTheTime()
    {
        RunClock clock(1000, 1.0, 0.0);
        double position = 0.0;
        double atNineTenths = 0.0;
        std::int64_t step = 0;
        while (!clock.isOver(step)) {
            position = clock.advance(position, ++step, 0.05);
            clock.pass(0.05);
            if (clock.seconds() < 54.0)
                atNineTenths = position;
        }
        QVERIFY(std::abs(double(step) - 600.0) < 5.0);
        QVERIFY2(std::abs(atNineTenths - 0.9) < 0.02, std::to_string(atNineTenths).c_str());
    }

    void moreTimeStretchesTheSchedule()
    {
        const RunClock same(1, 1.0, 30.0);     // a minute, half of it gone
        QCOMPARE(same.resumed(0.6, 1.0), 0.6); // it had been quicker
        QCOMPARE(same.resumed(0.6, 2.0), 0.6); // less time than it was to have
        RunClock longer(1, 2.0, 60.0);         // it had ended after a minute, and gets another
        const double position = longer.resumed(1.0, 1.0);
        QCOMPARE(position, 0.5);
        QCOMPARE(longer.resumed(1.0, {}), 0.5); // it had ended after its steps
        QVERIFY(!longer.isOver(100));
        QVERIFY(longer.advance(position, 100, 1.0) > position);
        QCOMPARE(RunClock(10, {}, 60.0).resumed(1.0, {}), 1.0); // in steps it follows from them
    }

    // Against torch::optim::Adam, which is the paper's.
    void adamIsTorchs()
    {
        torch::manual_seed(1);
        torch::nn::Sequential ours(torch::nn::Conv2d(3, 5, 3), torch::nn::Conv2d(5, 2, 3));
        torch::nn::Sequential theirs(torch::nn::Conv2d(3, 5, 3), torch::nn::Conv2d(5, 2, 3));
        {
            const torch::NoGradGuard noGrad;
            for (std::size_t i = 0; i < ours->parameters().size(); ++i)
                theirs->parameters()[i].copy_(ours->parameters()[i]);
        }
        const auto adam = Optimiser::make(*ours, {.beta1 = 0.9, .beta2 = 0.99, .weightDecay = 0.01});
        torch::optim::Adam reference(theirs->parameters(),
                                     torch::optim::AdamOptions(1e-2).betas({0.9, 0.99}).weight_decay(0.01));
        for (int step = 0; step < 5; ++step) {
            const torch::Tensor x = torch::rand({2, 3, 8, 8});
            adam->clearGradients();
            ours->forward(x).square().mean().backward();
            adam->step(1e-2);
            reference.zero_grad();
            theirs->forward(x).square().mean().backward();
            reference.step();
        }
        for (std::size_t i = 0; i < ours->parameters().size(); ++i)
            QVERIFY(largestDifference(ours->parameters()[i], theirs->parameters()[i]) < 2e-6);
    }

    void gradientsAreMeasured()
    {
        torch::nn::Linear layer(2, 1);
        const auto adam = Optimiser::make(*layer, {});
        layer->weight.mutable_grad() = torch::tensor({{3.0F, 0.0F}});
        layer->bias.mutable_grad() = torch::tensor({4.0F});
        QCOMPARE(adam->gradientNorm().item<float>(), 5.0F);
        adam->scaleGradients(torch::tensor(0.5F));
        QCOMPARE(adam->gradientNorm().item<float>(), 2.5F);
        layer->bias.mutable_grad().fill_(std::nanf(""));
        QVERIFY(std::isnan(adam->gradientNorm().item<float>()));
    }

    void theAverageFollows()
    {
        nn::NetworkSpec spec;
        spec.blocks = 1;
        spec.features = 4;
        spec.growth = 4;
        const auto network = nn::makeNetwork(spec);
        MovingAverage average(*network, 0.5);
        const torch::Tensor parameter = network->parameters().front();
        const torch::Tensor before = parameter.detach().clone();
        {
            const torch::NoGradGuard noGrad;
            parameter.add_(1.0);
        }
        average.update(network->parameters(), *network, 1000);
        QVERIFY(largestDifference(average.network()->parameters().front(), before + 0.5) < 1e-6);
        average.update(network->parameters(), *network, 0); // in the beginning it follows faster: 1 - 1/10
        QVERIFY(largestDifference(average.network()->parameters().front(), before + 0.95) < 1e-6);
    }

    // The same as core/image's, which reproduces MATLAB's pictures.
    void tensorsAreResizedAsPictures()
    {
        torch::manual_seed(2);
        for (const auto& [height, width] : {std::pair{12, 9}, std::pair{33, 50}, std::pair{48, 36}}) {
            const torch::Tensor picture = torch::rand({1, 3, 48, 36});
            const image::Image resized = image::resize(imageOf(picture), width, height);
            const image::Image ours = imageOf(resizeBicubic(picture, height, width));
            double difference = 0.0;
            for (std::size_t i = 0; i < ours.size(); ++i)
                difference = std::max(difference, double(std::abs(ours.data()[i] - resized.data()[i])));
            QVERIFY2(difference < 2e-6, std::to_string(difference).c_str());
        }
    }

    void tensorsAreMeasuredAsPictures()
    {
        torch::manual_seed(3);
        const torch::Tensor hr = resizeBicubic(torch::rand({1, 3, 16, 16}), 64, 64);
        const torch::Tensor sr = hr + 0.05 * torch::randn_like(hr);
        const auto quality = image::compare(imageOf(sr), imageOf(hr), 4);
        QVERIFY(quality);
        QVERIFY(std::abs(psnrY(sr, hr, 4) - quality->psnrY) < 1e-3);
        QVERIFY(std::abs(ssimY(sr, hr, 4) - quality->ssimY) < 1e-5);
        QVERIFY(std::abs(sharpness(hr, hr) - 1.0) < 1e-9);
        QVERIFY(sharpness(sr, hr) > 1.0);
        QVERIFY(std::abs(colourDrift(torch::full({1, 3, 4, 4}, 0.5), torch::full({1, 3, 4, 4}, 0.4)) - 25.5) <
                1e-3);
    }

    // A blank wall, a tiny picture: nothing infinite, which no checkpoint could hold.
    void measuresAreFinite()
    {
        const torch::Tensor blank = torch::ones({1, 3, 64, 64});
        QCOMPARE(psnrY(blank, blank, 4), 60.0);
        QCOMPARE(sharpness(blank, blank), 1.0);
        const torch::Tensor tiny = torch::rand({1, 3, 16, 16});
        QVERIFY(std::isfinite(psnrY(0.5 * tiny, tiny, 8)));
        QVERIFY(std::isfinite(ssimY(0.5 * tiny, tiny, 8)));
    }

    void longHistoriesAreThinned()
    {
        std::vector<HistoryPoint> history;
        for (std::int64_t step = 1; step <= 8; ++step)
            history.push_back({HistoryPoint::Kind::Steps, step, {{"total", double(step)}}});
        history.insert(history.begin() + 2, {HistoryPoint::Kind::Validation, 2, {{"psnr", 30.0}}});
        const std::vector<HistoryPoint> thin = thinned(history);
        std::vector<std::int64_t> seen;
        double sum = 0.0;
        for (const HistoryPoint& point : thin) {
            seen.push_back(point.kind == HistoryPoint::Kind::Steps ? point.step : -point.step);
            if (point.step == 2 && point.kind == HistoryPoint::Kind::Steps)
                sum = point.values.at("total");
        }
        QCOMPARE(seen, (std::vector<std::int64_t>{2, -2, 3, 4, 5, 6, 7, 8}));
        QCOMPARE(sum, 1.5);
        history.clear(); // as many validations as steps
        for (std::int64_t step = 1; step <= 50; ++step) {
            history.push_back({HistoryPoint::Kind::Steps, step, {{"total", 1.0}}});
            history.push_back({HistoryPoint::Kind::Validation, step, {{"psnr", 30.0}}});
        }
        QVERIFY(thinned(history).size() <= 76);
        QCOMPARE(thinned(history).back().step, std::int64_t(50));

        history.clear(); // what happened stays; steps that were skipped are added up
        for (std::int64_t step = 1; step <= 8; ++step)
            history.push_back({HistoryPoint::Kind::Event, step, {{events::skipped, 1.0}}});
        history.insert(history.begin(), {HistoryPoint::Kind::Event, 1, {{events::rate, 0.5}}});
        history.insert(history.begin(), {HistoryPoint::Kind::Event, 1, {{events::rate, 0.25}}});
        const std::vector<HistoryPoint> events = thinned(history);
        QCOMPARE(events.size(), std::size_t(9));
        double skipped = 0.0;
        for (const HistoryPoint& point : events)
            skipped += point.values.contains(events::skipped) ? point.values.at(events::skipped) : 0.0;
        QCOMPARE(skipped, 8.0);
    }

    void aFolderIsOneRunsAtATime()
    {
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.filePath("run").toStdString();
        {
            const auto mine = RunLock::take(run);
            QVERIFY(mine);
            const auto other = RunLock::take(run);
            QVERIFY(!other);
            QVERIFY(other.error().text().find("another program") != std::string::npos);
        }
        QVERIFY(RunLock::take(run));
    }

    void batchesDoNotDependOnThreads()
    {
        const MadeSamples samples;
        BatchLoader one(samples, {4, 0, 1}, 3, 1);
        BatchLoader three(samples, {4, 0, 1}, 3, 3);
        for (int i = 0; i < 6; ++i)
            QVERIFY(torch::equal(one.next()->hr, three.next()->hr));
    }

    void processesShareABatch()
    {
        const MadeSamples samples;
        BatchLoader whole(samples, {4, 0, 1}, 0, 1);
        BatchLoader first(samples, {2, 0, 2}, 0, 1);
        BatchLoader second(samples, {2, 1, 2}, 0, 1);
        for (int i = 0; i < 3; ++i) {
            const torch::Tensor parts = torch::cat({first.next()->hr, second.next()->hr});
            QVERIFY(torch::equal(whole.next()->hr, parts));
        }
    }
};

QTEST_GUILESS_MAIN(TrainingPartsTest)
#include "training_parts_test.moc"
