// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/photo_upscaler.h"

#include "core/image/read/photo_reader.h"
#include "core/image/resample/resample.h"
#include "tests/core/infer/export/upscale_folder.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>
#include <algorithm>
#include <fstream>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;
using image::PhotoFormat;
namespace fs = std::filesystem;

class PhotoUpscalerTest : public QObject, private UpscaleFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { openFolder(); }
    void tilesEqualTheUntiledPicture();
    void planSaysWhatRunDoes();
    void planSaysWhereTilesAreNotExact();
    void everySize_data();
    void everySize();
    void greyStaysGrey();
    void greyNetworkEnlargesColours();
    void alphaGoesItsOwnWay();
    void depthOfTheSource();
    void exactHasNoTiles();
    void cropEqualsTheWholeInside_data();
    void cropEqualsTheWholeInside();
    void cropsOutsideAreRefused();
    void colourLockBringsTonesBack_data();
    void colourLockBringsTonesBack();
    void provenanceTellsTheOptions();
};

void PhotoUpscalerTest::tilesEqualTheUntiledPicture()
{
    const auto model = compactModel();
    const Image picture = smoothPicture(101, 75, 3);
    auto request = options(picture);
    request.tile = 32;
    const auto report = PhotoUpscaler(model).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QVERIFY(report->plan.tiles > 4);
    const auto out = image::readPhoto(request.output);
    ENLARGER_VERIFY(out);
    QVERIFY(largestDifference(*out, enlarged(*model, picture)) <= step16);
}

void PhotoUpscalerTest::planSaysWhatRunDoes()
{
    auto request = options(smoothPicture(101, 75, 3));
    request.tile = 32;
    const PhotoUpscaler upscaler(compactModel());
    const auto plan = upscaler.plan(request, m_gate);
    ENLARGER_VERIFY(plan);
    QCOMPARE(plan->width, 202);
    QCOMPARE(plan->height, 150);
    QCOMPARE(plan->source.width, 101);
    QCOMPARE(plan->bits, 16);
    QCOMPARE(plan->passes, 1);
    QCOMPARE(plan->tile, 32);
    QCOMPARE(plan->tiles, std::int64_t(4 * 3));
    QCOMPARE(plan->halo, compactModel()->traits().receptiveRadius);
    QVERIFY(plan->seconds > 0.0 && plan->memory > 0 && plan->fileSize > 0);
    QVERIFY(!fs::exists(request.output));

    std::vector<Progress> reports;
    const auto report =
        upscaler.run(request, m_gate, [&](const Progress& progress) { reports.push_back(progress); });
    ENLARGER_VERIFY(report);
    QCOMPARE(report->plan.tiles, plan->tiles);
    QVERIFY(report->seconds > 0.0);
    QCOMPARE(reports.size(), std::size_t(plan->tiles) + 1);
    for (std::size_t i = 0; i < reports.size(); ++i) {
        QCOMPARE(reports[i].done, std::int64_t(i));
        QCOMPARE(reports[i].total, plan->tiles);
        QVERIFY(reports[i].secondsLeft >= 0.0);
    }
    QVERIFY(reports.back().secondsLeft < 1e-3 && reports.back().megapixelsPerSecond > 0.0);
}

void PhotoUpscalerTest::planSaysWhereTilesAreNotExact()
{
    auto request = options(smoothPicture(101, 75, 3));
    const auto says = [&](const std::shared_ptr<UpscaleModel>& model) {
        const auto plan = PhotoUpscaler(model).plan(request, m_gate);
        return plan && std::ranges::any_of(plan->notes, [](const std::string& note) {
                   return note.find("in tiles") != note.npos;
               });
    };
    request.tile = 32;
    QVERIFY(says(allSeeingModel()));
    QVERIFY(!says(windowedModel()));
    request.tile = 128; // one tile
    QVERIFY(!says(allSeeingModel()));
}

void PhotoUpscalerTest::everySize_data()
{
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("passes");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("shrunk") << 0.5 << 1 << 31 << 21;
    QTest::newRow("the photo's own") << 1.0 << 1 << 61 << 41;
    QTest::newRow("below the network's") << 1.7 << 1 << 104 << 70;
    QTest::newRow("the network's") << 2.0 << 1 << 122 << 82;
    QTest::newRow("a little more") << 2.05 << 1 << 125 << 84;
    QTest::newRow("between one pass and two") << 3.0 << 2 << 183 << 123;
    QTest::newRow("two passes") << 4.0 << 2 << 244 << 164;
    QTest::newRow("beyond two passes") << 5.0 << 2 << 305 << 205;
}

