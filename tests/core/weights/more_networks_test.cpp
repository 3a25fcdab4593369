// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of the newer families: read whole, or refused with the tensor's name.
#include "tests/core/weights/more_networks.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::tests;
using weights::StateDict;

namespace {

weights::WeightsFile fileOf(const StateDict& tensors)
{
    weights::WeightsFile file;
    file.tensors = tensors;
    return file;
}

QString errorText(const StateDict& tensors)
{
    const auto result = weights::recognise(fileOf(tensors));
    return result ? QString("it was taken") : QString::fromStdString(result.error().text());
}

StateDict tensorsOf(const nn::NetworkSpec& spec)
{
    return weights::stateDict(*randomNetwork(spec));
}

void specColumn()
{
    QTest::addColumn<nn::NetworkSpec>("spec");
    for (const auto& [name, spec] : moreNetworks())
        QTest::newRow(name) << spec;
}

} // namespace

Q_DECLARE_METATYPE(nn::NetworkSpec)

class MoreNetworksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areRecognised_data() { specColumn(); }
    void areRecognised()
    {
        QFETCH(nn::NetworkSpec, spec);
        const StateDict tensors = tensorsOf(spec);
        const auto found = weights::recognise(fileOf(tensors));
        ENLARGER_VERIFY(found);
        QVERIFY2(found->spec == spec, nn::describe(found->spec).c_str());
        QCOMPARE(found->tensors.size(), tensors.size());
        QCOMPARE(found->layout, std::string()); // there is no other to be told from
        QVERIFY(nn::familyDescribed(nn::describe(spec)) == &nn::familyOf(spec.architecture));
    }

    void areReadFromFiles_data() { specColumn(); }
    void areReadFromFiles() // as float and as half, and computed alike
    {
        QFETCH(nn::NetworkSpec, spec);
        const auto network = randomNetwork(spec);
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("network.pth").toStdString();
        ENLARGER_VERIFY(weights::writePth(file, weights::stateDict(*network)));
        const auto loaded = weights::loadNetwork(file);
        ENLARGER_VERIFY(loaded);
        torch::manual_seed(3);
        const torch::Tensor input = torch::rand({1, spec.inChannels, 21, 26});
        const torch::Tensor expected = run(*network, input);
        QCOMPARE(expected.sizes().vec(),
                 (std::vector<std::int64_t>{1, spec.outChannels, 21 * spec.scale, 26 * spec.scale}));
        QVERIFY(torch::equal(run(*loaded->network, input), expected));
        ENLARGER_VERIFY(weights::writePth(file, weights::stateDict(*network), weights::Storage::Float16));
        ENLARGER_VERIFY(weights::loadNetwork(file));
    }

    void incompleteOnesNameTheTensor_data() { specColumn(); }
    void incompleteOnesNameTheTensor()
    {
        QFETCH(nn::NetworkSpec, spec);
        const StateDict tensors = tensorsOf(spec);
        for (const auto& [left, leftTensor] : tensors.entries()) {
            StateDict rest, wrong;
            for (const auto& [name, tensor] : tensors.entries()) {
                if (name != left)
                    rest.add(name, tensor);
                wrong.add(name, name == left ? torch::zeros({2, 3, 4, 5, 6}) : tensor);
            }
            if (!isOptional(left))
                QVERIFY2(errorText(rest).contains(QString::fromStdString(left)) ||
                             errorText(rest).contains("is not complete"),
                         qPrintable(QString::fromStdString(left) + ": " + errorText(rest)));
            QVERIFY2(errorText(wrong).contains(QString::fromStdString(left)),
                     qPrintable(QString::fromStdString(left) + ": " + errorText(wrong)));
        }
        StateDict more = tensors;
        more.add("another.weight", torch::zeros({3}));
        QVERIFY2(errorText(more).contains("another.weight"), qPrintable(errorText(more)));
    }

    void hugeClaimsCostNothing() // a name that promises a giant is no reason to make one
    {
        for (const char* name : {"layers.2000000000.residual_group.blocks.0.norm1.weight",
                                 "layers.0.residual_group.blocks.1000.norm1.weight",
                                 "layers.1000.residual_group.blocks.1000.norm1.weight"})
            for (const auto& [network, spec] : moreNetworks()) {
                if (spec.architecture != nn::Architecture::SwinIr)
                    continue;
                StateDict tensors = tensorsOf(spec);
                tensors.add(name, torch::zeros({1}));
                QVERIFY2(errorText(tensors).contains("network") || errorText(tensors).contains("layers"),
                         network);
            }
    }

    void spanFoldsItsBranches() // what trains side by side gives what its convolutions give in a row
    {
        torch::manual_seed(7);
        const nn::NetworkSpec spec = moreNetworks().front().spec;
        QCOMPARE(spec.architecture, nn::Architecture::Span);
        const StateDict folded = tensorsOf(spec);
        StateDict branches;
        for (const auto& [name, tensor] : folded.entries()) {
            const std::size_t at = name.find(".eval_conv.weight");
            branches.add(name, tensor + 1.0); // an old one, which nobody must take
            if (at == name.npos)
                continue;
            const auto add = [&](const char* part, const std::vector<std::int64_t>& sizes) {
                branches.add(name.substr(0, at) + part + ".weight", torch::randn(sizes) * 0.2);
                branches.add(name.substr(0, at) + part + ".bias", torch::randn({sizes[0]}) * 0.2);
            };
            const std::int64_t out = tensor.size(0), in = tensor.size(1);
            add(".sk", {out, in, 1, 1});
            add(".conv.0", {2 * in, in, 1, 1});
            add(".conv.1", {2 * out, 2 * in, 3, 3});
            add(".conv.2", {out, 2 * out, 1, 1});
        }
        const auto found = weights::recognise(fileOf(branches));
        ENLARGER_VERIFY(found);
        QVERIFY(found->spec == spec);
        QVERIFY(found->kept.has("block_2.c3_r.conv.1.weight"));
        const auto conv = [&](const std::string& path, const torch::Tensor& x, const StateDict& from) {
            return torch::conv2d(x, *from.find(path + ".weight"), *from.find(path + ".bias"));
        };
        const torch::Tensor x = torch::randn({1, spec.features, 9, 9});
        const std::string path = "block_2.c3_r";
        const torch::Tensor row =
            conv(path + ".conv.2", conv(path + ".conv.1", conv(path + ".conv.0", x, branches), branches),
                 branches);
        const torch::Tensor beside = conv(path + ".sk", x, branches).narrow(2, 1, 7).narrow(3, 1, 7);
        QVERIFY(largestDifference(conv(path + ".eval_conv", x, found->tensors), row + beside) < 1e-4);

        StateDict misshapen = branches;
        misshapen.add("block_5.c1_r.conv.1.weight", torch::zeros({4, 4, 3, 3}));
        QVERIFY2(errorText(misshapen).contains("block_5.c1_r.conv."), qPrintable(errorText(misshapen)));
    }

    void constantsGoAlong() // what other programs look for, whole numbers as such
    {
        const nn::NetworkSpec spec = moreNetworks().front().spec;
        StateDict tensors = tensorsOf(spec);
        tensors.add("block_1.attn.relative_position_index", torch::arange(9).view({3, 3}));
        const QTemporaryDir folder;
        for (const char* name : {"constants.pth", "constants.safetensors"}) {
            const std::filesystem::path file = folder.filePath(name).toStdString();
            const bool isPth = file.extension() == ".pth";
            ENLARGER_VERIFY(isPth ? weights::writePth(file, tensors, weights::Storage::Float16)
                                  : weights::writeSafetensors(file, tensors, {}, weights::Storage::Float16));
            const auto read = weights::readWeights(file);
            ENLARGER_VERIFY(read);
            const auto found = weights::recognise(*read);
            ENLARGER_VERIFY(found);
            QCOMPARE(found->kept.size(), std::size_t(1));
            const torch::Tensor kept = found->kept.entries().front().second;
            QVERIFY(kept.scalar_type() == torch::kInt64 && torch::equal(kept, torch::arange(9).view({3, 3})));
            QCOMPARE(found->whole().size(), tensors.size());
        }
    }

    void fixture_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("pair");
        QTest::addColumn<int>("scale");
        for (const NetworkFixture& one : networkFixtures())
            QTest::newRow(one.file) << one.file << one.pair << one.scale;
    }
    void fixture() // networks that PyTorch wrote and ran
    {
        QFETCH(QString, file);
        QFETCH(QString, pair);
        QFETCH(int, scale);
        const auto folder = sharedFile("weights/architectures");
        ENLARGER_NEED(folder);
        const auto loaded = weights::loadNetwork(folder / file.toStdString());
        ENLARGER_VERIFY(loaded);
        QCOMPARE(loaded->network->spec().scale, scale);
        const std::string stem = pair.toStdString();
        const auto input = floatsOf(folder / (stem + ".in.f32"), {1, 3, 36, 44});
        const auto expected = floatsOf(folder / (stem + ".out.f32"), {1, 3, 36 * scale, 44 * scale});
        QVERIFY(input.defined() && expected.defined());
        // The expected pictures were cut to 0..1.
        const double difference = largestDifference(run(*loaded->network, input).clamp(0.0, 1.0), expected);
        qInfo("largest difference %.2g", difference);
        QVERIFY2(difference <= 1e-4, qPrintable(QString::number(difference)));
    }
};

QTEST_GUILESS_MAIN(MoreNetworksTest)
#include "more_networks_test.moc"
