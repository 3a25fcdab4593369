// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"
#include "core/image/write/photo_writer.h"
#include "core/infer/export/photo_upscaler.h"
#include "tests/core/infer/export/upscale_folder.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <cmath>
#include <fstream>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;
using image::PhotoFormat;
namespace fs = std::filesystem;

/// What a plan tells of size and time, against what comes out.
class ExportEstimateTest : public QObject, private UpscaleFolder
{
    Q_OBJECT

    std::string contentOf(const char* name) const
    {
        std::ifstream file(path(name));
        return {std::istreambuf_iterator<char>(file), {}};
    }

private Q_SLOTS:
    void init() { openFolder(); }
    void sizeFollowsTheDetail_data();
    void sizeFollowsTheDetail();
    void aCropsOwnDetailCounts();
    void damagedPhotosHaveAPlan();
    void iconsTeachNothing();
    void whatEarlierVersionsLearntIsForgotten();
    void reportTellsTheFile();
};

void ExportEstimateTest::sizeFollowsTheDetail_data()
{
    QTest::addColumn<PhotoFormat>("format");
    QTest::addColumn<bool>("isFine");
    for (const PhotoFormat format : image::availableFormats())
        for (const bool isFine : {false, true})
            QTest::addRow("%s, %s", image::formatName(format), isFine ? "fine" : "smooth")
                << format << isFine;
}

void ExportEstimateTest::sizeFollowsTheDetail()
{
    QFETCH(PhotoFormat, format);
    QFETCH(bool, isFine);
    auto request = options(isFine ? noise(160, 120, 3) : smoothPicture(160, 120, 3), 8);
    request.format = format;
    request.size.factor = 1.0; // of a network of random weights, that is nearer to a real one's detail
    const PhotoUpscaler upscaler(compactModel());
    const auto plan = upscaler.plan(request, m_gate);
    ENLARGER_VERIFY(plan);
    ENLARGER_VERIFY(upscaler.run(request, m_gate));
    const double ratio = double(plan->fileSize) / double(fs::file_size(request.output));
    QVERIFY2(ratio > 0.5 && ratio < 2.0, qPrintable(QString::number(ratio)));
}

void ExportEstimateTest::aCropsOwnDetailCounts()
{
    Image picture = noise(400, 300, 3);
    for (int y = 0; y < 300; ++y)
        std::fill_n(picture.row(y).data(), 200 * 3, 0.5f); // flat on the left
    auto request = options(picture, 8);
    const auto sizeOf = [&](const image::PixelRect& crop) {
        request.crop = crop;
        const auto plan = PhotoUpscaler(compactModel()).plan(request, m_gate);
        return plan ? double(plan->fileSize) : 0.0;
    };
    QVERIFY(sizeOf({0, 0, 150, 200}) > 0.0);
    QVERIFY(sizeOf({240, 50, 150, 200}) > 10.0 * sizeOf({10, 50, 150, 200}));
}

void ExportEstimateTest::damagedPhotosHaveAPlan()
{
    auto request = options(noise(200, 200, 3));
    fs::resize_file(request.input, fs::file_size(request.input) / 2);
    const auto plan = PhotoUpscaler(compactModel()).plan(request, m_gate);
    ENLARGER_VERIFY(plan);
    QVERIFY(plan->fileSize > 0);
}

void ExportEstimateTest::iconsTeachNothing()
{
    const auto large = options(smoothPicture(300, 200, 3));
    const PhotoUpscaler upscaler(compactModel());
    ENLARGER_VERIFY(upscaler.plan(large, m_gate)); // a first look
    const std::string before = contentOf("cache/speeds.json");
    for (const auto& [width, height] : {std::pair{1, 1}, {3, 5}, {16, 16}, {64, 48}}) {
        auto icon = options(smoothPicture(width, height, 3));
        icon.replace = true;
        ENLARGER_VERIFY(upscaler.run(icon, m_gate));
        icon = options(smoothPicture(300, 200, 3));
        icon.crop = image::PixelRect{0, 0, width, height};
        icon.replace = true;
        ENLARGER_VERIFY(upscaler.run(icon, m_gate));
    }
    QCOMPARE(contentOf("cache/speeds.json"), before);
    QVERIFY(!fs::exists(path("cache/detail.json")));
}

void ExportEstimateTest::whatEarlierVersionsLearntIsForgotten()
{
    const auto request = options(smoothPicture(300, 200, 3));
    const auto model = compactModel();
    fs::create_directories(path("cache"));
    std::ofstream(path("cache/speeds.json"))
        << "{\"0123 fp32 " << model->device().description << "\": 0.001}\n";
    const auto plan = PhotoUpscaler(model).plan(request, m_gate);
    ENLARGER_VERIFY(plan);
    QVERIFY(plan->seconds < 3600.0); // 60,000 pixels at that rate would be two years
}

void ExportEstimateTest::reportTellsTheFile()
{
    const auto request = options(smoothPicture(80, 60, 3));
    const auto report = PhotoUpscaler(compactModel()).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QCOMPARE(report->plan.fileSize, std::int64_t(fs::file_size(request.output)));
}

QTEST_GUILESS_MAIN(ExportEstimateTest)
#include "export_estimate_test.moc"
