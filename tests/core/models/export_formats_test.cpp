// SPDX-License-Identifier: GPL-3.0-or-later
// Exports for other programs.
#include "core/models/file_pair.h"
#include "core/models/model_store.h"
#include "core/nn/network.h"
#include "core/weights/weights.h"
#include "tests/core/models/stored_tensors.h"
#include "tests/core/weights/weights_material.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::models;
using namespace enlarger::tests;
namespace fs = std::filesystem;

class ExportFormatsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    Result<StoredModel> stored(const nn::NetworkSpec& spec, const std::string& name) const
    {
        torch::manual_seed(2);
        const fs::path file = path(name + ".safetensors");
        if (Status written = weights::writeSafetensors(file, weights::stateDict(*nn::makeNetwork(spec)), {});
            !written)
            return written.error();
        return ModelStore(path("models")).import(file, name, true);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ENLARGER_CACHE_DIR", path("cache").c_str());
        qputenv("ENLARGER_SHIPPED_MODELS", path("none").c_str());
    }

    void aSmallGrowthIsFilledUpForOthersAlone()
    {
        const ModelStore store(path("models"));
        const auto model = stored({.features = 8, .blocks = 1, .growth = 4}, "small");
        ENLARGER_VERIFY(model);
        for (const char* name : {"small.pth", "small-out.safetensors"}) {
            const auto exported = store.exportTo(*model, path(name), {.format = exportFormatOf(name)});
            ENLARGER_VERIFY(exported);
            QVERIFY(exported->files == std::vector<fs::path>{path(name)});
            QCOMPARE(exported->notes.size(), std::size_t(1));
            QVERIFY(exported->notes[0].find("growth 4 to 32") != std::string::npos);
            QCOMPARE(weights::readWeights(path(name))->tensors.find("body.0.rdb1.conv1.weight")->size(0), 32);
            QVERIFY(holdSameTensors(path(name), model->file));
        }
        // Brought back it is the same network, no wider one.
        const auto again = store.import(path("small-out.safetensors"), "again");
        ENLARGER_VERIFY(again);
        QVERIFY(holdSameTensors(again->file, model->file));
        QCOMPARE(again->parameters, model->parameters);
        ENLARGER_VERIFY(store.copyTo(*model, path("copy.safetensors")));
        QCOMPARE(
            weights::readWeights(path("copy.safetensors"))->tensors.find("body.0.rdb1.conv1.weight")->size(0),
            4);
    }

    void whatOthersDoNotOpenIsSaid()
    {
        const auto model =
            stored({.architecture = nn::Architecture::MsrResNet, .features = 8, .blocks = 1}, "msr");
        ENLARGER_VERIFY(model);
        const ModelStore store(path("models"));
        const auto exported = store.exportTo(*model, path("msr.pth"), {.format = ExportFormat::Pth});
        ENLARGER_VERIFY(exported);
        QVERIFY(exported->notes.at(0).find("MSRResNet") != std::string::npos);
        const auto pair = store.exportTo(*model, path("msr.param"), {.format = ExportFormat::NcnnPair});
        QVERIFY(!pair);
        QVERIFY2(pair.error().text().find("no ncnn graph of MSRResNet") != std::string::npos,
                 pair.error().text().c_str());
        QVERIFY(!fs::exists(path("msr.param")) && !fs::exists(path("msr.bin")));
    }

    void ncnnPairsHaveTwoFiles_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("stem");
        QTest::newRow("param") << "a.param"
                               << "a";
        QTest::newRow("bin") << "b.bin"
                             << "b";
        QTest::newRow("none") << "c"
                              << "c";
        QTest::newRow("another dot") << "d-1.5"
                                     << "d-1.5";
    }
    void ncnnPairsHaveTwoFiles()
    {
        QFETCH(QString, asked);
        QFETCH(QString, stem);
        const ModelStore store(path("models"));
        const auto model = stored({.features = 8, .blocks = 1, .growth = 4}, "small");
        ENLARGER_VERIFY(model);
        const ExportOptions options{.format = ExportFormat::NcnnPair};
        const auto exported = store.exportTo(*model, path(asked.toStdString()), options);
        ENLARGER_VERIFY(exported);
        const fs::path param = path(stem.toStdString() + ".param"), bin = path(stem.toStdString() + ".bin");
        QVERIFY(exported->files == (std::vector<fs::path>{param, bin}));
        ENLARGER_VERIFY(store.find(param.string()));
        QVERIFY(!store.exportTo(*model, path(asked.toStdString()), options));
        fs::remove(param);
        QVERIFY(!store.exportTo(*model, path(asked.toStdString()), options)); // the other half is there
        ENLARGER_VERIFY(store.exportTo(*model, path(asked.toStdString()),
                                       {.format = ExportFormat::NcnnPair, .replace = true}));
        ENLARGER_VERIFY(store.find(bin.string()));
    }

    void pairsAreWrittenBothOrNeither()
    {
        const fs::path blocked = path("blocked.param"), other = path("blocked.bin");
        fs::create_directories(blocked / "not empty");
        QVERIFY(!writeFilePair({other, "new"}, {blocked, "new"}, true));
        QVERIFY(!fs::exists(other));
        writeBytes(other, "old");
        QVERIFY(!writeFilePair({other, "new"}, {blocked, "new"}, true));
        QCOMPARE(bytesOf(other), std::string("old"));
        const auto names = namesIn(m_folder.path().toStdString());
        QVERIFY(std::ranges::none_of(names, [](const std::string& name) { return name.starts_with('.'); }));
    }
};

QTEST_GUILESS_MAIN(ExportFormatsTest)
#include "export_formats_test.moc"
