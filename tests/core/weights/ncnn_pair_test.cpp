// SPDX-License-Identifier: GPL-3.0-or-later
// ncnn pairs, written here as ncnn's converters write them.
#include "tests/core/weights/weights_material.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::tests;

namespace {

/// Builds a .param line by line and the .bin beside it.
class NcnnBuilder
{
public:
    NcnnBuilder(const weights::StateDict& tensors, bool half)
        : m_tensors(tensors)
        , m_half(half)
    {}

    std::string add(const std::string& type, const std::vector<std::string>& inputs,
                    const std::string& numbers = {})
    {
        const std::string output = "blob" + std::to_string(m_layers);
        lines.push_back(type + " layer" + std::to_string(m_layers++) + ' ' + std::to_string(inputs.size()) +
                        " 1");
        for (const auto& input : inputs)
            lines.back() += ' ' + input;
        lines.back() += ' ' + output + ' ' + numbers;
        return output;
    }
    std::string conv(const std::string& name, const std::string& input, bool leaky = false,
                     const std::string& more = {})
    {
        const torch::Tensor& weight = *m_tensors.find(name + ".weight");
        const std::uint32_t flag = m_half ? 0x01306B47 : 0;
        bin.append(reinterpret_cast<const char*>(&flag), sizeof flag);
        append(m_half ? weight.to(torch::kFloat16) : weight);
        bin.resize((bin.size() + 3) / 4 * 4);
        append(*m_tensors.find(name + ".bias"));
        return add("Convolution", {input},
                   "0=" + std::to_string(weight.size(0)) + (weight.size(2) == 3 ? " 1=3 4=1" : " 1=1") +
                       " 5=1 6=" + std::to_string(weight.numel()) +
                       (leaky ? " 9=2 -23310=1,2.000000e-01" : "") + more);
    }
    std::string prelu(const std::string& name, const std::string& input)
    {
        const torch::Tensor& slopes = *m_tensors.find(name + ".weight");
        append(slopes);
        return add("PReLU", {input}, "0=" + std::to_string(slopes.numel()));
    }
    std::string constant(const torch::Tensor& values) // one for each channel
    {
        append(values);
        return add("MemoryData", {}, "0=1 1=1 2=" + std::to_string(values.numel()));
    }
    std::string param() const
    {
        std::string text =
            "7767517\n" + std::to_string(lines.size()) + ' ' + std::to_string(lines.size()) + '\n';
        for (const auto& line : lines)
            text += line + '\n';
        return text;
    }

    std::vector<std::string> lines;
    std::string bin;

private:
    void append(const torch::Tensor& tensor)
    {
        bin.append(static_cast<const char*>(tensor.contiguous().data_ptr()), tensor.nbytes());
    }

