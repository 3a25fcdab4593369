// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/smaller_scale.h"

#include "core/nn/network.h"
#include "core/weights/weights.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <torch/torch.h>

using namespace enlarger;
using namespace enlarger::models;
namespace fs = std::filesystem;

class SmallerScaleTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    // A network with random weights, as a file.
    fs::path networkFile(const nn::NetworkSpec& spec) const
    {
        torch::manual_seed(1);
        const auto network = nn::makeNetwork(spec);
        weights::StateDict tensors;
        for (const auto& item : network->named_parameters())
            tensors.add(item.key(), item.value().detach());
        for (const auto& item : network->named_buffers())
            tensors.add(item.key(), item.value().detach());
        const auto written = weights::writeSafetensors(path("network.safetensors"), tensors, {});
        return written ? path("network.safetensors") : fs::path();
    }
    static torch::Tensor enlarged(const fs::path& file, const torch::Tensor& picture)
    {
        const auto loaded = weights::loadNetwork(file);
        return loaded ? loaded->network->forward(picture) : torch::Tensor();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = QTemporaryDir();
        qputenv("ENLARGER_CACHE_DIR", path("cache").c_str());
        qputenv("ENLARGER_SHIPPED_MODELS", path("none").c_str());
    }

    void givesTheMeansOfTheLargerPicture_data()
    {
        QTest::addColumn<nn::NetworkSpec>("spec");
        QTest::addColumn<int>("scale");
        const nn::NetworkSpec srvgg{.architecture = nn::Architecture::Srvgg, .features = 8, .blocks = 2};
        const nn::NetworkSpec span{.architecture = nn::Architecture::Span, .features = 8, .blocks = 6};
        QTest::newRow("SRVGG to 2") << srvgg << 2;
        QTest::newRow("SRVGG to 1") << srvgg << 1;
        QTest::newRow("SPAN to 2") << span << 2;
    }
    void givesTheMeansOfTheLargerPicture()
    {
        QFETCH(nn::NetworkSpec, spec);
        QFETCH(int, scale);
        const torch::NoGradGuard inference;
        const ModelStore store(path("models"));
        const auto model = store.import(networkFile(spec), "net-x4");
        ENLARGER_VERIFY(model);
        const auto smaller = withSmallerScale(store, *model, scale);
        ENLARGER_VERIFY(smaller);
        QCOMPARE(smaller->card.name, "net-x" + std::to_string(scale));
        QCOMPARE(smaller->card.scale, scale);
        const torch::Tensor picture = torch::rand({1, 3, 12, 9});
        const torch::Tensor wanted = torch::avg_pool2d(enlarged(model->file, picture), 4 / scale);
        const torch::Tensor got = enlarged(smaller->file, picture);
        QCOMPARE(got.sizes().vec(), wanted.sizes().vec());
        QVERIFY((got - wanted).abs().max().item<float>() < 1e-5F);
    }

    void refusesWhatItCannot()
    {
        const ModelStore store(path("models"));
        const auto model = store.import(
            networkFile({.architecture = nn::Architecture::Srvgg, .features = 8, .blocks = 2}), "net-x4");
        ENLARGER_VERIFY(model);
        for (const int scale : {0, 3, 4, 8})
            QVERIFY(!withSmallerScale(store, *model, scale));
        const auto other = store.import(tests::dataFile("weights/x4_old_plain_zip.pth"), "rrdb");
        ENLARGER_VERIFY(other);
        const auto refused = withSmallerScale(store, *other, 2);
        QVERIFY(!refused);
        QVERIFY2(refused.error().text().find("pixel shuffle") != std::string::npos,
                 refused.error().text().c_str());
    }
};

QTEST_GUILESS_MAIN(SmallerScaleTest)
#include "smaller_scale_test.moc"
