// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/written_file.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace enlarger;
using namespace enlarger::image;
using enlarger::tests::readPixels;

namespace {

/// Smooth colours with an edge and a little noise, as photographs have them; alpha falls from left to right.
Image scene(int width, int height, int channels)
{
    Image picture(width, height, channels);
    const Image grain = tests::noise(width, height, channels, 7);
    const bool alpha = channels == 2 || channels == 4;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c) {
                const float wave =
                    0.5f + 0.3f * std::sin(0.07f * float(x) + float(c)) * std::cos(0.05f * float(y));
                const float edge = x > y ? 0.1f : 0.0f;
                const bool isAlpha = alpha && c == channels - 1;
                picture.at(x, y, c) =
                    isAlpha ? 1.0f - float(x) / float(width) : wave + edge + 0.01f * grain.at(x, y, c);
            }
    return picture;
}

double psnr(const Image& a, const Image& b)
{
    if (a.width() != b.width() || a.height() != b.height() || a.channels() != b.channels())
        return 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(double(a.data()[i]) - double(b.data()[i]), 2);
    return sum == 0.0 ? 200.0 : -10.0 * std::log10(sum / double(a.size()));
}

struct Case
{
    PhotoFormat format;
    int quality;
    int bits;     // asked for
    int fileBits; // what the file must hold: 8, 12 or 16
    double psnr;  // at least; 0: exact
};

const Case cases[] = {
    {PhotoFormat::Png, 95, 8, 8, 0},     {PhotoFormat::Png, 95, 16, 16, 0},
    {PhotoFormat::Tiff, 95, 8, 8, 0},    {PhotoFormat::Tiff, 95, 16, 16, 0},
    {PhotoFormat::Jxl, 100, 8, 8, 0},    {PhotoFormat::Jxl, 100, 16, 16, 0},
    {PhotoFormat::WebP, 100, 8, 8, 0},   {PhotoFormat::Avif, 100, 8, 8, 0},
    {PhotoFormat::Avif, 100, 16, 12, 0}, {PhotoFormat::Jpeg, 95, 8, 8, 42},
    {PhotoFormat::WebP, 95, 8, 8, 38},   {PhotoFormat::Avif, 95, 8, 8, 42},
    {PhotoFormat::Avif, 95, 16, 12, 42}, {PhotoFormat::Jxl, 95, 8, 8, 42},
    {PhotoFormat::Jxl, 95, 16, 16, 42},  {PhotoFormat::Jpeg, 100, 16, 8, 48},
    {PhotoFormat::Heic, 95, 8, 8, 42},   {PhotoFormat::Heic, 95, 16, 12, 42},
    {PhotoFormat::Heic, 100, 8, 8, 0},   {PhotoFormat::Heic, 100, 16, 12, 0},
};

} // namespace

class PhotoWriterPixelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("channels");
        for (int i = 0; i < int(std::size(cases)); ++i)
            for (int channels = 1; channels <= 4; ++channels)
                QTest::addRow("%s q%d %d bits %d channels", formatName(cases[i].format), cases[i].quality,
                              cases[i].bits, channels)
                    << i << channels;
    }

    void roundTrip()
    {
        QFETCH(int, index);
        QFETCH(int, channels);
        const Case& expected = cases[index];
        if (const Status available = checkFormat(expected.format); !available)
            QSKIP(available.error().text().c_str());
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "picture";
        const Image picture = scene(133, 71, channels);
        WriteOptions options;
        options.format = expected.format;
        options.quality = expected.quality;
        options.bits = expected.bits;

        PhotoContent content{picture.width(), picture.height(), channels, {}, {}};
        const auto plan = planWrite(content, options);
        ENLARGER_VERIFY(plan);
        QCOMPARE(plan->bits, expected.fileBits);
        auto writer = PhotoWriter::create(file, content, options);
        ENLARGER_VERIFY(writer);
        for (int y = 0; y < picture.height(); y += 17) // uneven bands
            ENLARGER_VERIFY(
                writer->write(picture.crop(0, y, picture.width(), std::min(17, picture.height() - y))));
        ENLARGER_VERIFY(writer->finish());

        const tests::WrittenPixels written = readPixels(file, expected.format);
        QCOMPARE(written.bits, expected.fileBits > 8 ? 16 : 8);
        Image wanted = expectedPicture(picture, expected);
        Image seen = written.picture;
        // WebP has no grey, and libvips gives monochrome AVIF and HEIC as RGB.
        if (channels <= 2 && seen.channels() > channels) {
            QVERIFY(expected.format == PhotoFormat::WebP || expected.format == PhotoFormat::Avif ||
                    expected.format == PhotoFormat::Heic);
            seen = channels == 1 ? seen.takeChannels(1, 1) : seen.takeChannels(2, 2);
        }
        QCOMPARE(seen.channels(), wanted.channels());
        const double reached = psnr(seen, wanted);
        const double needed = expected.psnr == 0 ? 120.0 : expected.psnr;
        QVERIFY2(reached >= needed, qPrintable(QStringLiteral("%1 dB").arg(reached)));
    }

    void roundsOnceAndClamps_data()
    {
        QTest::addColumn<int>("bits");
        QTest::newRow("8 bits") << 8;
        QTest::newRow("16 bits") << 16;
    }

    void roundsOnceAndClamps()
    {
        QFETCH(int, bits);
        const float most = float((1 << bits) - 1);
        const float values[] = {-1.0f,
                                0.0f,
                                0.5f / most - 1e-7f,
                                0.5f / most,
                                1.4f / most,
                                1.5f / most,
                                0.999f / most,
                                1.0f,
                                1.5f,
                                std::nanf(""),
                                std::numeric_limits<float>::infinity(),
                                -std::numeric_limits<float>::infinity()};
        const int wanted[] = {0, 0, 0, 1, 1, 2, 1, int(most), int(most), 0, int(most), 0};
        Image picture(int(std::size(values)), 1, 1);
        std::copy(std::begin(values), std::end(values), picture.data());
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "values.png";
        ENLARGER_VERIFY(writePhoto(file, picture, {PhotoFormat::Png, 95, bits}));
        const tests::WrittenPixels written = readPixels(file, PhotoFormat::Png);
        QCOMPARE(written.bits, bits);
        for (int x = 0; x < picture.width(); ++x)
            QCOMPARE(int(std::lround(written.picture.at(x, 0, 0) * most)), wanted[x]);
    }

    void everyValueOfSixteenBitsSurvives()
    {
        Image picture(256, 256, 1);
        for (int i = 0; i < 65536; ++i)
            picture.data()[i] = float(i) / 65535.0f;
        const QTemporaryDir folder;
        for (PhotoFormat format : {PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::Jxl}) {
            const auto file = std::filesystem::path(folder.path().toStdString()) / formatExtension(format);
            ENLARGER_VERIFY(writePhoto(file, picture, {format, 100, 16}));
            const tests::WrittenPixels written = readPixels(file, format);
            for (int i = 0; i < 65536; ++i)
                QCOMPARE(int(std::lround(written.picture.data()[i] * 65535.0f)), i);
        }
    }

    void transparencyIsLaidOverWhiteInJpeg()
    {
        const Image picture = tests::plain(32, 32, {0.2f, 0.4f, 0.6f, 0.5f});
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "flat.jpg";
        PhotoContent content{32, 32, 4, {}, {}};
        const auto plan = planWrite(content, {PhotoFormat::Jpeg});
        ENLARGER_VERIFY(plan);
        QVERIFY(!plan->notes.empty());
        QVERIFY(plan->notes.front().find("white") != std::string::npos);
        ENLARGER_VERIFY(writePhoto(file, picture, {PhotoFormat::Jpeg}));
        const Image seen = readPixels(file, PhotoFormat::Jpeg).picture;
        QCOMPARE(seen.channels(), 3);
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(seen.at(16, 16, c) - (0.6f + 0.1f * float(c))) < 2.0f / 255.0f);
    }

    void coloursAreNotShifted()
    {
        for (PhotoFormat format : availableFormats()) {
            const Image picture = tests::plain(64, 64, {0.8f, 0.3f, 0.1f});
            const QTemporaryDir folder;
            const auto file = std::filesystem::path(folder.path().toStdString()) / formatExtension(format);
            ENLARGER_VERIFY(writePhoto(file, picture, {format}));
            const Image seen = readPixels(file, format).picture;
            for (int c = 0; c < 3; ++c)
                QVERIFY2(std::abs(seen.at(32, 32, c) - picture.at(32, 32, c)) < 2.5f / 255.0f,
                         formatName(format));
        }
    }

private:
    /// What the file must show: JPEG without alpha, exact formats rounded to their bits.
    static Image expectedPicture(const Image& picture, const Case& expected)
    {
        const int channels = picture.channels();
        Image wanted = tests::rounded(picture, (1 << expected.fileBits) - 1);
        if (expected.format != PhotoFormat::Jpeg || channels % 2 != 0)
            return wanted;
        Image flat(picture.width(), picture.height(), channels - 1);
        for (int y = 0; y < flat.height(); ++y)
            for (int x = 0; x < flat.width(); ++x)
                for (int c = 0; c < channels - 1; ++c) {
                    const float alpha = picture.at(x, y, channels - 1);
                    flat.at(x, y, c) = picture.at(x, y, c) * alpha + 1.0f - alpha;
                }
        return flat;
    }
};

QTEST_GUILESS_MAIN(PhotoWriterPixelsTest)
#include "photo_writer_pixels_test.moc"
