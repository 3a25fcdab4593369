// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/engine_choice.h"
#include "core/infer/engine/engine_network.h"
#include "core/infer/engine/model_maker.h"
#include "core/infer/engine/resolved_precision.h"
#include "core/infer/stream/network_plans.h"
#include "core/nn/network_families.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::infer;
using device::Precision;

namespace {

device::Device cpu()
{
    return *device::findDevice("cpu");
}

/// Smooth shapes under a little noise, as photographs have them.
image::Image picture()
{
    image::Image picture = tests::noise(45, 30, 3);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            for (int c = 0; c < 3; ++c)
                picture.at(x, y, c) = 0.5F + 0.3F * std::sin(float(x + c) / 5) * std::cos(float(y) / 7) +
                                      0.06F * (picture.at(x, y, c) - 0.5F);
    return picture;
}

double decibels(const image::Image& a, const image::Image& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(double(a.data()[i]) - double(b.data()[i]), 2.0);
    return -10.0 * std::log10(std::max(sum / double(a.size()), 1e-20));
}

} // namespace

/// Precision::Int16: products of 16-bit integers, on request.
class IntegerPrecisionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isNearToFp32_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("RRDBNet") << "weights/x4_new.safetensors";
        QTest::newRow("the default network") << "../../models/photo-x4.safetensors";
        QTest::newRow("SPAN") << "../../models/crisp-x4.safetensors";
        QTest::newRow("MSRResNet") << "../../models/faithful-x2.safetensors";
    }

    void isNearToFp32()
    {
        QFETCH(QString, file);
        if (!hasIntegers(cpu()))
            QSKIP("this processor has no AVX2");
        const image::Image given = picture();
        image::Image results[2];
        for (const auto& [place, precision] : {std::pair{0, Precision::Fp32}, {1, Precision::Int16}}) {
            const auto model = UpscaleModel::load(tests::dataFile(file.toStdString()), cpu(), precision);
            ENLARGER_VERIFY(model);
            QCOMPARE((*model)->precision(), precision);
            StopGate gate;
            auto result = (*model)->upscale(given, gate);
            ENLARGER_VERIFY(result);
            results[place] = std::move(*result);
        }
        const double near = decibels(results[0], results[1]);
        QVERIFY2(near > 50.0 && near < 150.0, qPrintable(QString::number(near))); // and not the same
    }

    // What is no network of plain convolutions runs as it would by itself.
    void meansAutoForOtherNetworks()
    {
        if (!hasIntegers(cpu()))
            QSKIP("this processor has no AVX2");
        QCOMPARE(resolvedPrecision(Precision::Int16, cpu(), "RRDBNet 64x23, growth 32"), Precision::Int16);
        const NetworkSource windows = [] {
            torch::manual_seed(1);
            for (const nn::NetworkFamily& family : nn::networkFamilies())
                if (!hasRowPlan(family.architecture))
                    return nn::makeNetwork(family.selfCheckSpecs.front().spec);
            return std::shared_ptr<nn::Network>();
        };
        const auto asked = ModelMaker::make(windows, cpu(), Precision::Int16);
        const auto best = ModelMaker::make(windows, cpu(), Precision::Auto);
        ENLARGER_VERIFY(asked);
        ENLARGER_VERIFY(best);
        QCOMPARE((*asked)->precision(), (*best)->precision());
    }

    void isRefusedElsewhere()
    {
        device::Device card;
        card.name = "cuda:0";
        card.description = "a card";
        QCOMPARE(resolvedPrecision(Precision::Int16, card, "RRDBNet 64x23, growth 32"), Precision::Int16);
        const Status can = canCompute(card, Precision::Int16);
        QVERIFY(!can);
        QCOMPARE(can.error().kind, ErrorKind::Unsupported);
        QVERIFY(can.error().text().find("int16") != std::string::npos);
        QCOMPARE(canCompute(cpu(), Precision::Int16).ok(), hasIntegers(cpu()));
    }
};

QTEST_GUILESS_MAIN(IntegerPrecisionTest)
#include "integer_precision_test.moc"
