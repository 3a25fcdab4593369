// SPDX-License-Identifier: GPL-3.0-or-later
// Networks as other programs take them: the same function, here and there.
#include "core/weights/portable.h"
#include "tests/core/weights/more_networks.h"
#include "tests/support/test_files.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <fmt/format.h>

using namespace enlarger;
using namespace enlarger::tests;
using nn::Architecture;
using weights::Portable;

namespace {

constexpr int height = 12, width = 16; // of the input, and even

// What comes out of the file, given the input's raw numbers.
constexpr const char* bySpandrel = R"(
import sys, torch
from spandrel import ModelLoader
raw, *files = sys.argv[1:]
x = torch.frombuffer(bytearray(open(raw, 'rb').read()), dtype=torch.float32).reshape(1, 3, 12, 16)
for path in files:
    model = ModelLoader().load_from_file(path).model.eval()
    with torch.no_grad():
        open(path + '.out', 'wb').write(model(x).contiguous().numpy().tobytes())
)";
constexpr const char* byNcnn = R"(
import sys, numpy, ncnn
raw, *files = sys.argv[1:]
x = numpy.fromfile(raw, dtype=numpy.float32).reshape(3, 12, 16)
for path in files:
    net = ncnn.Net()
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    net.opt.use_bf16_storage = False
    assert net.load_param(path) == 0 and net.load_model(path[:-5] + 'bin') == 0
    with net.create_extractor() as extractor:
        extractor.input('data', ncnn.Mat(x).clone())  # which does not keep the array
        code, out = extractor.extract('output')
        assert code == 0
        numpy.array(out).astype(numpy.float32).tofile(path + '.out')
)";

weights::Recognised recognisedOf(const nn::Network& network)
{
    return {network.spec(), weights::stateDict(network), {}, "BasicSR"};
}

struct Case
{
    const char* name;
    nn::NetworkSpec spec;
};

/// Those that others read in one of the two ways.
std::vector<Case> portableCases()
{
    const nn::NetworkSpec small{.features = 8, .blocks = 2, .growth = 4};
    nn::NetworkSpec unshuffled = small;
    unshuffled.scale = unshuffled.unshuffle = 2;
    nn::NetworkSpec one = small;
    one.scale = 1;
    nn::NetworkSpec usual = small;
    usual.growth = 32;
    const nn::NetworkSpec srvgg{.architecture = Architecture::Srvgg, .features = 8, .blocks = 3};
    nn::NetworkSpec srvgg3 = srvgg;
    srvgg3.scale = 3;
    nn::NetworkSpec srvgg1 = srvgg;
    srvgg1.scale = 1;
    const nn::NetworkSpec span{.architecture = Architecture::Span, .features = 8, .blocks = 6};
    nn::NetworkSpec plain = span;
    plain.scale = 2;
    plain.span.norm = false;
    return {{"growth4", small},  {"unshuffle", unshuffled}, {"x1", one},
            {"growth32", usual}, {"srvgg4", srvgg},         {"srvgg3", srvgg3},
            {"srvgg1", srvgg1},  {"span4", span},           {"span2", plain}};
}

torch::Tensor testInput()
{
    torch::manual_seed(9);
    return torch::rand({1, 3, height, width});
}

torch::Tensor outputOf(const std::filesystem::path& file, int scale)
{
    return floatsOf(file, {1, 3, height * scale, width * scale});
}

/// Random weights may give more than pictures have, and their roundings grow with it.
double relativeDifference(const torch::Tensor& result, const torch::Tensor& expected)
{
    return largestDifference(result, expected) / std::max(1.0, expected.abs().max().item<double>());
}

} // namespace

Q_DECLARE_METATYPE(nn::NetworkSpec)

class PortableTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path file(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }
    void writePair(const std::string& name, const weights::NcnnPair& pair) const
    {
        writeBytes(file(name + ".param"), pair.param);
        writeBytes(file(name + ".bin"), pair.bin);
    }
    /// Runs `script` on the input and the files; what it said where it failed, else nothing.
    QString askPeer(const char* script, const QStringList& files) const
    {
        const torch::Tensor input = testInput();
        writeBytes(file("input.f32"),
                   std::string(static_cast<const char*>(input.data_ptr()), input.nbytes()));
        QProcess python;
        python.start(PEERS_PYTHON, QStringList{"-c", script, m_folder.filePath("input.f32")} + files);
        if (!python.waitForFinished(120'000) || python.exitCode() != 0)
            return python.errorString() + QString::fromUtf8(python.readAllStandardError());
        return {};
    }

private Q_SLOTS:
    void growthIsFilledUpAndTakenBack_data()
    {
        QTest::addColumn<int>("growth");
        QTest::addColumn<bool>("half");
        QTest::newRow("16") << 16 << false;
        QTest::newRow("3, half") << 3 << true;
    }
    void growthIsFilledUpAndTakenBack()
    {
        QFETCH(int, growth);
        QFETCH(bool, half);
        const auto network = randomNetwork({.features = 12, .blocks = 2, .growth = growth});
        weights::Recognised original = recognisedOf(*network);
        if (half) {
            weights::StateDict rounded;
            for (const auto& [name, tensor] : original.tensors.entries())
                rounded.add(name, tensor.to(torch::kFloat16));
            original.tensors = rounded;
        }
        const Portable filled = weights::portable(original);
        QVERIFY2(filled.note.find("growth") != std::string::npos, filled.note.c_str());
        QCOMPARE(filled.tensors.find("body.1.rdb2.conv3.weight")->sizes().vec(),
                 (std::vector<std::int64_t>{32, 12 + 64, 3, 3}));

        // The same function, as a network of growth 32 has it.
        const auto wide = nn::makeNetwork({.features = 12, .blocks = 2, .growth = 32});
        const auto narrow = nn::makeNetwork(original.spec);
        const torch::NoGradGuard noGradients;
        for (auto& parameter : wide->named_parameters())
            parameter.value().copy_(*filled.tensors.find(parameter.key()));
        for (auto& parameter : narrow->named_parameters())
            parameter.value().copy_(*original.tensors.find(parameter.key()));
        const double difference = largestDifference(run(*wide, testInput()), run(*narrow, testInput()));
        QVERIFY2(difference <= 1e-6, qPrintable(QString::number(difference)));

        // Read here again it is what it was.
        weights::WeightsFile again;
        again.tensors = filled.tensors;
        const auto read = weights::recognise(again);
        ENLARGER_VERIFY(read);
        QVERIFY(read->spec == original.spec);
        for (const auto& [name, tensor] : original.tensors.entries())
            QVERIFY2(torch::equal(tensor, *read->tensors.find(name)), name.c_str());
    }

    void realNetworksOfGrowth32Stay()
    {
        const nn::NetworkSpec spec{.features = 8, .blocks = 2, .growth = 32};
        weights::Recognised network = recognisedOf(*randomNetwork(spec));
        QVERIFY(weights::portable(network).note.empty());
        // Channels without weights before them, which still have some behind: nothing may be lost.
        for (const char* path : {"body.0", "body.1"})
            for (int dense = 1; dense <= 3; ++dense)
                for (int i = 1; i <= 4; ++i)
                    for (const char* part : {".weight", ".bias"})
                        network.tensors.find(path + fmt::format(".rdb{}.conv{}", dense, i) + part)
                            ->narrow(0, 20, 12)
                            .zero_();
        weights::WeightsFile file;
        file.tensors = network.tensors;
        QVERIFY(weights::recognise(file)->spec == spec);
    }

    void othersKnowThemOrItIsSaid_data()
    {
        QTest::addColumn<int>("architecture");
        QTest::addColumn<QString>("said");
        QTest::newRow("MSRResNet") << int(Architecture::MsrResNet) << "MSRResNet";
        QTest::newRow("SRResNet") << int(Architecture::SrResNet) << "SRResNet";
        QTest::newRow("Keras") << int(Architecture::RrdbNetKeras) << "Keras";
        QTest::newRow("SRVGG") << int(Architecture::Srvgg) << "";
    }
    void othersKnowThemOrItIsSaid()
    {
        QFETCH(int, architecture);
        QFETCH(QString, said);
        const auto network = recognisedOf(*randomNetwork(
            {.architecture = Architecture(architecture), .features = 4, .blocks = 2, .growth = 4}));
        const Portable result = weights::portable(network);
        QCOMPARE(result.note.empty(), said.isEmpty());
        QVERIFY2(result.note.find(said.toStdString()) != std::string::npos, result.note.c_str());
        QCOMPARE(result.tensors.size(), network.tensors.size());
        QCOMPARE(weights::ncnnPair(network).ok(), said.isEmpty());
        if (!said.isEmpty()) {
            const Error error = weights::ncnnPair(network).error();
            QVERIFY2(error.text().find("RRDBNet, SRVGGNetCompact and SPAN") != std::string::npos,
                     error.text().c_str());
        }
    }

    void spanGetsBranches() // which fold into what it has
    {
        const auto network = recognisedOf(*randomNetwork(portableCases()[8].spec));
        const Portable result = weights::portable(network);
        QVERIFY(result.tensors.has("conv_1.sk.weight") && result.tensors.has("block_6.c3_r.conv.2.bias"));
        weights::WeightsFile file;
        file.tensors = result.tensors;
        const auto read = weights::recognise(file);
        ENLARGER_VERIFY(read);
        for (const auto& [name, tensor] : network.tensors.entries())
            QVERIFY2(torch::equal(tensor, *read->tensors.find(name)), name.c_str());
        // They are nothing to train.
        QVERIFY(!weights::asTrained(*read).spec.span.branches);
    }

    void ncnnPairsReadBack_data()
    {
        QTest::addColumn<nn::NetworkSpec>("spec");
        for (const auto& [name, spec] : portableCases())
            QTest::newRow(name) << spec;
    }
    void ncnnPairsReadBack()
    {
        QFETCH(nn::NetworkSpec, spec);
        const auto network = randomNetwork(spec);
        const auto pair = weights::ncnnPair(recognisedOf(*network));
        ENLARGER_VERIFY(pair);
        QVERIFY(pair->param.starts_with("7767517\n"));
        QVERIFY(pair->param.find(" 0 1 data\n") != std::string::npos);
        writePair("back", *pair);
        const auto read = weights::loadNetwork(file("back.param"));
        ENLARGER_VERIFY(read);
        QVERIFY(read->network->spec() == spec);
        const torch::Tensor expected = run(*network, testInput());
        const double difference = largestDifference(run(*read->network, testInput()), expected);
        const double largest = std::max(1.0, expected.abs().max().item<double>()); // of random weights
        QVERIFY2(difference <= 2e-3 * largest, qPrintable(QString("%1 of %2").arg(difference).arg(largest)));
    }

    void weightsBeyond16BitAreRefused()
    {
        auto network = recognisedOf(*randomNetwork({.features = 4, .blocks = 1, .growth = 4}));
        network.tensors.find("conv_body.weight")->fill_(1e5);
        const auto pair = weights::ncnnPair(network);
        QVERIFY(!pair);
        QVERIFY2(pair.error().what.find("conv_body") != std::string::npos, pair.error().text().c_str());
    }

    void spandrelComputesTheSame()
    {
        if (!std::filesystem::exists(PEERS_PYTHON))
            QSKIP("spandrel's own opinion needs the venv that ./dev peers makes");
        QStringList files;
        for (const auto& [name, spec] : portableCases()) {
            const Portable result = weights::portable(recognisedOf(*randomNetwork(spec)));
            const std::string pth = std::string(name) + ".pth", safe = std::string(name) + ".safetensors";
            ENLARGER_VERIFY(weights::writePth(file(pth), result.tensors));
            ENLARGER_VERIFY(weights::writeSafetensors(file(safe), result.tensors, {{"format", "pt"}}));
            for (const std::string& one : {pth, safe})
                files += QString::fromStdString(file(one).string());
        }
        const QString problem = askPeer(bySpandrel, files);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        for (const auto& [name, spec] : portableCases())
            for (const char* extension : {".pth.out", ".safetensors.out"}) {
                const torch::Tensor ours = run(*randomNetwork(spec), testInput());
                const torch::Tensor theirs = outputOf(file(name + std::string(extension)), spec.scale);
                QVERIFY2(theirs.defined(), name);
                const double difference = largestDifference(ours, theirs);
                QVERIFY2(difference <= 1e-5, qPrintable(name + QString(": %1").arg(difference)));
            }
    }

    void ncnnComputesTheSame()
    {
        if (!std::filesystem::exists(PEERS_PYTHON))
            QSKIP("ncnn's own opinion needs the venv that ./dev peers makes");
        QStringList files;
        for (const auto& [name, spec] : portableCases()) {
            const auto pair = weights::ncnnPair(recognisedOf(*randomNetwork(spec)));
            ENLARGER_VERIFY(pair);
            writePair(name, *pair);
            files += QString::fromStdString(file(std::string(name) + ".param").string());
        }
        const QString problem = askPeer(byNcnn, files);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        for (const auto& [name, spec] : portableCases()) {
            const torch::Tensor ours = run(*randomNetwork(spec), testInput());
            const torch::Tensor theirs = outputOf(file(std::string(name) + ".param.out"), spec.scale);
            QVERIFY2(theirs.defined(), name);
            const double difference = relativeDifference(theirs, ours);
            QVERIFY2(difference <= 2e-3, qPrintable(name + QString(": %1").arg(difference)));
        }
    }
};

QTEST_GUILESS_MAIN(PortableTest)
#include "portable_test.moc"
