// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_store.h"
#include "core/weights/weights.h"
#include "tests/core/models/stored_tensors.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::models;
using namespace enlarger::tests;
namespace fs = std::filesystem;

/// A .pth with a network and its average.
class ExportParamsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    static ExportOptions withParams(const fs::path& checkpoint)
    {
        return {.format = ExportFormat::Pth, .checkpoint = checkpoint};
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ENLARGER_CACHE_DIR", path("cache").c_str());
        qputenv("ENLARGER_SHIPPED_MODELS", path("none").c_str());
    }

    /// The average is what reads; the other lies beside it.
    void exportsTheNetworkBeforeAveragingToo()
    {
        const ModelStore store(path("models"));
        const auto model = store.import(dataFile("weights/x4_new.safetensors"), "net");
        ENLARGER_VERIFY(model);
        weights::StateDict run;
        const weights::StateDict average = tensorsOf(model->file);
        for (const auto& [name, tensor] : average.entries()) {
            run.add("generator." + name, tensor + 1.0);
            run.add("average." + name, tensor);
        }
        run.add("generator.bn.num_batches_tracked", torch::tensor(3));
        ENLARGER_VERIFY(weights::writeSafetensors(path("step.safetensors"), run, {}));
        ENLARGER_VERIFY(store.exportTo(*model, path("both.pth"), withParams(path("step.safetensors"))));
        ENLARGER_VERIFY(store.exportTo(*model, path("one.pth"), {.format = ExportFormat::Pth}));
        QVERIFY(holdSameTensors(path("both.pth"), model->file));
        QVERIFY(fs::file_size(path("both.pth")) > 19 * fs::file_size(path("one.pth")) / 10);

        const auto none =
            store.exportTo(*model, path("no.pth"), withParams(dataFile("weights/x4_new.safetensors")));
        QVERIFY(!none.ok());
        QVERIFY(none.error().text().find("not a checkpoint") != std::string::npos);
        const auto other = store.import(dataFile("weights/x2_old_zip.pth"), "other");
        ENLARGER_VERIFY(other);
        QVERIFY(!store.exportTo(*other, path("no.pth"), withParams(path("step.safetensors"))).ok());
        QVERIFY(!fs::exists(path("no.pth")));
    }
};

QTEST_GUILESS_MAIN(ExportParamsTest)
#include "export_params_test.moc"