void PhotoUpscalerTest::everySize()
{
    QFETCH(double, factor);
    QFETCH(int, passes);
    QFETCH(int, width);
    QFETCH(int, height);
    const auto model = compactModel();
    const Image picture = smoothPicture(61, 41, 3);
    auto request = options(picture);
    request.size.factor = factor;
    request.tile = 24;
    const auto report = PhotoUpscaler(model).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QCOMPARE(report->plan.passes, passes);
    Image expected = enlarged(*model, picture);
    if (passes == 2)
        expected = enlarged(*model, expected);
    expected = clamped(image::resize(expected, width, height));
    QVERIFY(largestDifference(*image::readPhoto(request.output), expected) <= 2 * step16);
    const bool saysSo = std::any_of(report->notes.begin(), report->notes.end(), [](const std::string& note) {
        return note.find("two passes") != std::string::npos;
    });
    QCOMPARE(saysSo, factor > 4.3);
}

void PhotoUpscalerTest::greyStaysGrey()
{
    const Image picture = smoothPicture(50, 40, 1);
    const auto request = options(picture);
    ENLARGER_VERIFY(PhotoUpscaler(compactModel()).run(request, m_gate));
    const auto out = image::readPhoto(request.output);
    ENLARGER_VERIFY(out);
    QCOMPARE(out->channels(), 1);
    QVERIFY(largestDifference(*out, enlarged(*compactModel(), picture)) <= step16);
}

void PhotoUpscalerTest::greyNetworkEnlargesColours()
{
    const auto model = greyModel();
    const Image picture = smoothPicture(50, 40, 3);
    auto request = options(picture);
    request.tile = 20;
    std::vector<Progress> reports;
    ENLARGER_VERIFY(
        PhotoUpscaler(model).run(request, m_gate, [&](const Progress& p) { reports.push_back(p); }));
    QVERIFY(largestDifference(*image::readPhoto(request.output), enlarged(*model, picture)) <= step16);
    QVERIFY(reports.back().secondsLeft < 1e-3);
}

void PhotoUpscalerTest::alphaGoesItsOwnWay()
{
    // A red disc on nothing: under alpha 0 the colours are black, as many programs leave them.
    Image picture(64, 64, 4);
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x) {
            const bool inside = (x - 32) * (x - 32) + (y - 32) * (y - 32) < 20 * 20;
            const float pixel[] = {inside ? 0.8f : 0.0f, inside ? 0.2f : 0.0f, inside ? 0.2f : 0.0f,
                                   inside ? 1.0f : 0.0f};
            std::copy_n(pixel, 4, &picture.at(x, y, 0));
        }
    auto request = options(picture);
    request.size.factor = 2.5;
    request.tile = 24;
    const auto model = compactModel();
    ENLARGER_VERIFY(PhotoUpscaler(model).run(request, m_gate));
    const auto out = image::readPhoto(request.output);
    ENLARGER_VERIFY(out);
    QCOMPARE(out->channels(), 4);
    QCOMPARE(out->width(), 160);
    const Image alpha = clamped(image::resize(picture.takeChannels(3, 1), 160, 160));
    QVERIFY(largestDifference(out->takeChannels(3, 1), alpha) <= step16);
    // No dark fringe: what shows looks as if the red went on for ever.
    Image red(64, 64, 3);
    for (std::size_t i = 0; i < red.size(); ++i)
        red.data()[i] = i % 3 == 0 ? 0.8f : 0.2f;
    const Image even = clamped(image::resize(enlarged(*model, enlarged(*model, red)), 160, 160));
    for (int y = 20; y < 140; ++y)
        for (int x = 20; x < 140; ++x)
            if (alpha.at(x, y, 0) > 0.02f)
                for (int c = 0; c < 3; ++c)
                    QVERIFY(std::abs(out->at(x, y, c) - even.at(x, y, c)) < 0.002f);
}

