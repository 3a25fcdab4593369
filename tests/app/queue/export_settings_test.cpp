// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/export_settings.h"

#include "app/queue/job_check.h"
#include "app/session/temporary_folder.h"
#include "tests/app/session/session_folder.h"

#include <QStandardPaths>
#include <QTest>

using namespace enlarger;
namespace fs = std::filesystem;

class ExportSettingsTest : public QObject
{
    Q_OBJECT

private:
    struct Bench
    {
        app::Settings settings;
        app::DocumentList documents;
        app::ModelCatalog catalog;
        DeviceQueue queue;
        app::EnlargeSession session{documents, catalog, queue};
    };
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<Bench> m_bench;

    app::FileHashes m_hashes;

    /// As the queue carries it out.
    infer::UpscaleOptions options(const std::vector<fs::path>& underWay = {})
    {
        const auto job = app::exportJob(m_bench->settings, m_bench->session, *m_bench->documents.current());
        const auto checked = app::checkJob(*job, {{}, underWay}, m_hashes);
        if (!checked)
            qFatal("%s", checked.error().text().c_str());
        return checked->options;
    }
    std::string name(const std::vector<fs::path>& underWay = {})
    {
        return options(underWay).output.filename().string();
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_folder->addModel("photo-x4", "crisp");
        m_bench = std::make_unique<Bench>();
        m_bench->documents.open({m_folder->writePicture("a.jpg", 24, 16)});
        QTRY_VERIFY(m_bench->session.network() && m_bench->documents.current()->hasInfo());
    }

    void liesBesideTheSource()
    {
        QCOMPARE(options().output, m_folder->path("a_x4.jpg"));
        QCOMPARE(options().format, image::PhotoFormat::Jpeg);
        QCOMPARE(options().quality, 95);
        QVERIFY(!options().replace);
        QCOMPARE(options().numbered, options().output); // where the name is taken at last
    }

    void followsTheSettings()
    {
        m_bench->settings.setExportFormat(QStringLiteral("tiff"));
        m_bench->settings.setExportQuality(70);
        m_bench->settings.setExportBits(16);
        m_bench->settings.setExportFolder(QString::fromStdString(m_folder->path("somewhere")));
        m_bench->settings.setNameTemplate(QStringLiteral("{name}-{model}-{precision}-{width}"));
        m_bench->session.setPrecision(device::Precision::Fp32);
        QCOMPARE(options().output, m_folder->path("somewhere/a-photo-x4-fp32-96.tif"));
        QCOMPARE(options().bits, 16);
        QCOMPARE(options().quality, 70);
    }

    void tellsWhatWasAskedFor()
    {
        m_bench->session.setRequestedSize({.width = 60});
        QCOMPARE(name(), "a_60x40.jpg");
        m_bench->session.setRequestedSize({.factor = 2.5});
        QCOMPARE(name(), "a_x2.5.jpg");
        m_bench->documents.current()->setCrop(image::PixelRect{0, 0, 10, 10});
        m_bench->session.setRequestedSize({.longSide = 30});
        QCOMPARE(name(), "a_30x30.jpg");
    }

    void aTakenNameIsTreatedByTheRule()
    {
        m_folder->writeText("a_x4.jpg", "older");
        QCOMPARE(name(), "a_x4-2.jpg");
        QCOMPARE(name({m_folder->path("a_x4-2.jpg")}), "a_x4-3.jpg");
        m_bench->settings.setNameTemplate(QStringLiteral("{name}"));
        QCOMPARE(name(), "a-2.jpg");
        m_bench->settings.setNameTemplate({});
        m_bench->settings.setIfExists(app::IfExists::Overwrite);
        QCOMPARE(name(), "a_x4.jpg");
        QVERIFY(options().replace);
    }

    void keepsAPastedPicture()
    {
        const fs::path pasted = app::newTemporaryFile("Pasted picture", "png");
        fs::copy_file(m_folder->writePicture("b.png"), pasted);
        m_bench->documents.open({pasted});
        QTRY_VERIFY(m_bench->documents.current()->hasInfo());
        const fs::path pictures =
            QStandardPaths::writableLocation(QStandardPaths::PicturesLocation).toStdString();
        QCOMPARE(options().output.parent_path(), pictures);
        QVERIFY(name().starts_with("Pasted picture_x4"));
        m_bench->settings.setExportFolder(QString::fromStdString(m_folder->path("somewhere")));
        QCOMPARE(options().output.parent_path(), m_folder->path("somewhere"));
    }
};

QTEST_GUILESS_MAIN(ExportSettingsTest)
#include "export_settings_test.moc"
