// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"
#include "core/infer/export/photo_upscaler.h"
#include "tests/core/image/linear_twin.h"
#include "tests/core/infer/export/upscale_folder.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>
#include <algorithm>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

/// Photos that are brought to the networks' tone curve and back.
class LinearPhotosTest : public QObject, private UpscaleFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { openFolder(); }
    void linearPhotosBecomeWhatSrgbOnesDo_data();
    void linearPhotosBecomeWhatSrgbOnesDo();
    void greyThatIsColouredStaysInSrgb();
    void otherCurvesStay();
};

// A grey profile cannot describe the colours that a network gives: they are sRGB then, and so is their curve.
void LinearPhotosTest::greyThatIsColouredStaysInSrgb()
{
    Image picture = smoothPicture(40, 30, 1);
    for (float& value : std::span(picture.data(), picture.size()))
        value = 0.1f + 0.8f * value;
    auto request = options(picture);
    ENLARGER_VERIFY(PhotoUpscaler(colouringModel()).run(request, m_gate));
    const Image expected = *image::readPhoto(request.output);
    ENLARGER_VERIFY(writePng16(request.input, linearOf(picture), linearProfile(1)));
    request.output = path("coloured.png");
    request.format = image::PhotoFormat::Png;
    const auto report = PhotoUpscaler(colouringModel()).run(request, m_gate);
    ENLARGER_VERIFY(report);
    auto result = image::PhotoReader::open(request.output);
    ENLARGER_VERIFY(result);
    QCOMPARE(result->info().channels, 3);
    QVERIFY(result->info().metadata.icc.empty());
    QVERIFY(largestDifference(*result->read(result->info().height), expected) < 0.0005);
    QVERIFY(std::ranges::none_of(
        report->notes, [](const std::string& note) { return note.find("and back") != std::string::npos; }));
}

void LinearPhotosTest::linearPhotosBecomeWhatSrgbOnesDo_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<double>("factor");
    QTest::addColumn<bool>("lock");
    QTest::addColumn<bool>("crop");
    QTest::newRow("RGB") << 3 << 2.0 << false << false;
    QTest::newRow("grey") << 1 << 2.0 << false << false;
    QTest::newRow("alpha") << 4 << 2.0 << false << false;
    QTest::newRow("resampled") << 3 << 1.7 << false << false;
    QTest::newRow("two passes, resampled") << 3 << 3.5 << false << false;
    QTest::newRow("colour lock") << 3 << 2.0 << true << false;
    QTest::newRow("crop of grey and alpha") << 2 << 2.0 << false << true;
}

void LinearPhotosTest::linearPhotosBecomeWhatSrgbOnesDo()
{
    QFETCH(int, channels);
    QFETCH(double, factor);
    QFETCH(bool, lock);
    QFETCH(bool, crop);
    Image picture = smoothPicture(61, 50, channels);
    for (float& value : std::span(picture.data(), picture.size()))
        value = 0.1f + 0.8f * value; // linear files have few steps near black
    auto request = options(picture);
    request.size.factor = factor;
    request.colourLock = lock;
    request.tile = 24;
    if (crop)
        request.crop = image::PixelRect{10, 5, 40, 36};
    ENLARGER_VERIFY(PhotoUpscaler(compactModel()).run(request, m_gate));
    const Image expected = *image::readPhoto(request.output);

    const image::Bytes profile = linearProfile(channels);
    ENLARGER_VERIFY(writePng16(request.input, linearOf(picture), profile));
    request.output = path("linear.tif");
    const auto report = PhotoUpscaler(compactModel()).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QVERIFY(std::ranges::any_of(
        report->notes, [](const std::string& note) { return note.find("tone curve") != std::string::npos; }));
    auto result = image::PhotoReader::open(request.output);
    ENLARGER_VERIFY(result);
    QCOMPARE(result->info().metadata.icc, profile);
    const Image linear = *result->read(result->info().height);
    QVERIFY(largestDifference(srgbOf(linear), expected) < 0.0005); // an eighth of a level of 8 bits
}

void LinearPhotosTest::otherCurvesStay()
{
    const Image picture = smoothPicture(50, 40, 3);
    auto request = options(picture);
    ENLARGER_VERIFY(PhotoUpscaler(compactModel()).run(request, m_gate));
    const Image expected = *image::readPhoto(request.output);
    ENLARGER_VERIFY(writePng16(request.input, picture, smallProfile("RGB ", 2.2)));
    request.replace = true;
    const auto report = PhotoUpscaler(compactModel()).run(request, m_gate);
    ENLARGER_VERIFY(report);
    QVERIFY(std::ranges::none_of(
        report->notes, [](const std::string& note) { return note.find("tone curve") != std::string::npos; }));
    QCOMPARE(largestDifference(*image::readPhoto(request.output), expected), 0.0);
}

QTEST_GUILESS_MAIN(LinearPhotosTest)
#include "linear_photos_test.moc"