    const weights::StateDict& m_tensors;
    bool m_half;
    int m_layers = 0;
};

/// The residual sum as two exporters write it: one Eltwise, or BinaryOp twice.
std::string residual(NcnnBuilder& net, const std::string& branch, const std::string& trunk, bool binaryOps)
{
    if (!binaryOps)
        return net.add("Eltwise", {branch, trunk}, "0=1 -23301=2,2.000000e-01,1.000000e+00");
    const std::string scaled = net.add("BinaryOp", {branch}, "0=2 1=1 2=2.000000e-01");
    return net.add("BinaryOp", {scaled, trunk}, "0=0");
}

void buildRrdb(NcnnBuilder& net, const nn::NetworkSpec& spec, bool binaryOps)
{
    std::string x = net.add("Input", {});
    if (spec.unshuffle > 1)
        x = net.add("Reorg", {x}, "0=" + std::to_string(spec.unshuffle));
    const std::string first = x = net.conv("conv_first", x);
    for (int block = 0; block < spec.blocks; ++block) {
        const std::string blockInput = x;
        for (int dense = 1; dense <= 3; ++dense) {
            const std::string path =
                "body." + std::to_string(block) + ".rdb" + std::to_string(dense) + ".conv";
            std::vector<std::string> parts{x};
            for (int i = 1; i <= 4; ++i) {
                const std::string seen = i == 1 ? x : net.add("Concat", parts);
                parts.push_back(binaryOps
                                    ? net.add("ReLU", {net.conv(path + std::to_string(i), seen)}, "0=0.2")
                                    : net.conv(path + std::to_string(i), seen, true));
            }
            x = residual(net, net.conv(path + '5', net.add("Concat", parts)), x, binaryOps);
        }
        x = residual(net, x, blockInput, binaryOps);
    }
    x = net.add("BinaryOp", {first, net.conv("conv_body", x)});
    for (int enlarged = 1; enlarged < spec.scale * spec.unshuffle; enlarged *= 2) {
        x = net.add("Interp", {x}, "0=1 1=2.000000e+00 2=2.000000e+00");
        x = net.conv(enlarged == 1 ? "conv_up1" : "conv_up2", x, true);
    }
    net.conv("conv_last", net.conv("conv_hr", x, true));
}

std::string silu(NcnnBuilder& net, const std::string& x, bool asProduct)
{
    return asProduct ? net.add("BinaryOp", {net.add("Sigmoid", {x}), x}, "0=2") : net.add("Swish", {x});
}

void buildSpan(NcnnBuilder& net, const nn::NetworkSpec& spec, bool asProduct,
               const std::vector<float>& mean = {0.4488F, 0.4371F, 0.404F})
{
    std::string x = net.add("Input", {});
    if (spec.span.norm) {
        x = net.add("BinaryOp", {x, net.constant(torch::tensor(mean))}, "0=1");
        x = net.add("BinaryOp", {x}, "0=2 1=1 2=2.550000e+02");
    }
    const std::string first = x = net.conv("conv_1.eval_conv", x);
    std::string early, behindFirst;
    for (int block = 1; block <= 6; ++block) {
        const std::string path = "block_" + std::to_string(block) + ".c";
        early = silu(net, net.conv(path + "1_r.eval_conv", x), asProduct);
        const std::string middle = silu(net, net.conv(path + "2_r.eval_conv", early), asProduct);
        const std::string last = net.conv(path + "3_r.eval_conv", middle);
        const std::string gate = net.add("BinaryOp", {net.add("Sigmoid", {last})}, "0=1 1=1 2=5.000000e-01");
        x = net.add("BinaryOp", {net.add("BinaryOp", {last, x}), gate}, "0=2");
        if (block == 1)
            behindFirst = x;
    }
    const std::string second = net.conv("conv_2.eval_conv", x);
    x = net.conv("conv_cat", net.add("Concat", {first, second, behindFirst, early}));
    net.add("PixelShuffle", {net.conv("upsampler.0", x)}, "0=" + std::to_string(spec.scale));
}

} // namespace

class NcnnPairTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path file(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }
    std::filesystem::path write(const std::string& name, const NcnnBuilder& net) const
    {
        writeBytes(file(name + ".bin"), net.bin);
        writeBytes(file(name + ".param"), net.param());
        return file(name + ".param");
    }
    static QString errorText(const std::filesystem::path& path)
    {
        const auto loaded = weights::loadNetwork(path);
        return loaded ? QString() : QString::fromStdString(loaded.error().text());
    }
    /// What is said of a pair whose first line with `from` has `to` instead.
    QString errorOfChanged(NcnnBuilder net, const QString& from, const QString& to) const
    {
        for (std::string& line : net.lines)
            if (QString text = QString::fromStdString(line); text.contains(from)) {
                line = text.replace(from, to).toStdString();
                break;
            }
        return errorText(write("changed", net));
    }
    static nn::NetworkSpec span(bool norm)
    {
        nn::NetworkSpec spec{.architecture = nn::Architecture::Span, .scale = 2, .features = 5, .blocks = 6};
        spec.span.norm = norm;
        return spec;
    }
    static nn::NetworkSpec small() { return {.features = 5, .blocks = 2, .growth = 3}; }

