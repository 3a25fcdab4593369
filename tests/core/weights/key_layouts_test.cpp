// SPDX-License-Identifier: GPL-3.0-or-later
// The same network under the names of every program that trains it, and what must be refused.
#include "tests/core/weights/weights_material.h"
#include "tests/support/test_files.h"

#include <QRegularExpression>
#include <QtTest>

#include <functional>

using namespace enlarger;
using namespace enlarger::tests;
using nn::Architecture;
using weights::StateDict;

namespace {

using Renaming = std::function<QString(QString)>;

/// Applies (pattern, replacement) pairs one after another.
Renaming replacing(std::vector<std::pair<QString, QString>> rules)
{
    return [rules = std::move(rules)](QString name) {
        for (const auto& [pattern, replacement] : rules)
            name.replace(QRegularExpression("^" + pattern), replacement);
        return name;
    };
}

Renaming esrgan2018(int blocks, int steps)
{
    return [=](QString name) {
        name.replace(QRegularExpression("^conv_first"), "model.0");
        name.replace(QRegularExpression("^body\\.(\\d+)\\.rdb(\\d)\\.conv(\\d)\\."),
                     "model.1.sub.\\1.RDB\\2.conv\\3.0.");
        name.replace(QRegularExpression("^body\\.(\\d+)\\.rdb(\\d)\\.conv1\\.0\\.x1"),
                     "model.1.sub.\\1.RDB\\2.conv1x1");
        name.replace(QRegularExpression("^body\\.(\\d+)\\.rdb(\\d)\\.conv1x1"),
                     "model.1.sub.\\1.RDB\\2.conv1x1");
        name.replace(QRegularExpression("^conv_body"), QString("model.1.sub.%1").arg(blocks));
        for (int i = 1; i <= steps; ++i)
            name.replace(QRegularExpression(QString("^conv_up%1").arg(i)), QString("model.%1").arg(3 * i));
        name.replace(QRegularExpression("^conv_hr"), QString("model.%1").arg(3 * steps + 2));
        name.replace(QRegularExpression("^conv_last"), QString("model.%1").arg(3 * steps + 4));
        return name;
    };
}

Renaming leftthomas(int blocks, int steps)
{
    return [=](QString name) {
        name.replace(QRegularExpression("^conv_first"), "block1.0");
        name.replace(QRegularExpression("^prelu_first"), "block1.1");
        for (int i = 0; i < blocks; ++i)
            name.replace(QRegularExpression(QString("^body\\.%1\\.").arg(i)), QString("block%1.").arg(i + 2));
        name.replace(QRegularExpression("^conv_body"), QString("block%1.0").arg(blocks + 2));
        name.replace(QRegularExpression("^(bn|prelu)_body"), QString("block%1.1").arg(blocks + 2));
        name.replace(QRegularExpression("^upsample"), QString("block%1").arg(blocks + 3));
        name.replace(QRegularExpression("^conv_last"), QString("block%1.%2").arg(blocks + 3).arg(steps));
        return name;
    };
}

const Renaming esrgan2019 = replacing({{"body\\.(\\d+)\\.rdb", "RRDB_trunk.\\1.RDB"},
                                       {"conv_body", "trunk_conv"},
                                       {"conv_up", "upconv"},
                                       {"conv_hr", "HRconv"}});
const Renaming esrgan2019Underscore = replacing({{"body\\.(\\d+)\\.rdb", "RRDB_trunk.\\1.RDB"},
                                                 {"conv_body", "trunk_conv"},
                                                 {"conv_up", "upconv"},
                                                 {"conv_hr", "HR_conv"}});
const Renaming mmsr = replacing({{"body", "recon_trunk"}, {"conv_hr", "HRconv"}});
const Renaming esrganPytorch = replacing({{"conv_first", "conv1"},
                                          {"body", "trunk"},
                                          {"conv_trunk", "conv2"},
                                          {"conv_body", "conv2"},
                                          {"conv_up1", "upsampling.0"},
                                          {"conv_hr", "conv3.0"},
                                          {"conv_last", "conv4"}});
const Renaming lornatang = replacing({{"conv_first", "conv1"},
                                      {"body", "trunk"},
                                      {"conv_body", "conv2"},
                                      {"conv_up(\\d)", "upsampling\\1.0"},
                                      {"conv_hr", "conv3.0"},
                                      {"conv_last", "conv4"}});
const Renaming unchanged = [](QString name) { return name; };

weights::WeightsFile renamed(const StateDict& tensors, const Renaming& renaming)
{
    weights::WeightsFile file;
    for (const auto& [name, tensor] : tensors.entries())
        file.tensors.add(renaming(QString::fromStdString(name)).toStdString(), tensor);
    return file;
}

nn::NetworkSpec rrdb(int scale = 4)
{
    return {.scale = scale, .features = 6, .blocks = 3, .growth = 5};
}

nn::NetworkSpec srResNet(int scale, bool bodyPrelu)
{
    nn::NetworkSpec spec{.architecture = Architecture::SrResNet, .scale = scale, .features = 6, .blocks = 4};
    spec.bodyPrelu = bodyPrelu;
    return spec;
}

nn::NetworkSpec with(nn::NetworkSpec spec, const std::function<void(nn::NetworkSpec&)>& change)
{
    change(spec);
    return spec;
}

QString errorText(const weights::WeightsFile& file)
{
    const auto result = weights::recognise(file);
    return result ? QString() : QString::fromStdString(result.error().text());
}

} // namespace

