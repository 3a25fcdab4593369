// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_store.h"

#include "core/weights/weights.h"
#include "tests/core/models/stored_tensors.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

using namespace enlarger;
using namespace enlarger::models;
using namespace enlarger::tests;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
}

} // namespace

class ModelStoreTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void init()
    {
        m_folder = QTemporaryDir();
        qputenv("ENLARGER_CACHE_DIR", path("cache").c_str());
        qputenv("ENLARGER_SHIPPED_MODELS", path("none").c_str());
    }

    void importsListsAndFinds()
    {
        const ModelStore store(path("models"));
        QVERIFY(store.list().empty());
        const auto imported = store.import(dataFile("weights/x4_old_plain_zip.pth"));
        ENLARGER_VERIFY(imported);
        QCOMPARE(imported->card.name, "x4_old_plain_zip");
        QCOMPARE(imported->card.scale, 4);
        QCOMPARE(imported->card.architecture, "RRDBNet 8x2, growth 4");
        QVERIFY(holdSameTensors(dataFile("weights/x4_old_plain_zip.pth"), imported->file));

        ENLARGER_VERIFY(store.import(dataFile("weights/x2_old_zip.pth"), "another"));
        std::vector<Error> problems;
        const auto models = store.list(&problems);
        QCOMPARE(models.size(), std::size_t(2));
        QVERIFY(problems.empty());
        QCOMPARE(models[0].card.name, "another");
        QCOMPARE(models[1].card.name, "x4_old_plain_zip");
        QCOMPARE(models[1].sha256.size(), std::size_t(64));
        QCOMPARE(models[1].parameters, imported->parameters);
        QVERIFY(models[1].parameters > 10'000);
        QCOMPARE(models[1].storage, "fp32");

        const auto byName = store.find("another");
        ENLARGER_VERIFY(byName);
        QCOMPARE(byName->card.scale, 2);
        const auto byPath = store.find(dataFile("weights/x4_gray_new_zip.pth").string());
        ENLARGER_VERIFY(byPath);
        QCOMPARE(byPath->card.name, "x4_gray_new_zip");
        QCOMPARE(byPath->card.architecture, "RRDBNet 8x2, growth 4, 1 to 1 channels");
    }

    void modelsThatShipAreFoundToo()
    {
        const ModelStore shipped(path("shipped"), {});
        ENLARGER_VERIFY(shipped.import(dataFile("weights/x4_old_plain_zip.pth"), "ours"));
        ENLARGER_VERIFY(shipped.import(dataFile("weights/x4_old_plain_zip.pth"), "both"));
        const ModelStore store(path("models"), path("shipped"));
        QVERIFY(!store.import(dataFile("weights/x2_old_zip.pth"), "both").ok());
        ENLARGER_VERIFY(store.import(dataFile("weights/x2_old_zip.pth"), "both", true));
        const auto models = store.list();
        QCOMPARE(models.size(), std::size_t(2));
        QCOMPARE(models[0].card.name, "both");
        QCOMPARE(models[0].card.scale, 2); // the user's
        QCOMPARE(models[1].card.name, "ours");
        ENLARGER_VERIFY(store.find("ours"));
        QCOMPARE(store.find("both")->card.scale, 2);
        QCOMPARE(namesIn(path("shipped")),
                 (std::vector<std::string>{"both.safetensors", "ours.safetensors"}));
    }

    void addedWithACard()
    {
        const ModelStore store(path("models"));
        cards::Card card;
        card.name = "trained";
        card.recipe = "psnr, 100 steps";
        card.figures = "Set5 31 dB";
        card.architecture = "nonsense";
        ENLARGER_VERIFY(store.add(dataFile("weights/x4_old_plain_zip.pth"), card));
        const auto found = store.find("trained");
        ENLARGER_VERIFY(found);
        QCOMPARE(found->card.recipe, card.recipe);
        QCOMPARE(found->card.figures, card.figures);
        QCOMPARE(found->card.architecture, "RRDBNet 8x2, growth 4");
        card.name = "../trained";
        QVERIFY(!store.add(dataFile("weights/x4_old_plain_zip.pth"), card));
    }

    void cardsOfOldImportsGetTheirRole()
    {
        const ModelStore store(path("models"));
        const auto kept = store.import(dataFile("weights/x4_new.safetensors"), "old");
        ENLARGER_VERIFY(kept);
        auto read = weights::readWeights(kept->file);
        ENLARGER_VERIFY(read);
        read->metadata["enlarger.origin-sha256"] =
            "713ee713b0353afaa27976f0563a64a5043bd70b9bd8936c2e26e25ebcdbcddf"; // realesrgan-x4plus
        ENLARGER_VERIFY(
            weights::writeSafetensors(path("models/old.safetensors"), read->tensors, read->metadata));
        QCOMPARE(store.find("old")->card.role, "crisp");
    }

    void headersTellWhatTensorsTell()
    {
        const ModelStore store(path("models"));
        for (const char* name : {"x4_new_f16.safetensors", "x2_unshuffle_new_zip.pth"}) {
            const auto fromTensors = store.find(dataFile(std::string("weights/") + name).string());
            ENLARGER_VERIFY(fromTensors);
            const auto fromHeader = store.import(dataFile(std::string("weights/") + name), "same", true);
            ENLARGER_VERIFY(fromHeader);
            QCOMPARE(fromHeader->parameters, fromTensors->parameters);
            QCOMPARE(fromHeader->tensors, fromTensors->tensors);
            QCOMPARE(fromHeader->storage, fromTensors->storage);
            QCOMPARE(fromHeader->card.architecture, fromTensors->card.architecture);
            QCOMPARE(fromHeader->card.scale, fromTensors->card.scale);
            QCOMPARE(fromHeader->layout, fromTensors->layout);
        }
    }

    void namesTheNearestWhereNothingIsFound()
    {
        const ModelStore store(path("models"));
        const auto none = store.find("realesrgan-x4plus");
        QVERIFY(!none.ok());
        QVERIFY2(none.error().text().find("models import") != std::string::npos, none.error().text().c_str());
        ENLARGER_VERIFY(store.import(dataFile("weights/x4_new.safetensors"), "crisp-x4"));
        const auto near = store.find("crips-x4");
        QVERIFY(!near.ok());
        QVERIFY(near.error().text().find("Did you mean 'crisp-x4'") != std::string::npos);
        const auto far = store.find("zzz");
        QVERIFY(!far.ok());
        QVERIFY(far.error().text().find("Did you mean") == std::string::npos);
        QVERIFY(far.error().text().find("Installed: crisp-x4") != std::string::npos);
        const auto fast = store.find("fast");
        QVERIFY(!fast.ok());
        QVERIFY(fast.error().text().find("realesr-animevideov3") != std::string::npos);
    }

    void findsByAlias()
    {
        const ModelStore store(path("models"));
        ENLARGER_VERIFY(store.import(dataFile("weights/x4_new.safetensors"), "realesr-animevideov3", true));
        const auto fast = store.find("fast");
        ENLARGER_VERIFY(fast);
        QCOMPARE(fast->card.name, "realesr-animevideov3");
    }

    void importingTwiceIsNoMistakeButAnotherModelIs()
    {
        const ModelStore store(path("models"));
        ENLARGER_VERIFY(store.import(dataFile("weights/x4_new.safetensors"), "net"));
        ENLARGER_VERIFY(store.import(dataFile("weights/x4_new.safetensors"), "net"));
        const auto other = store.import(dataFile("weights/x2_old_zip.pth"), "net");
        QVERIFY(!other.ok());
        QCOMPARE(store.find("net")->card.scale, 4);
        ENLARGER_VERIFY(store.import(dataFile("weights/x2_old_zip.pth"), "net", true));
        QCOMPARE(store.find("net")->card.scale, 2);
    }

    void namesThatMeanSomethingAreNotTaken_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("shipped") << "ours"
                                 << "'ours' is the name of a model that ships with Enlarger";
        QTest::newRow("official") << "realesrgan-x4plus"
                                  << "the name of an official model";
        QTest::newRow("alias") << "fast"
                               << "another name of 'realesr-animevideov3'";
        QTest::newRow("file's alias") << "RealESRGAN_x4plus"
                                      << "another name of 'realesrgan-x4plus'";
    }
    void namesThatMeanSomethingAreNotTaken()
    {
        QFETCH(QString, name);
        QFETCH(QString, says);
        ENLARGER_VERIFY(
            ModelStore(path("shipped"), {}).import(dataFile("weights/x4_new.safetensors"), "ours"));
        const ModelStore store(path("models"), path("shipped"));
        const std::string taken = name.toStdString();
        const fs::path file = path((taken + ".pth").c_str()); // called so
        fs::copy_file(dataFile("weights/x2_old_zip.pth"), file);
        cards::Card card;
        card.name = taken;
        for (const auto& refused :
             {store.import(dataFile("weights/x2_old_zip.pth"), taken), store.import(file),
              store.add(dataFile("weights/x2_old_zip.pth"), card)}) {
            QVERIFY(!refused.ok());
            QVERIFY2(QString::fromStdString(refused.error().text()).contains(says),
                     refused.error().text().c_str());
        }
        QVERIFY(!fs::exists(path("models")) || namesIn(path("models")).empty());
        for (const StoredModel& model : store.list())
            QVERIFY(model.hides.empty());

        for (int i = 0; i < 2; ++i) { // as often as one drops it on the window
            const auto renamed = store.importUnderFreeName(file);
            ENLARGER_VERIFY(renamed);
            QCOMPARE(renamed->card.name, taken + "-2");
            QCOMPARE(renamed->notes.size(), std::size_t(1));
            QVERIFY(QString::fromStdString(renamed->notes[0]).contains(says));
        }
        ENLARGER_VERIFY(store.import(file, {}, true));
        const auto models = store.list();
        const auto hiding = std::ranges::find(models, taken, [](const auto& m) { return m.card.name; });
        QVERIFY(hiding != models.end());
        QVERIFY(says.endsWith(QString::fromStdString(hiding->hides)) && !hiding->hides.empty());
    }

    void theSameNetworkHidesNothing()
    {
        ENLARGER_VERIFY(
            ModelStore(path("shipped"), {}).import(dataFile("weights/x4_new.safetensors"), "ours"));
        const ModelStore store(path("models"), path("shipped"));
        const auto ours = store.import(dataFile("weights/x4_new.safetensors"), "ours");
        ENLARGER_VERIFY(ours);
        QCOMPARE(ours->file.parent_path(), path("shipped"));
        cards::Card card = ours->card; // as `models card` does
        card.description = "Mine.";
        ENLARGER_VERIFY(store.add(ours->file, card, true));
        const auto models = store.list();
        QCOMPARE(models.size(), std::size_t(1));
        QCOMPARE(models[0].card.description, "Mine.");
        QVERIFY(models[0].hides.empty());
    }

    void tellsChannelsAndWhatWasPassedOver()
    {
        const ModelStore store(path("models"));
        const auto imported = store.import(dataFile("weights/x4_gray_new_zip.pth"), "grey");
        ENLARGER_VERIFY(imported);
        for (const auto& grey : {store.find("grey"), store.find(dataFile("weights/x4_gray_new_zip.pth"))}) {
            ENLARGER_VERIFY(grey);
            QCOMPARE(grey->inChannels, 1);
            QCOMPARE(grey->outChannels, 1);
        }
        weights::StateDict counted = tensorsOf(dataFile("weights/x4_new.safetensors"));
        counted.add("total_ops", torch::ones({1}));
        ENLARGER_VERIFY(weights::writeSafetensors(path("counted.safetensors"), counted, {}));
        for (const auto& model :
             {store.find(path("counted.safetensors")), store.import(path("counted.safetensors"))}) {
            ENLARGER_VERIFY(model);
            QCOMPARE(model->inChannels, 3);
            QCOMPARE(model->notes.size(), std::size_t(1));
            QVERIFY(model->notes[0].find("thop") != std::string::npos);
        }
        QVERIFY(store.find("counted")->notes.empty());
    }

    void refusesNamesThatLeaveTheFolder()
    {
        const ModelStore store(path("models"));
        for (const char* name : {"../evil", "a/b", ".hidden", "-x"})
            QVERIFY2(!store.import(dataFile("weights/x4_new.safetensors"), name).ok(), name);
        QVERIFY(!fs::exists(path("evil.safetensors")));
    }

    void namesDamagedFilesAndListsTheRest()
    {
        const ModelStore store(path("models"));
        const auto good = store.import(dataFile("weights/x4_new.safetensors"), "good");
        ENLARGER_VERIFY(good);
        fs::copy_file(good->file, path("models/short.safetensors"));
        fs::resize_file(path("models/short.safetensors"), fs::file_size(good->file) - 1);
        write(path("models/text.safetensors"), "this is not a model at all");
        write(path("models/empty.safetensors"), "");
        write(path("models/liar.safetensors"), std::string("\xff\xff\xff\xff\xff\xff\xff\x7f", 8) + "{}");
        write(path("models/notes.txt"), "left alone");
        std::vector<Error> problems;
        const auto models = store.list(&problems);
        QCOMPARE(models.size(), std::size_t(1));
        QCOMPARE(problems.size(), std::size_t(4));
        for (const Error& problem : problems)
            QVERIFY2(!problem.what.empty() && problem.file.parent_path() == path("models"),
                     problem.text().c_str());
    }

    void importLeavesNothingOfABadFile()
    {
        const ModelStore store(path("models"));
        write(path("bad.pth"), "not a model");
        const auto bad = store.import(path("bad.pth"));
        QVERIFY(!bad.ok());
        QVERIFY(bad.error().text().find("bad.pth") != std::string::npos);
        QVERIFY(!fs::exists(path("models")) || namesIn(path("models")).empty());
    }

    void refusesWeightsThatAreNotFinite()
    {
        weights::StateDict tensors;
        const weights::StateDict whole = tensorsOf(dataFile("weights/x4_new.safetensors"));
        for (const auto& [name, tensor] : whole.entries())
            tensors.add(name, name == "conv_body.bias" ? torch::full_like(tensor, NAN) : tensor);
        ENLARGER_VERIFY(weights::writeSafetensors(path("nan.safetensors"), tensors, {}));
        const auto imported = ModelStore(path("models")).import(path("nan.safetensors"));
        QVERIFY(!imported.ok());
        QVERIFY(imported.error().text().find("conv_body.bias") != std::string::npos);
    }

    void exportsBothKindsAndNeverOverwritesUnasked()
    {
        const ModelStore store(path("models"));
        const auto model = store.import(dataFile("weights/x4_mid_plain_zip.pth"), "net");
        ENLARGER_VERIFY(model);
        const ExportOptions pth{.format = ExportFormat::Pth};
        const ExportOptions replacing{.format = ExportFormat::Pth, .replace = true};
        ENLARGER_VERIFY(store.exportTo(*model, path("out.pth"), pth));
        ENLARGER_VERIFY(store.exportTo(*model, path("out.safetensors"), {}));
        QVERIFY(holdSameTensors(path("out.pth"), model->file));
        QVERIFY(holdSameTensors(path("out.safetensors"), model->file));
        const auto again = store.find(path("out.safetensors").string());
        ENLARGER_VERIFY(again);
        QVERIFY(again->card == model->card);

        write(path("precious"), "precious");
        QVERIFY(!store.exportTo(*model, path("precious"), pth).ok());
        QCOMPARE(fs::file_size(path("precious")), std::uintmax_t(8));
        ENLARGER_VERIFY(store.exportTo(*model, path("precious"), replacing));
        QVERIFY(holdSameTensors(path("precious"), model->file));
        QVERIFY(!store.exportTo(*model, model->file, replacing).ok());
    }

    void keepsUpWithFilesThatChange()
    {
        const ModelStore store(path("models"));
        ENLARGER_VERIFY(store.import(dataFile("weights/x4_new.safetensors"), "net"));
        const std::string first = store.find("net")->sha256;
        QCOMPARE(store.list().front().sha256, first);
        ENLARGER_VERIFY(store.import(dataFile("weights/x4_nb1_old_zip.pth"), "net", true));
        QVERIFY(store.list().front().sha256 != first);
        write(path("cache/model-hashes.json"), "{\"broken");
        QVERIFY(store.list().front().sha256 != first);
    }

    void theImportedNetworkIsTheRealOne()
    {
        const fs::path pair = tests::fetchedNetwork("realesrgan-x4plus.param");
        const fs::path expected = tests::sharedFile("weights/third-party/realesrgan-expected");
        ENLARGER_NEED(pair);
        ENLARGER_NEED(expected);
        const auto model = ModelStore(path("models")).import(pair);
        ENLARGER_VERIFY(model);
        QCOMPARE(model->card.name, "realesrgan-x4plus");
        QCOMPARE(model->card.title, "Real-ESRGAN x4plus");
        QCOMPARE(model->card.architecture, "RRDBNet 64x23, growth 32");
        QCOMPARE(model->parameters, std::int64_t(16'697'987));

        const auto read = [&](const char* name, std::vector<std::int64_t> shape) {
            torch::Tensor tensor = torch::empty(shape);
            std::ifstream in(expected / name, std::ios::binary);
            in.read(static_cast<char*>(tensor.data_ptr()), static_cast<std::streamsize>(tensor.nbytes()));
            return in ? tensor : torch::Tensor();
        };
        const torch::Tensor input = read("input_1x3x48x48.f32", {1, 3, 48, 48});
        const torch::Tensor output = read("realesrgan-x4plus_1x3x192x192.f32", {1, 3, 192, 192});
        QVERIFY(input.defined() && output.defined());
        const auto loaded = weights::loadNetwork(model->file);
        ENLARGER_VERIFY(loaded);
        const torch::InferenceMode inference;
        const double difference = (loaded->network->forward(input) - output).abs().max().item<double>();
        QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
    }
};

QTEST_GUILESS_MAIN(ModelStoreTest)
#include "model_store_test.moc"
