// SPDX-License-Identifier: GPL-3.0-or-later
// What is written reads back the same, here and in PyTorch.
#include "core/weights/safetensors_header.h"
#include "tests/core/weights/weights_material.h"
#include "tests/support/test_files.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::tests;
using weights::Storage;

namespace {

// Prints every tensor's name, dtype, shape and sum, in order, as both sides can compute them exactly.
constexpr const char* listTensors = R"(
import sys, torch
path = sys.argv[1]
if path.endswith('.pth'):
    tensors = torch.load(path, weights_only=True)['params_ema']
    torch.load(path, weights_only=True, mmap=True)
else:
    import json, struct
    data = open(path, 'rb').read()
    length = struct.unpack('<Q', data[:8])[0]
    header = json.loads(data[8:8 + length])
    header.pop('__metadata__', None)
    types = {'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16}
    tensors = {}
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        raw = bytearray(data[8 + length + begin:8 + length + end])
        tensors[name] = torch.frombuffer(raw, dtype=types[entry['dtype']]).reshape(entry['shape'])
for name, tensor in tensors.items():
    print(name, str(tensor.dtype), 'x'.join(map(str, tensor.shape)), tensor.double().mul(1024).sum().item().hex())
)";

QString listed(const weights::StateDict& tensors)
{
    QString text;
    for (const auto& [name, tensor] : tensors.entries()) {
        const char* dtype = tensor.scalar_type() == torch::kFloat32   ? "torch.float32"
                            : tensor.scalar_type() == torch::kFloat16 ? "torch.float16"
                                                                      : "torch.bfloat16";
        QStringList sizes;
        for (const std::int64_t size : tensor.sizes())
            sizes << QString::number(size);
        text += QString("%1 %2 %3\n").arg(QString::fromStdString(name), dtype, sizes.join('x'));
    }
    return text;
}

} // namespace

class WeightsWritersTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path file(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }

    static torch::ScalarType dtypeOf(Storage storage)
    {
        return storage == Storage::Float32   ? torch::kFloat32
               : storage == Storage::Float16 ? torch::kFloat16
                                             : torch::kBFloat16;
    }