void PhotoUpscalerTest::depthOfTheSource()
{
    const auto bitsOf = [&](const UpscaleOptions& request) {
        if (auto report = PhotoUpscaler(compactModel()).run(request, m_gate); !report)
            qFatal("%s", report.error().text().c_str());
        return image::PhotoReader::open(request.output)->info().bits;
    };
    auto request = options(smoothPicture(20, 20, 3), 8);
    QCOMPARE(bitsOf(request), 8);
    request.replace = true;
    request.bits = 16;
    QCOMPARE(bitsOf(request), 16);
    request = options(smoothPicture(20, 20, 3), 16);
    request.replace = true;
    QCOMPARE(bitsOf(request), 16);
    request.bits = 8;
    QCOMPARE(bitsOf(request), 8);
    request.bits = 0;
    request.format = PhotoFormat::Jpeg;
    QCOMPARE(bitsOf(request), 8);
}

void PhotoUpscalerTest::exactHasNoTiles()
{
    const auto model = farSightedModel();
    const Image picture = smoothPicture(90, 70, 3);
    auto request = options(picture);
    request.tile = 32;
    request.exact = true;
    const auto report = PhotoUpscaler(model).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QVERIFY(report->plan.strip > 0 && report->plan.tile == 0); // it streams
    QVERIFY(largestDifference(*image::readPhoto(request.output), enlarged(*model, picture)) <= step16);

    // A network that has no stream runs on one tile.
    const auto oneTile = PhotoUpscaler(allSeeingModel()).plan(request, m_gate);
    ENLARGER_VERIFY(oneTile);
    QVERIFY(oneTile->strip == 0);
    QCOMPARE(oneTile->tiles, std::int64_t(1));

    // A network of a small receptive field is exact in tiles.
    const auto plan = PhotoUpscaler(compactModel()).plan(request, m_gate);
    ENLARGER_VERIFY(plan);
    QVERIFY(plan->strip == 0 && plan->tiles > 1);

    // What cannot fit is refused before any work. (The file has holes in place of its 3.6 GB.)
    std::ofstream(path("wide.pgm")) << "P5 60000 60000 255\n";
    fs::resize_file(path("wide.pgm"), fs::file_size(path("wide.pgm")) + std::uintmax_t(60000) * 60000);
    request.input = path("wide.pgm");
    request.exact = true;
    const auto refused = PhotoUpscaler(allSeeingModel()).plan(request, m_gate);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, ErrorKind::OutOfMemory);
    QVERIFY2(refused.error().what.find("B of memory at once") != std::string::npos,
             refused.error().what.c_str());
}

void PhotoUpscalerTest::cropEqualsTheWholeInside_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<image::PixelRect>("crop");
    QTest::newRow("in the middle") << 3 << image::PixelRect{20, 15, 50, 40};
    QTest::newRow("lower right corner") << 3 << image::PixelRect{41, 35, 60, 40};
    QTest::newRow("below the first band") << 1 << image::PixelRect{0, 66, 101, 34};
    QTest::newRow("all") << 3 << image::PixelRect{0, 0, 101, 100};
    QTest::newRow("alpha") << 4 << image::PixelRect{20, 15, 50, 40};
}

void PhotoUpscalerTest::cropEqualsTheWholeInside()
{
    QFETCH(int, channels);
    QFETCH(image::PixelRect, crop);
    const auto model = compactModel();
    Image picture = smoothPicture(101, 100, channels);
    for (int i = 0; channels == 4 && i < 101 * 100; ++i) // under no alpha, colours come from farther away
        picture.at(i % 101, i / 101, 3) = 0.5f + picture.at(i % 101, i / 101, 3) / 2.0f;
    auto request = options(picture);
    request.tile = 32;
    request.output = path("whole.tif");
    ENLARGER_VERIFY(PhotoUpscaler(model).run(request, m_gate));
    request.output = path("part.tif");
    request.crop = crop;
    const auto report = PhotoUpscaler(model).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QCOMPARE(report->plan.source.width, crop.width);
    QCOMPARE(report->plan.height, 2 * crop.height);
    const Image whole = *image::readPhoto(path("whole.tif"));
    const Image part = *image::readPhoto(path("part.tif"));
    QCOMPARE(part.width(), 2 * crop.width);
    QCOMPARE(part.height(), 2 * crop.height);
    const int edge = 2 * model->traits().receptiveRadius; // nearer to it a crop sees less than the whole
    const image::PixelRect inside{edge, edge, part.width() - 2 * edge, part.height() - 2 * edge};
    QVERIFY(!inside.empty());
    const auto at = [&](const Image& from, int x, int y) {
        return from.crop(x + inside.x, y + inside.y, inside.width, inside.height);
    };
    QVERIFY(largestDifference(at(part, 0, 0), at(whole, 2 * crop.x, 2 * crop.y)) <= step16);
}