private Q_SLOTS:
    void rrdbNet_data()
    {
        QTest::addColumn<bool>("half");
        QTest::addColumn<bool>("binaryOps");
        QTest::addColumn<int>("unshuffle");
        QTest::newRow("fp32") << false << false << 1;
        QTest::newRow("fp16") << true << false << 1;
        QTest::newRow("BinaryOp and ReLU") << false << true << 1;
        QTest::newRow("unshuffle") << false << false << 2;
    }
    void rrdbNet()
    {
        QFETCH(bool, half);
        QFETCH(bool, binaryOps);
        QFETCH(int, unshuffle);
        nn::NetworkSpec spec = small();
        spec.unshuffle = unshuffle;
        spec.scale = 4 / unshuffle;
        const auto network = randomNetwork(spec);
        const auto tensors = weights::stateDict(*network);
        NcnnBuilder net(tensors, half);
        buildRrdb(net, spec, binaryOps);
        write("net", net);
        for (const char* name : {"net.param", "net.bin"}) {
            const auto loaded = weights::loadNetwork(file(name));
            ENLARGER_VERIFY(loaded);
            QVERIFY(loaded->network->spec() == spec);
            QCOMPARE(loaded->layout, std::string("ncnn"));
            const torch::Tensor input = torch::rand({1, 3, 6, 8});
            QVERIFY(largestDifference(run(*loaded->network, input), run(*network, input)) <=
                    (half ? 2e-3 : 0.0));
        }
    }

    void srvgg()
    {
        nn::NetworkSpec spec{.architecture = nn::Architecture::Srvgg, .scale = 3, .features = 5, .blocks = 2};
        const auto network = randomNetwork(spec);
        const auto tensors = weights::stateDict(*network);
        NcnnBuilder net(tensors, true);
        const std::string input = net.add("Input", {});
        std::string x = input;
        for (int i = 0; i <= spec.blocks; ++i)
            x = net.prelu("body." + std::to_string(2 * i + 1), net.conv("body." + std::to_string(2 * i), x));
        x = net.add("PixelShuffle", {net.conv("body.6", x)}, "0=3");
        net.add("BinaryOp", {x, net.add("Interp", {input}, "0=1 1=3.000000e+00 2=3.000000e+00")});
        const auto loaded = weights::loadNetwork(write("srvgg", net));
        ENLARGER_VERIFY(loaded);
        QVERIFY(loaded->network->spec() == spec);
        const torch::Tensor picture = torch::rand({1, 3, 6, 8});
        QVERIFY(largestDifference(run(*loaded->network, picture), run(*network, picture)) <= 2e-3);
    }

    void anotherGraphIsRefused() // the right tensors, put together in another way, are another network
    {
        const auto tensors = weights::stateDict(*randomNetwork(small()));
        NcnnBuilder net(tensors, false);
        buildRrdb(net, small(), false);
        QVERIFY(errorText(write("whole", net)).isEmpty());
        const auto names = [&](const QString& layer, const QString& from, const QString& to) {
            return errorOfChanged(net, from, to).contains('"' + layer + '"');
        };
        QVERIFY(names("layer11", "2.000000e-01,1.000000e+00", "1.000000e+00,1.000000e+00"));
        QVERIFY(names("layer2", "-23310=1,2.000000e-01", "-23310=1,1.000000e-01"));
        QVERIFY(names("layer5", "blob1 blob2 blob4", "blob2 blob1 blob4")); // a Concat's order
        QVERIFY(names("layer1", " 4=1 ", " 4=0 "));
        QVERIFY(names("layer1", "Convolution", "ConvolutionDepthWise"));
        QVERIFY(errorOfChanged(net, "Interp", "Deconvolution").contains("Deconvolution"));

        NcnnBuilder more(tensors, false);
        buildRrdb(more, small(), false);
        more.conv("conv_hr", "blob1"); // whose result nothing uses
        QVERIFY(!errorText(write("more", more)).isEmpty());
    }

    void span_data()
    {
        QTest::addColumn<bool>("half");
        QTest::addColumn<bool>("norm");
        QTest::addColumn<bool>("asProduct");
        QTest::newRow("fp32") << false << true << false;
        QTest::newRow("fp16") << true << true << false;
        QTest::newRow("Sigmoid and BinaryOp") << false << true << true;
        QTest::newRow("without norm") << false << false << false;
    }
    void span()
    {
        QFETCH(bool, half);
        QFETCH(bool, norm);
        QFETCH(bool, asProduct);
        const auto network = randomNetwork(span(norm));
        const auto tensors = weights::stateDict(*network);
        NcnnBuilder net(tensors, half);
        buildSpan(net, span(norm), asProduct);
        const auto loaded = weights::loadNetwork(write("span", net));
        ENLARGER_VERIFY(loaded);
        QVERIFY(loaded->network->spec() == span(norm));
        const torch::Tensor input = torch::rand({1, 3, 6, 8});
        const torch::Tensor expected = run(*network, input);
        QVERIFY(largestDifference(run(*loaded->network, input), expected) <=
                (half ? 2e-3 * expected.abs().max().item<double>() : 0.0));
    }

    void otherSpansAreRefused()
    {
        const auto tensors = weights::stateDict(*randomNetwork(span(true)));
        NcnnBuilder net(tensors, true);
        buildSpan(net, span(true), false);
        const auto names = [&](const QString& layer, const QString& from, const QString& to) {
            return errorOfChanged(net, from, to).contains('"' + layer + '"');
        };
        QVERIFY(names("layer3", "2.550000e+02", "1.270000e+02"));
        QVERIFY(names("layer11", "2=5.000000e-01", "2=4.000000e-01"));
        QVERIFY(names("layer12", "layer12 2 1 blob9 blob4", "layer12 2 1 blob9 blob9")); // the block's input
        QVERIFY(errorOfChanged(net, "Swish", "Mish").contains("Mish"));
        NcnnBuilder other(tensors, true);
        buildSpan(other, span(true), false, {0.5F, 0.5F, 0.5F});
        const QString text = errorText(write("mean", other));
        QVERIFY2(text.contains("\"layer1\"") && text.contains("0.4371"), qPrintable(text));
    }

    void sizesMustFit()
    {
        const auto tensors = weights::stateDict(*randomNetwork(small()));
        NcnnBuilder net(tensors, true);
        buildRrdb(net, small(), false);
        const std::string whole = net.bin;
        for (const std::size_t size : {std::size_t{0}, std::size_t{3}, whole.size() / 2, whole.size() - 4}) {
            net.bin = whole.substr(0, size);
            QVERIFY(!errorText(write("short", net)).isEmpty());
        }
        net.bin = whole + "more";
        QVERIFY(!errorText(write("long", net)).isEmpty());
        net.bin = whole;
        net.bin[0] = '\x38'; // 0x000D4B38: int8
        net.bin[1] = '\x4b';
        net.bin[2] = '\x0d';
        net.bin[3] = '\0';
        QVERIFY(errorText(write("int8", net)).contains("8 bit"));
        net.bin = whole;
        net.lines[1] = "Convolution layer1 1 1 blob0 blob1 0=1000000000 1=3 4=1 5=1 6=1000000000";
        QVERIFY(!errorText(write("huge", net)).isEmpty());
        net.lines.pop_back();
        writeBytes(file("cut.param"), net.param().substr(0, net.param().size() / 2));
        writeBytes(file("cut.bin"), whole);
        QVERIFY(!errorText(file("cut.param")).isEmpty());
    }

    void halfAPair()
    {
        const auto tensors = weights::stateDict(*randomNetwork(small()));
        NcnnBuilder net(tensors, true);
        buildRrdb(net, small(), false);
        writeBytes(file("lonely.bin"), net.bin);
        QVERIFY2(errorText(file("lonely.bin")).contains("lonely.param"),
                 qPrintable(errorText(file("lonely.bin"))));
        writeBytes(file("alone.param"), net.param());
        QVERIFY2(errorText(file("alone.param")).contains("alone.bin"),
                 qPrintable(errorText(file("alone.param"))));
    }
};

QTEST_GUILESS_MAIN(NcnnPairTest)
#include "ncnn_pair_test.moc"
