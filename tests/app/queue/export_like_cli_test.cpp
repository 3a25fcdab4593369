// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/export_settings.h"
#include "app/queue/job_queue.h"

#include "tests/app/session/session_folder.h"

#include <QProcess>
#include <QTest>

#include <fstream>
#include <iterator>

using namespace enlarger;
namespace fs = std::filesystem;

/// What the window exports is what the command line writes, to the byte.
class ExportLikeCliTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60000; // milliseconds

    static std::string bytesOf(const fs::path& file)
    {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

private Q_SLOTS:
    void writesTheSameFile_data()
    {
        QTest::addColumn<double>("strength");
        QTest::addColumn<bool>("lock");
        QTest::addColumn<bool>("crop");
        QTest::addColumn<QStringList>("arguments");
        const auto words = [](const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); };
        QTest::newRow("plain") << 1.0 << false << false << QStringList();
        QTest::newRow("strength") << 0.25 << false << false << words("--strength 0.25");
        QTest::newRow("faithful") << 0.0 << false << false << words("--strength 0");
        QTest::newRow("all")
            << 0.5 << true << true
            << words("--strength 0.5 --colour-lock --rotate 270 --straighten 1.7 --crop 3,5,40x30");
    }
    void writesTheSameFile()
    {
        QFETCH(double, strength);
        QFETCH(bool, lock);
        QFETCH(bool, crop);
        QFETCH(QStringList, arguments);
        tests::refuseWarnings();
        const tests::SessionFolder folder;
        folder.addModel("photo-x4", "crisp");
        folder.addModel("faithful-x4", "faithful");
        const fs::path photo = folder.writePicture("a.jpg", 70, 60);
        fs::create_directory(folder.path("window"));
        fs::create_directory(folder.path("cli"));

        app::Settings settings;
        settings.setExportFolder(QString::fromStdString(folder.path("window").string()));
        settings.setExportFormat(QStringLiteral("tiff"));
        DeviceQueue queue;
        app::DocumentList documents;
        app::ModelCatalog catalog;
        app::EnlargeSession session(documents, catalog, queue);
        documents.open({photo});
        QTRY_VERIFY(session.network() && documents.current()->hasInfo());
        session.setStrength(strength);
        session.setColourLock(lock);
        if (crop)
            documents.setTurn(documents.current(), {3, 1.7}, image::PixelRect{3, 5, 40, 30});
        QTRY_VERIFY(!crop || documents.current()->crop());
        app::JobQueue jobs(queue);
        jobs.add({*app::exportJob(settings, session, *documents.current())});
        const app::Job& job = jobs.jobs().at(0);
        QTRY_VERIFY_WITH_TIMEOUT(isOver(job.state), patience);
        QVERIFY2(job.state == app::JobState::Done, qPrintable(job.text));

        QProcess cli;
        cli.start(QStringLiteral(ENLARGER_CLI),
                  QStringList{QStringLiteral("upscale"), QString::fromStdString(photo.string()),
                              QStringLiteral("-m"), QStringLiteral("photo-x4"), QStringLiteral("--format"),
                              QStringLiteral("tiff"), QStringLiteral("-o"),
                              QString::fromStdString(folder.path("cli").string())} +
                      arguments);
        QVERIFY(cli.waitForFinished(patience));
        QVERIFY2(cli.exitCode() == 0, cli.readAllStandardError().constData());
        const std::string ours = bytesOf(job.output);
        QVERIFY(ours.size() > 1000);
        QVERIFY(ours == bytesOf(folder.path("cli") / job.output.filename()));
    }
};

QTEST_GUILESS_MAIN(ExportLikeCliTest)
#include "export_like_cli_test.moc"