void PhotoUpscalerTest::cropsOutsideAreRefused()
{
    auto request = options(smoothPicture(40, 30, 3));
    for (const image::PixelRect& crop : {image::PixelRect{0, 0, 41, 30},
                                         {10, 0, 31, 10},
                                         {-1, 0, 10, 10},
                                         {0, 30, 10, 1},
                                         {0, 0, 0, 10},
                                         {0, 0, 10, -5},
                                         {2147483647, 0, 2147483647, 10}}) {
        request.crop = crop;
        const auto plan = PhotoUpscaler(compactModel()).plan(request, m_gate);
        QVERIFY(!plan);
        QCOMPARE(plan.error().kind, ErrorKind::BadInput);
        QVERIFY2(plan.error().text().find("40 x 30") != std::string::npos, plan.error().text().c_str());
    }
}

void PhotoUpscalerTest::colourLockBringsTonesBack_data()
{
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("channels");
    QTest::newRow("one pass") << 2.0 << 3;
    QTest::newRow("two passes, resampled") << 3.5 << 3;
    QTest::newRow("grey") << 2.0 << 1;
    QTest::newRow("alpha") << 2.0 << 4;
}

void PhotoUpscalerTest::colourLockBringsTonesBack()
{
    QFETCH(double, factor);
    QFETCH(int, channels);
    Image picture = image::resize(noise(9, 8, channels), 90, 80);
    for (float& value : std::span(picture.data(), picture.size()))
        value = 0.3f + 0.4f * std::clamp(value, 0.0f, 1.0f); // far from the ends, where values are cut
    auto request = options(picture);
    request.size.factor = factor;
    request.tile = 32;
    const int colours = channels == 4 ? 3 : channels;
    const auto tint = [&](bool lock) { // by how much the result is brighter than the photo
        request.colourLock = lock;
        request.replace = true;
        if (const auto report = PhotoUpscaler(tintingModel()).run(request, m_gate); !report)
            qFatal("%s", report.error().text().c_str());
        const Image result = image::readPhoto(request.output)->takeChannels(0, colours);
        const Image small = image::resize(result, 90, 80, {.kernel = image::Kernel::Area});
        const Image source = picture.takeChannels(0, colours);
        double sum = 0.0;
        for (std::size_t i = 0; i < small.size(); ++i)
            sum += small.data()[i] - source.data()[i];
        return sum / double(small.size());
    };
    QVERIFY(std::abs(tint(false)) > 0.05);
    QVERIFY(std::abs(tint(true)) < 0.003);
}

void PhotoUpscalerTest::provenanceTellsTheOptions()
{
    auto request = options(smoothPicture(60, 50, 3));
    const auto xmp = [&] {
        request.replace = true;
        if (const auto report = PhotoUpscaler(compactModel()).run(request, m_gate); !report)
            qFatal("%s", report.error().text().c_str());
        const image::Bytes packet = image::PhotoReader::open(request.output)->info().metadata.xmp;
        return std::string(packet.begin(), packet.end());
    };
    const std::string plain = xmp();
    for (const char* name : {"Strength", "ColourLock", "Ensemble", "Crop"})
        QVERIFY(plain.find(std::string("enlarger:") + name) == std::string::npos);
    request.model.crisp = NetworkFile{{}, "4567"};
    request.model.strength = 0.5;
    request.colourLock = true;
    request.ensemble = true;
    request.crop = image::PixelRect{5, 6, 40, 30};
    const std::string packet = xmp();
    QVERIFY(packet.find("enlarger:ModelName=\"small at strength 0.5\"") != std::string::npos);
    QVERIFY(packet.find("enlarger:ModelHash=\"0123+4567@0.5\"") != std::string::npos);
    QVERIFY(packet.find("enlarger:Strength=\"0.5\"") != std::string::npos);
    QVERIFY(packet.find("enlarger:ColourLock=\"on\"") != std::string::npos);
    QVERIFY(packet.find("enlarger:Ensemble=\"x8\"") != std::string::npos);
    QVERIFY(packet.find("enlarger:Crop=\"5,6,40x30\"") != std::string::npos);
}

QTEST_GUILESS_MAIN(PhotoUpscalerTest)
#include "photo_upscaler_test.moc"