Q_DECLARE_METATYPE(nn::NetworkSpec)
Q_DECLARE_METATYPE(Renaming)

class KeyLayoutsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recognised_data()
    {
        QTest::addColumn<nn::NetworkSpec>("spec");
        QTest::addColumn<Renaming>("renaming");
        QTest::addColumn<QString>("layout");
        const auto row = [](const char* tag, const nn::NetworkSpec& spec, const Renaming& renaming,
                            const char* layout) { QTest::newRow(tag) << spec << renaming << layout; };
        for (int steps = 0; steps <= 4; ++steps) {
            const int scale = 1 << steps;
            row(qPrintable(QString("BasicSR x%1").arg(scale)), rrdb(scale), unchanged, "BasicSR");
            row(qPrintable(QString("2018 x%1").arg(scale)), rrdb(scale), esrgan2018(3, steps), "ESRGAN 2018");
            row(qPrintable(QString("2019 x%1").arg(scale)), rrdb(scale), esrgan2019, "ESRGAN 2019");
        }
        row("2019 HR_conv", rrdb(), esrgan2019Underscore, "ESRGAN 2019");
        const auto plus = with(rrdb(), [](auto& spec) { spec.plus = true; });
        row("ESRGAN+", plus, esrgan2018(3, 2), "ESRGAN 2018");
        row("ESRGAN+ under our names", plus, unchanged, "BasicSR");
        row("ESRGAN-Pytorch, two steps", rrdb(), lornatang, "ESRGAN-Pytorch");
        const auto keras = with(rrdb(), [](auto& spec) {
            spec.architecture = Architecture::RrdbNetKeras;
            spec.growth = spec.features;
        });
        row("Keras reading", keras, unchanged, "BasicSR");
        row("growth equals features", with(rrdb(), [](auto& spec) { spec.growth = spec.features; }),
            unchanged, "BasicSR");
        row("growth 1.5 times features", with(rrdb(), [](auto& spec) { spec.growth = 9; }), unchanged,
            "BasicSR");
        for (const int channels : {1, 2, 3, 4})
            for (const int unshuffle : {1, 2, 4})
                row(qPrintable(QString("%1 channels, unshuffle %2").arg(channels).arg(unshuffle)),
                    with(rrdb(4 / unshuffle),
                         [=](auto& spec) {
                             spec.inChannels = spec.outChannels = channels;
                             spec.unshuffle = unshuffle;
                         }),
                    unchanged, "BasicSR");
        row("one block", with(rrdb(), [](auto& spec) { spec.blocks = 1; }), esrgan2018(1, 2), "ESRGAN 2018");
        row("twelve blocks", with(rrdb(), [](auto& spec) { spec.blocks = 12; }), esrgan2019, "ESRGAN 2019");

        row("SRGAN", srResNet(4, true), leftthomas(4, 2), "leftthomas/SRGAN");
        row("SRGAN with batch norm at the end", srResNet(4, false), leftthomas(4, 2), "leftthomas/SRGAN");
        row("SRGAN x2", srResNet(2, false), leftthomas(4, 1), "leftthomas/SRGAN");
        row("SRGAN x8", srResNet(8, false), leftthomas(4, 3), "leftthomas/SRGAN");
        row("SRGAN under our names", srResNet(4, false), unchanged, "");
        row("SRGAN, nearest upsampling",
            with(srResNet(4, false), [](auto& spec) { spec.upsampling = nn::Upsampling::Nearest; }),
            unchanged, "");
        row("SRGAN, nearest upsampling with PReLU, linear output",
            with(srResNet(4, false),
                 [](auto& spec) {
                     spec.upsampling = nn::Upsampling::NearestPrelu;
                     spec.linearOutput = true;
                 }),
            unchanged, "");
        row("SRGAN, linear output", with(srResNet(4, false), [](auto& spec) { spec.linearOutput = true; }),
            unchanged, "");

        for (const int scale : {2, 3, 4}) {
            const nn::NetworkSpec spec{
                .architecture = Architecture::MsrResNet, .scale = scale, .features = 6, .blocks = 3};
            row(qPrintable(QString("MSRResNet x%1").arg(scale)), spec, unchanged, "BasicSR");
            row(qPrintable(QString("MSRResNet of 2019 x%1").arg(scale)), spec, mmsr, "ESRGAN 2019");
        }
        for (const int scale : {1, 2, 3, 4})
            row(qPrintable(QString("SRVGG x%1").arg(scale)),
                {.architecture = Architecture::Srvgg, .scale = scale, .features = 6, .blocks = 3}, unchanged,
                "BasicSR");
    }
    void recognised()
    {
        QFETCH(nn::NetworkSpec, spec);
        QFETCH(Renaming, renaming);
        QFETCH(QString, layout);
        if (spec.architecture != Architecture::RrdbNet && spec.architecture != Architecture::RrdbNetKeras)
            spec.growth = nn::NetworkSpec().growth; // means nothing there
        const StateDict tensors = weights::stateDict(*randomNetwork(spec));
        const auto result = weights::recognise(renamed(tensors, renaming));
        ENLARGER_VERIFY(result);
        QVERIFY(result->spec == spec);
        QCOMPARE(QString::fromStdString(result->layout), layout);
        QCOMPARE(result->tensors.size(), tensors.size());
        for (const auto& [name, tensor] : tensors.entries()) {
            QVERIFY2(result->tensors.has(name), name.c_str());
            QVERIFY(torch::equal(*result->tensors.find(name), tensor));
        }
    }

    void oneUpsamplingConvolutionServesBothSteps()
    {
        const StateDict whole = weights::stateDict(*randomNetwork(rrdb()));
        StateDict inFile;
        StateDict expected;
        for (const auto& [name, tensor] : whole.entries()) {
            if (name.starts_with("conv_up2"))
                continue;
            inFile.add(name, tensor);
            expected.add(name, tensor);
            if (name.starts_with("conv_up1"))
                expected.add("conv_up2" + name.substr(name.find('.')), tensor);
        }
        const auto result = weights::recognise(renamed(inFile, esrganPytorch));
        ENLARGER_VERIFY(result);
        QCOMPARE(QString::fromStdString(result->layout), QString("ESRGAN-Pytorch"));
        QVERIFY(result->spec == rrdb());
        QCOMPARE(result->tensors.size(), expected.size());
        for (const auto& [name, tensor] : expected.entries())
            QVERIFY2(torch::equal(*result->tensors.find(name), tensor), name.c_str());

        // As a model is stored: under our names.
        weights::WeightsFile stored;
        stored.tensors = result->whole();
        const auto again = weights::recognise(stored);
        ENLARGER_VERIFY(again);
        QVERIFY(again->spec == rrdb());
    }

    void prefixesComeOff_data()
    {
        QTest::addColumn<QString>("prefix");
        for (const char* prefix :
             {"module.", "netG.", "module.netG.", "_orig_mod.", "generator.", "model.", "params_ema."})
            QTest::newRow(prefix) << prefix;
    }
    void prefixesComeOff()
    {
        QFETCH(QString, prefix);
        for (const Renaming& renaming : {unchanged, esrgan2018(3, 2)}) {
            auto file = renamed(weights::stateDict(*randomNetwork(rrdb())),
                                [&](const QString& name) { return prefix + renaming(name); });
            file.tensors.add((prefix + "bn.num_batches_tracked").toStdString(), torch::tensor(7));
            ENLARGER_VERIFY(weights::recognise(file));
        }
    }

    void countersOfThopArePassedOver()
    {
        const StateDict whole = weights::stateDict(*randomNetwork(rrdb()));
        for (const char* prefix : {"", "module."}) {
            weights::WeightsFile file;
            for (const auto& [name, tensor] : whole.entries())
                file.tensors.add(prefix + name, tensor);
            for (const char* module : {"", "body.", "body.0.rdb1.conv1.", "conv_last."})
                for (const char* counter : {"total_ops", "total_params"})
                    file.tensors.add(prefix + std::string(module) + counter,
                                     torch::ones({1}, torch::kDouble));
            const auto result = weights::recognise(file);
            ENLARGER_VERIFY(result);
            QCOMPARE(result->tensors.size(), whole.size());
            for (const auto& [name, tensor] : whole.entries())
                QVERIFY(torch::equal(*result->tensors.find(name), tensor));
        }
    }

    void incompleteIsNamed()
    {
        const StateDict whole = weights::stateDict(*randomNetwork(rrdb()));
        weights::WeightsFile file;
        for (const auto& [name, tensor] : whole.entries())
            if (name != "body.1.rdb2.conv3.bias")
                file.tensors.add(name, tensor);
        QVERIFY2(errorText(file).contains("body.1.rdb2.conv3.bias"), qPrintable(errorText(file)));

        file.tensors = whole;
        file.tensors.add("body.1.rdb2.conv3.bias", torch::zeros({6}));
        QVERIFY2(errorText(file).contains("body.1.rdb2.conv3.bias"), qPrintable(errorText(file)));

        file.tensors = whole;
        file.tensors.add("attention.weight", torch::zeros({6}));
        QVERIFY2(errorText(file).contains("attention.weight"), qPrintable(errorText(file)));

        file.tensors = whole;
        file.tensors.add("conv_last.bias", torch::zeros({3}, torch::kInt64));
        QVERIFY2(errorText(file).contains("conv_last.bias"), qPrintable(errorText(file)));
    }

    void hugeClaimsCostNothing() // a name or a shape that promises a giant is no reason to make one
    {
        auto file = renamed(weights::stateDict(*randomNetwork(rrdb())), unchanged);
        file.tensors.add("body.2000000000.rdb1.conv1.weight", torch::zeros({1}));
        QVERIFY(!errorText(file).isEmpty());

        auto wide = renamed(weights::stateDict(*randomNetwork(rrdb())), unchanged);
        wide.tensors.add("conv_first.weight", torch::zeros({1}).expand({60000, 3, 3, 3}));
        QVERIFY(!errorText(wide).isEmpty());
    }

    void strangers_data()
    {
        QTest::addColumn<QString>("names"); // name:sizes
        QTest::addColumn<QString>("says");
        QTest::newRow("VGG")
            << "features.0.weight:64,3,3,3 features.2.weight:64,64,3,3 classifier.0.weight:8,8"
            << "VGG";
        QTest::newRow("discriminator 2018")
            << "features.0.weight:64,3,3,3 features.2.weight:64,64,4,4 "
               "features.3.running_mean:64 classifier.0.weight:100,8192 classifier.2.weight:1,100"
            << "discriminator";
        QTest::newRow("discriminator BasicSR") << "conv0_0.weight:64,3,3,3 linear2.weight:1,100"
                                               << "discriminator";
        QTest::newRow("U-Net discriminator") << "conv0.weight:64,3,3,3 conv1.weight_orig:128,64,4,4"
                                             << "discriminator";
        QTest::newRow("HAT") << "layers.0.residual_group.blocks.0.conv_block.cab.0.weight:60,180,3,3 "
                                "layers.0.residual_group.overlap_attn.qkv.weight:540,180"
                             << "HAT";
        QTest::newRow("EDSR")
            << "head.0.weight:64,3,3,3 body.0.body.0.weight:64,64,3,3 tail.1.weight:3,64,3,3"
            << "EDSR";
        QTest::newRow("EDSR of BasicSR") << "conv_first.weight:64,3,3,3 body.0.conv1.weight:64,64,3,3 "
                                            "conv_after_body.weight:64,64,3,3"
                                         << "EDSR";
        QTest::newRow("LPIPS") << "lin0.model.1.weight:1,64,1,1"
                               << "LPIPS";
        QTest::newRow("anything") << "encoder.weight:1,64"
                                  << "encoder.weight";
    }
    void strangers()
    {
        QFETCH(QString, names);
        QFETCH(QString, says);
        weights::WeightsFile file;
        for (const QString& item : names.split(' ')) {
            std::vector<std::int64_t> sizes;
            for (const QString& size : item.section(':', 1).split(','))
                sizes.push_back(size.toLongLong());
            file.tensors.add(item.section(':', 0, 0).toStdString(), torch::zeros(sizes));
        }
        const QString text = errorText(file);
        QVERIFY2(text.contains(says) && text.contains("Enlarger loads RRDBNet"), qPrintable(text));
    }

    void namesWhatIsSupported()
    {
        QVERIFY2(errorText({}).contains(
                     "Enlarger loads RRDBNet (ESRGAN, Real-ESRGAN, BSRGAN), SRResNet, MSRResNet, "
                     "SRVGGNetCompact, SPAN, RealPLKSR, SwinIR, DAT and OmniSR from .safetensors, .pth and "
                     "ncnn's .param with its .bin"),
                 qPrintable(errorText({})));
    }

    void noTensorsAtAll() { QVERIFY(!errorText({}).isEmpty()); }
};

QTEST_GUILESS_MAIN(KeyLayoutsTest)
#include "key_layouts_test.moc"