private Q_SLOTS:
    void headersAreReadAlone()
    {
        weights::StateDict tensors;
        tensors.add("a", torch::zeros({2, 3}));
        tensors.add("b", torch::zeros({4}));
        const auto whole = file("header.safetensors");
        ENLARGER_VERIFY(weights::writeSafetensors(whole, tensors, {{"key", "value"}}));
        const auto header = weights::readSafetensorsHeader(whole);
        ENLARGER_VERIFY(header);
        QCOMPARE(header->metadata.at("key"), std::string("value"));
        QCOMPARE(header->entries.size(), std::size_t(2));
        const auto size = std::filesystem::file_size(whole);
        for (const std::uintmax_t length : {size - 1, std::uintmax_t(20), std::uintmax_t(3)}) {
            std::filesystem::resize_file(whole, length);
            const auto cut = weights::readSafetensorsHeader(whole);
            QVERIFY(!cut);
            QCOMPARE(cut.error().file, whole);
        }
        QVERIFY(!weights::readSafetensorsHeader(file("missing.safetensors")));
    }

    void roundTrip_data()
    {
        QTest::addColumn<QString>("extension");
        QTest::addColumn<int>("storage");
        for (const char* extension : {"safetensors", "pth"})
            for (const Storage storage : {Storage::Float32, Storage::Float16, Storage::BFloat16})
                QTest::addRow("%s %d", extension, int(storage)) << extension << int(storage);
    }
    void roundTrip()
    {
        QFETCH(QString, extension);
        QFETCH(int, storage);
        const auto kind = Storage(storage);
        nn::NetworkSpec spec;
        spec.features = 6;
        spec.growth = 3;
        spec.blocks = 2;
        spec.scale = 2;
        spec.unshuffle = 2;
        const auto network = randomNetwork(spec);
        const weights::StateDict original = weights::stateDict(*network);
        const auto path = file("network" + std::to_string(storage) + '.' + extension.toStdString());
        const std::map<std::string, std::string> metadata{
            {"enlarger.card", "{\"name\": \"K\xc3\xb6nig \\\" \n\"}"}, {"b", ""}};
        if (extension == "pth")
            ENLARGER_VERIFY(weights::writePth(path, original, kind));
        else
            ENLARGER_VERIFY(weights::writeSafetensors(path, original, metadata, kind));

        const auto read = weights::readWeights(path);
        ENLARGER_VERIFY(read);
        QCOMPARE(read->tensors.size(), original.size());
        for (std::size_t i = 0; i < original.size(); ++i) {
            const auto& [name, tensor] = original.entries()[i];
            QCOMPARE(read->tensors.entries()[i].first, name);
            QVERIFY(torch::equal(read->tensors.entries()[i].second, tensor.to(dtypeOf(kind))));
        }
        if (extension == "safetensors")
            QVERIFY(read->metadata == metadata);
        const auto loaded = weights::loadNetwork(path);
        ENLARGER_VERIFY(loaded);
        QVERIFY(loaded->network->spec() == spec);
        if (kind == Storage::Float32) {
            const torch::Tensor input = torch::rand({1, 3, 8, 8});
            QCOMPARE(largestDifference(run(*loaded->network, input), run(*network, input)), 0.0);
        }

        if (!std::filesystem::exists(PEERS_PYTHON))
            QSKIP("PyTorch's own opinion needs the venv that ./dev peers makes");
        QProcess python;
        python.start(PEERS_PYTHON, {"-c", listTensors, QString::fromStdString(path.string())});
        QVERIFY(python.waitForFinished(120'000));
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError());
        const QStringList lines =
            QString::fromUtf8(python.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
        const QStringList expected = listed(read->tensors).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), expected.size());
        for (int i = 0; i < lines.size(); ++i) {
            QCOMPARE(lines[i].section(' ', 0, 2), expected[i]);
            const double sum = std::strtod(qPrintable(lines[i].section(' ', 3)), nullptr);
            const auto& tensor = read->tensors.entries()[std::size_t(i)].second;
            const double ours = tensor.to(torch::kFloat64).mul(1024).sum().item<double>();
            QVERIFY(std::abs(sum - ours) <= 1e-9 * std::max(1.0, std::abs(ours)));
        }
    }

    void viewsAreWrittenDense() // a transposed, shifted view must not carry its storage along
    {
        weights::StateDict tensors;
        const torch::Tensor base = torch::arange(24, torch::kFloat32).reshape({4, 6});
        tensors.add("view", base.t().slice(0, 1, 4));
        tensors.add("number", torch::tensor(2.5f));
        tensors.add("none", torch::empty({0, 3}));
        ENLARGER_VERIFY(weights::writePth(file("view.pth"), tensors));
        ENLARGER_VERIFY(weights::writeSafetensors(file("view.safetensors"), tensors, {}));
        for (const char* name : {"view.pth", "view.safetensors"}) {
            const auto read = weights::readWeights(file(name));
            ENLARGER_VERIFY(read);
            QCOMPARE(read->tensors.size(), tensors.size());
            for (const auto& [key, tensor] : tensors.entries())
                QVERIFY(torch::equal(*read->tensors.find(key), tensor));
        }
    }

    void everyArchitectureSurvives_data()
    {
        QTest::addColumn<int>("architecture");
        QTest::addColumn<int>("scale");
        for (const auto& [architecture, name, recipeWord] : nn::architectures)
            for (const int scale : {1, 2, 3, 4, 8}) {
                const bool exists =
                    architecture == nn::Architecture::Srvgg || architecture == nn::Architecture::Span ? true
                    : architecture == nn::Architecture::MsrResNet ? scale >= 2 && scale <= 4
                                                                  : scale != 3;
                if (exists && recipeWord) // more_networks_test has the others
                    QTest::addRow("%s x%d", name, scale) << int(architecture) << scale;
            }
    }
    void everyArchitectureSurvives()
    {
        QFETCH(int, architecture);
        QFETCH(int, scale);
        nn::NetworkSpec spec;
        spec.architecture = nn::Architecture(architecture);
        spec.scale = scale;
        spec.features = 4;
        spec.blocks = spec.architecture == nn::Architecture::Span ? 6 : 2;
        const bool grows = spec.architecture == nn::Architecture::RrdbNet;
        spec.growth = grows ? 3 : spec.architecture == nn::Architecture::RrdbNetKeras ? 4 : 32;
        const auto network = randomNetwork(spec);
        ENLARGER_VERIFY(weights::writeSafetensors(file("any.safetensors"), weights::stateDict(*network), {}));
        const auto loaded = weights::loadNetwork(file("any.safetensors"));
        ENLARGER_VERIFY(loaded);
        QVERIFY(loaded->network->spec() == spec);
        const torch::Tensor input = torch::rand({1, 3, 5, 7});
        const torch::Tensor output = run(*loaded->network, input);
        QCOMPARE(output.size(3), 7 * scale);
        QCOMPARE(largestDifference(output, run(*network, input)), 0.0);
    }

    void
    trainingGoesOn() // a loaded network is to be trained further: parameters are leaves that want gradients
    {
        const auto loaded = weights::loadNetwork(dataFile("weights/x4_nb1_old_zip.pth"));
        ENLARGER_VERIFY(loaded);
        QVERIFY(!loaded->network->is_training());
        loaded->network->forward(torch::rand({1, 3, 4, 4})).mean().backward();
        for (const auto& parameter : loaded->network->parameters())
            QVERIFY(parameter.is_leaf() && parameter.grad().defined());
    }

    void refusedWhereNothingCanBeWritten()
    {
        const weights::StateDict tensors = weights::stateDict(*randomNetwork({.features = 4, .blocks = 1}));
        const auto missing = file("no such folder/x");
        QVERIFY(!weights::writePth(missing, tensors));
        QVERIFY(!weights::writeSafetensors(missing, tensors, {}));
    }

    void contentsAreAligned() // at multiples of 64 bytes in a .pth, so that PyTorch can map them
    {
        weights::StateDict tensors;
        tensors.add("a", torch::full({5}, 1.5f));
        tensors.add("b", torch::full({5}, 2.5f));
        ENLARGER_VERIFY(weights::writePth(file("aligned.pth"), tensors));
        const std::string bytes = bytesOf(file("aligned.pth"));
        for (const float value : {1.5f, 2.5f}) {
            std::string wanted;
            for (int i = 0; i < 5; ++i)
                wanted.append(reinterpret_cast<const char*>(&value), sizeof value);
            const std::size_t at = bytes.find(wanted);
            QVERIFY(at != std::string::npos);
            QCOMPARE(at % 64, std::size_t{0});
        }
    }
};

QTEST_GUILESS_MAIN(WeightsWritersTest)
#include "weights_writers_test.moc"
