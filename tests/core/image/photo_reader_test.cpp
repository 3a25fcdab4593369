// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

#include <set>
#include <thread>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

Q_DECLARE_METATYPE(enlarger::image::PhotoFormat)

class PhotoReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losslessFormatsGiveTheExactValues_data();
    void losslessFormatsGiveTheExactValues();
    void lossyFormatsComeNear_data();
    void lossyFormatsComeNear();
    void bandsJoinToThePicture();
    void orientationIsApplied_data();
    void orientationIsApplied();
    void jxlDepthsFillTheRange_data();
    void jxlDepthsFillTheRange();
    void lossyJxlKeepsItsProfile();
    void heifTenBitsReachWhite();
    void heifNamedColoursGetAProfile();
    void heifGreyStaysGrey();
    void paletteBecomesRgba();
    void cmykBecomesSrgb();
    void deepCmykStaysDeep();
    void labBecomesSrgb();
    void floatIsClippedAndSaid();
    void linearFloatBecomesSrgb();
    void integersOf32BitsAreScaled();
    void otherChannelsAreLeftOut();
    void premultipliedAlphaIsUndone();
    void firstPageAndFirstFrame();
    void anyMaps_data();
    void anyMaps();
    void bitmaps_data();
    void bitmaps();
    void anotherThreadMayGoOn();
    void realPhotos_data();
    void realPhotos();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

namespace {

bool says(const PhotoInfo& info, const char* words)
{
    for (const std::string& note : info.notes)
        if (note.find(words) != std::string::npos)
            return true;
    return false;
}

/// Solid quarters, which lossy formats keep well, in a picture that no turn leaves as it is.
Image quarters(int width, int height)
{
    Image picture(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            picture.at(x, y, 0) = x < width / 2 ? 0.9f : 0.2f;
            picture.at(x, y, 1) = y < height / 2 ? 0.8f : 0.3f;
            picture.at(x, y, 2) = x < width / 2 && y < height / 2 ? 0.7f : 0.1f;
        }
    return picture;
}

} // namespace

void PhotoReaderTest::losslessFormatsGiveTheExactValues_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("bits");
    QTest::addColumn<PhotoFormat>("format");
    const struct
    {
        const char* name;
        PhotoFormat format;
        bool deep;
    } files[]{{"a.png", PhotoFormat::Png, true},
              {"b.png[interlace]", PhotoFormat::Png, true},
              {"c.tif", PhotoFormat::Tiff, true},
              {"d.tif[tile,tile-width=32,tile-height=16]", PhotoFormat::Tiff, true},
              {"e.tif[bigtiff,compression=deflate,predictor=horizontal]", PhotoFormat::Tiff, true},
              {"f.tif[compression=lzw]", PhotoFormat::Tiff, true},
              {"g.webp[lossless]", PhotoFormat::WebP, false},
              {"h.ppm", PhotoFormat::Ppm, true},
              {"i.pgm", PhotoFormat::Ppm, true}};
    for (const auto& file : files)
        for (int channels = 1; channels <= 4; ++channels)
            for (const int bits : {8, 16}) {
                const bool holds =
                    (bits == 8 || file.deep) &&
                    (file.format != PhotoFormat::Ppm || channels == (file.name[0] == 'h' ? 3 : 1)) &&
                    (file.format != PhotoFormat::WebP || channels >= 3);
                if (holds)
                    QTest::addRow("%s, %d channels, %d bits", file.name, channels, bits)
                        << QByteArray(file.name) << channels << bits << file.format;
            }
}

void PhotoReaderTest::losslessFormatsGiveTheExactValues()
{
    QFETCH(QByteArray, file);
    QFETCH(int, channels);
    QFETCH(int, bits);
    QFETCH(PhotoFormat, format);
    Image picture = rounded(noise(53, 41, channels), bits == 8 ? 255 : 65535);
    if (format == PhotoFormat::WebP && channels == 4)
        for (int i = 0; i < 53 * 41; ++i) // WebP forgets the colours that nobody sees
            picture.data()[4 * i + 3] = std::max(picture.data()[4 * i + 3], 1.0f / 255.0f);
    const auto interpretation = channels < 3
                                    ? (bits == 8 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_GREY16)
                                    : (bits == 8 ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_RGB16);
    const auto made = toVips(picture, bits == 8 ? VIPS_FORMAT_UCHAR : VIPS_FORMAT_USHORT, interpretation);
    const std::string text = file.toStdString();
    const std::size_t options = std::min(text.find('['), text.size());
    const fs::path name = path(text.substr(0, options));
    QVERIFY2(save(made.get(), name, text.substr(options)), takeVipsError().c_str());

    auto reader = PhotoReader::open(name);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().format, format);
    QCOMPARE(reader->info().bits, bits);
    QCOMPARE(reader->info().channels, channels);
    QVERIFY(reader->info().notes.empty());
    const auto read = reader->read(1000);
    ENLARGER_VERIFY(read);
    QCOMPARE(farthest(*read, picture), 0.0f);
}

void PhotoReaderTest::lossyFormatsComeNear_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<PhotoFormat>("format");
    QTest::newRow("JPEG") << QByteArray("x.jpg") << PhotoFormat::Jpeg;
    QTest::newRow("WebP") << QByteArray("x.webp") << PhotoFormat::WebP;
    QTest::newRow("AVIF") << QByteArray("x.avif") << PhotoFormat::Avif;
    QTest::newRow("HEIC") << QByteArray("x.heic") << PhotoFormat::Heic;
    QTest::newRow("JPEG XL") << QByteArray("x.jxl") << PhotoFormat::Jxl;
}

void PhotoReaderTest::lossyFormatsComeNear()
{
    QFETCH(QByteArray, name);
    QFETCH(PhotoFormat, format);
    const Image picture = quarters(64, 48);
    const fs::path file = path(name.toStdString());
    if (format == PhotoFormat::Jxl)
        QVERIFY(writeJxl(file, picture, {.lossless = false}));
    else if (format == PhotoFormat::Avif || format == PhotoFormat::Heic)
        QVERIFY(writeHeif(file, picture, {.avif = format == PhotoFormat::Avif}));
    else
        QVERIFY(save(toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), file, "[Q=100]"));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().format, format);
    QCOMPARE(reader->info().bits, 8);
    const auto read = reader->read(48);
    ENLARGER_VERIFY(read);
    // WebP halves the resolution of colour: look beside the edges there
    const auto inner = [](const Image& whole) { return whole.crop(2, 2, 26, 18); };
    QVERIFY(farthest(inner(*read), inner(picture)) < 0.02f);
    if (format != PhotoFormat::WebP)
        QVERIFY(farthest(*read, picture) < 0.06f);
}

void PhotoReaderTest::bandsJoinToThePicture()
{
    const Image picture = rounded(noise(20, 101, 3), 255);
    const fs::path file = path("bands.jpg");
    QVERIFY(save(toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), file));
    const auto whole = readPhoto(file);
    ENLARGER_VERIFY(whole);
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    Image joined;
    for (const int rows : {1, 0, 7, 64, 29, 50}) {
        const auto band = reader->read(rows);
        ENLARGER_VERIFY(band);
        QCOMPARE(band->width(), 20);
        joined = stack(joined, *band);
    }
    QVERIFY(same(joined, *whole));
    const auto after = reader->read(5);
    ENLARGER_VERIFY(after);
    QCOMPARE(after->height(), 0);
}

void PhotoReaderTest::orientationIsApplied_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("orientation");
    for (const char* name : {"o.png", "o.tif", "o.webp", "o.jpg", "o.jxl", "o.avif", "o.heic"})
        for (int orientation = 1; orientation <= 8; ++orientation)
            QTest::addRow("%s %d", name, orientation) << QByteArray(name) << orientation;
}

void PhotoReaderTest::orientationIsApplied()
{
    QFETCH(QByteArray, name);
    QFETCH(int, orientation);
    const fs::path file = path(std::to_string(orientation) + name.toStdString());
    const Image stored = quarters(48, 32);
    const Image seen = upright(stored, orientation);
    if (name.endsWith("jxl")) { // the EXIF in it says the same once more, and must not count
        QVERIFY(writeJxl(file, stored, {.orientation = orientation, .exif = smallExif(orientation)}));
    } else if (name.endsWith("avif") || name.endsWith("heic")) {
        QVERIFY(writeHeif(
            file, stored,
            {.avif = name.endsWith("avif"), .orientation = orientation, .exif = smallExif(orientation)}));
    } else {
        const auto made = toVips(stored, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
        vips_image_set_int(made.get(), VIPS_META_ORIENTATION, orientation);
        if (name.endsWith("webp"))
            setBlob(made.get(), VIPS_META_EXIF_NAME, smallExif(orientation));
        const char* const options = name.endsWith("webp")  ? "[lossless]"
                                    : name.endsWith("jpg") ? "[Q=100]"
                                                           : "";
        QVERIFY(save(made.get(), file, options));
        if (name.endsWith("png"))
            insertPngChunk(file, "eXIf", smallExif(orientation));
    }
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().width, seen.width());
    QCOMPARE(reader->info().height, seen.height());
    Image joined;
    while (joined.height() < seen.height()) {
        const auto band = reader->read(9);
        ENLARGER_VERIFY(band);
        QVERIFY(band->height() > 0);
        joined = stack(joined, *band);
    }
    QVERIFY2(farthest(joined, seen) < 0.06f, qPrintable(QString::number(double(farthest(joined, seen)))));
}

void PhotoReaderTest::jxlDepthsFillTheRange_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("channels");
    for (const int bits : {8, 10, 12, 16})
        for (int channels = 1; channels <= 4; ++channels)
            QTest::addRow("%d bits, %d channels", bits, channels) << bits << channels;
}

void PhotoReaderTest::jxlDepthsFillTheRange()
{
    QFETCH(int, bits);
    QFETCH(int, channels);
    const Image picture = rounded(noise(40, 30, channels), (1 << bits) - 1);
    const fs::path file = path("depth.jxl");
    QVERIFY(writeJxl(file, picture, {.bits = bits}));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().bits, bits == 8 ? 8 : 16);
    QCOMPARE(reader->info().channels, channels);
    QVERIFY(reader->info().metadata.icc.empty());
    const auto read = reader->read(30);
    ENLARGER_VERIFY(read);
    if (bits == 8 || bits == 16)
        QCOMPARE(farthest(*read, picture), 0.0f);
    else // libjxl gives the nearest of 65536 steps
        QVERIFY(farthest(*read, picture) < 0.51f / 65535.0f);
}

void PhotoReaderTest::lossyJxlKeepsItsProfile()
{
    const Image picture = quarters(64, 48);
    const Bytes profile = smallProfile("RGB ");
    const fs::path file = path("profile.jxl");
    QVERIFY(writeJxl(file, picture, {.bits = 16, .lossless = false, .icc = profile}));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QVERIFY(reader->info().metadata.icc == profile);
    const auto read = reader->read(48);
    ENLARGER_VERIFY(read);
    for (const int x : {2, 34}) // not across the edges, where the loss is
        for (const int y : {2, 26}) {
            const float difference = farthest(read->crop(x, y, 28, 20), picture.crop(x, y, 28, 20));
            QVERIFY2(difference < 0.03f, qPrintable(QString::number(double(difference))));
        }
}

void PhotoReaderTest::heifTenBitsReachWhite()
{
    for (const int bits : {10, 12}) {
        for (const float value : {0.0f, 1.0f}) {
            const fs::path file = path("deep.heif"); // libheif 1.15 writes 10 bits as HEVC alone
            QVERIFY(
                writeHeif(file, plain(32, 32, {value, value, value}), {.avif = bits == 12, .bits = bits}));
            auto reader = PhotoReader::open(file);
            ENLARGER_VERIFY(reader);
            QCOMPARE(reader->info().bits, 16);
            const auto read = reader->read(32);
            ENLARGER_VERIFY(read);
            QVERIFY(farthest(*read, plain(32, 32, {value, value, value})) < 1.01f / float((1 << bits) - 1));
        }
    }
    // the steps between are finer than 8 bits can hold
    const float fine = 513.0f / 1023.0f;
    QVERIFY(writeHeif(path("fine.heif"), plain(32, 32, {fine, fine, fine}), {.avif = false, .bits = 10}));
    const auto read = readPhoto(path("fine.heif"));
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, plain(32, 32, {fine, fine, fine})) < 1.01f / 1023.0f);
}

void PhotoReaderTest::heifNamedColoursGetAProfile()
{
    constexpr int displayP3 = 12, bt709 = 1;
    QVERIFY(writeHeif(path("p3.avif"), quarters(32, 32), {.primaries = displayP3}));
    auto wide = PhotoReader::open(path("p3.avif"));
    ENLARGER_VERIFY(wide);
    QVERIFY(wide->info().metadata.icc.size() > 128);
    QVERIFY(writeHeif(path("709.avif"), quarters(32, 32), {.primaries = bt709}));
    auto usual = PhotoReader::open(path("709.avif"));
    ENLARGER_VERIFY(usual);
    QVERIFY(usual->info().metadata.icc.empty());
}

void PhotoReaderTest::heifGreyStaysGrey()
{
    for (const char* name : {"grey.avif", "grey.heic"}) {
        const bool avif = std::string(name).ends_with("avif");
        QVERIFY(writeHeif(path(name), plain(64, 64, {0.4f}), {.avif = avif}));
        auto reader = PhotoReader::open(path(name));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().channels, 1);
        const auto read = reader->read(64);
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(*read, plain(64, 64, {0.4f})) < 0.01f);
    }
}

void PhotoReaderTest::paletteBecomesRgba()
{
    Image picture = plain(16, 16, {1.0f, 0.2f, 0.4f, 1.0f});
    for (int y = 0; y < 16; ++y) {
        picture.at(3, y, 0) = picture.at(3, y, 1) = picture.at(3, y, 2) = 0.0f;
        picture.at(3, y, 3) = 0.0f;
    }
    const fs::path file = path("palette.png");
    QVERIFY(
        save(toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), file, "[palette,dither=0]"));
    QCOMPARE(int(readBytes(file)[25]), 3); // IHDR: colour type 3
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().channels, 4);
    const auto read = reader->read(16);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(read->crop(4, 0, 12, 16), picture.crop(4, 0, 12, 16)) < 0.01f);
    QCOMPARE(read->at(3, 5, 3), 0.0f);
}

void PhotoReaderTest::cmykBecomesSrgb()
{
    const fs::path tiff = path("ink.tif"), jpeg = path("ink.jpg");
    // paper, black, red = magenta and yellow
    const float inks[3][4]{{0, 0, 0, 0}, {0, 0, 0, 1}, {0, 1, 1, 0}};
    Image picture(48, 16, 4);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 48; ++x)
            std::copy_n(inks[x / 16], 4, &picture.at(x, y, 0));
    const auto made = toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_CMYK);
    QVERIFY(save(made.get(), tiff));
    QVERIFY(save(made.get(), jpeg, "[Q=100]"));
    for (const fs::path& file : {tiff, jpeg}) {
        auto reader = PhotoReader::open(file);
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().channels, 3);
        QVERIFY(says(reader->info(), "CMYK"));
        QVERIFY(reader->info().metadata.icc.empty());
        const auto read = reader->read(16);
        ENLARGER_VERIFY(read);
        QVERIFY(read->at(5, 5, 0) > 0.97f && read->at(5, 5, 2) > 0.97f);
        QVERIFY(read->at(20, 5, 0) < 0.25f && read->at(20, 5, 1) < 0.25f);
        QVERIFY(read->at(40, 5, 0) > 0.8f && read->at(40, 5, 1) < 0.3f && read->at(40, 5, 2) < 0.3f);
    }
}

void PhotoReaderTest::deepCmykStaysDeep()
{
    // A ramp in steps far below 1/255 must stay a ramp of as many values.
    Image picture(512, 1, 4);
    for (int x = 0; x < 512; ++x)
        for (int c = 0; c < 4; ++c)
            picture.at(x, 0, c) = c == 3 ? 0.3f + float(x) * 8.0f / 65535.0f : 0.1f;
    QVERIFY(save(toVips(picture, VIPS_FORMAT_USHORT, VIPS_INTERPRETATION_CMYK).get(), path("deepink.tif")));
    auto reader = PhotoReader::open(path("deepink.tif"));
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().bits, 16);
    const auto read = reader->read(1);
    ENLARGER_VERIFY(read);
    std::set<float> values;
    for (int x = 0; x < 512; ++x)
        values.insert(read->at(x, 0, 1));
    QVERIFY(values.size() > 256);
}

void PhotoReaderTest::labBecomesSrgb()
{
    // White, mid grey, and a red: L*, a*, b* of sRGB's red under D50.
    const float colours[3][3]{{100, 0, 0}, {53.39f, 0, 0}, {54.29f, 80.80f, 69.89f}};
    const float expected[3][3]{{1, 1, 1}, {0.5f, 0.5f, 0.5f}, {1, 0, 0}};
    Image picture(48, 16, 3);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 48; ++x)
            std::copy_n(colours[x / 16], 3, &picture.at(x, y, 0));
    const auto lab = toVips(picture, VIPS_FORMAT_FLOAT, VIPS_INTERPRETATION_LAB);
    VipsImage* labs = nullptr;
    QVERIFY(vips_Lab2LabS(lab.get(), &labs, nullptr) == 0);
    const VipsPtr<VipsImage> deep(labs);
    VipsImage* labq = nullptr;
    QVERIFY(vips_Lab2LabQ(lab.get(), &labq, nullptr) == 0);
    const VipsPtr<VipsImage> shallow(labq);
    QVERIFY(save(deep.get(), path("lab16.tif")));
    QVERIFY(save(shallow.get(), path("lab8.tif")));
    for (const bool isDeep : {true, false}) {
        auto reader = PhotoReader::open(path(isDeep ? "lab16.tif" : "lab8.tif"));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().bits, isDeep ? 16 : 8);
        QVERIFY(says(reader->info(), "Lab was converted"));
        const auto read = reader->read(16);
        ENLARGER_VERIFY(read);
        for (int i = 0; i < 3; ++i)
            for (int c = 0; c < 3; ++c) {
                const float difference = std::abs(read->at(16 * i + 8, 8, c) - expected[i][c]);
                QVERIFY2(difference < (isDeep ? 0.01f : 0.03f),
                         qPrintable(QString("%1 %2 %3").arg(i).arg(c).arg(difference)));
            }
    }
}

void PhotoReaderTest::floatIsClippedAndSaid()
{
    Image picture(4, 1, 3);
    const float values[12]{0, 0.25f, 0.5f, 1, 1.5f, -0.5f, 0.125f, 0.75f, 100, 0.1f, 0.2f, 0.3f};
    std::copy_n(values, 12, picture.data());
    QVERIFY(save(toVips(picture, VIPS_FORMAT_FLOAT, VIPS_INTERPRETATION_sRGB).get(), path("float.tif")));
    auto reader = PhotoReader::open(path("float.tif"));
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().bits, 16);
    QVERIFY(says(reader->info(), "clipped"));
    const auto read = reader->read(1);
    ENLARGER_VERIFY(read);
    for (int i = 0; i < 12; ++i)
        QCOMPARE(read->data()[i], std::clamp(values[i], 0.0f, 1.0f));
}

void PhotoReaderTest::linearFloatBecomesSrgb()
{
    const auto made =
        toVips(plain(8, 8, {0.2140f, 0.2140f, 0.2140f}), VIPS_FORMAT_FLOAT, VIPS_INTERPRETATION_sRGB);
    setBlob(made.get(), VIPS_META_ICC_NAME, smallProfile("RGB ", 1.0));
    QVERIFY(save(made.get(), path("linear.tif")));
    auto reader = PhotoReader::open(path("linear.tif"));
    ENLARGER_VERIFY(reader);
    QVERIFY(says(reader->info(), "Linear light"));
    QVERIFY(reader->info().metadata.icc.empty());
    const auto read = reader->read(8);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, plain(8, 8, {0.5f, 0.5f, 0.5f})) < 0.005f);
}

void PhotoReaderTest::integersOf32BitsAreScaled()
{
    const Image picture = plain(8, 8, {1.0f, 0.25f, 0.0f});
    QVERIFY(save(toVips(picture, VIPS_FORMAT_UINT, VIPS_INTERPRETATION_RGB).get(), path("wide.tif")));
    auto reader = PhotoReader::open(path("wide.tif"));
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().bits, 16);
    const auto read = reader->read(8);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, picture) < 1e-6f);
}

void PhotoReaderTest::otherChannelsAreLeftOut()
{
    Image picture = rounded(noise(10, 10, 6), 255);
    QVERIFY(save(toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), path("six.tif")));
    auto reader = PhotoReader::open(path("six.tif"));
    ENLARGER_VERIFY(reader);
    QVERIFY(says(reader->info(), "left out"));
    const auto read = reader->read(10);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(read->takeChannels(0, 3), picture.takeChannels(0, 3)) == 0.0f);
}

void PhotoReaderTest::premultipliedAlphaIsUndone()
{
    const auto made =
        toVips(plain(8, 8, {0.4f, 0.2f, 0.1f, 0.5f}), VIPS_FORMAT_USHORT, VIPS_INTERPRETATION_RGB16);
    QVERIFY(save(made.get(), path("associated.tif"), "[premultiply]"));
    const auto read = readPhoto(path("associated.tif"));
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, plain(8, 8, {0.4f, 0.2f, 0.1f, 0.5f})) < 2e-4f);
}

void PhotoReaderTest::firstPageAndFirstFrame()
{
    const Image picture = stack(plain(10, 10, {1, 0, 0}), plain(10, 10, {0, 1, 0}));
    for (const char* name : {"pages.tif", "frames.webp", "frames.gif"}) {
        const auto made = toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
        vips_image_set_int(made.get(), VIPS_META_PAGE_HEIGHT, 10);
        QVERIFY(save(made.get(), path(name), std::string(name).ends_with("webp") ? "[lossless]" : ""));
        auto reader = PhotoReader::open(path(name));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().height, 10);
        QVERIFY2(says(reader->info(), "Only the first"), name);
        const auto read = reader->read(10);
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(read->takeChannels(0, 3), plain(10, 10, {1, 0, 0})) < 0.01f);
    }
}

void PhotoReaderTest::anyMaps_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("channels");
    QTest::addColumn<QList<float>>("values");
    const auto bytes = [](const char* head, std::initializer_list<int> data) {
        QByteArray all(head);
        for (const int b : data)
            all.append(char(b));
        return all;
    };
    const auto floats = [](const char* head, std::initializer_list<float> data) {
        QByteArray all(head);
        for (const float f : data)
            all.append(reinterpret_cast<const char*>(&f), 4);
        return all;
    };
    using Values = QList<float>;
    QTest::newRow("P1") << QByteArray("P1\n# a comment\n2 2\n01\n1 0\n") << 1 << Values{1, 0, 0, 1};
    QTest::newRow("P2") << QByteArray("P2 2 1 100\n50 100") << 1 << Values{0.5f, 1};
    QTest::newRow("P3") << QByteArray("P3\n1 2\n255\n255 0 51  0 0 255\n") << 3
                        << Values{1, 0, 0.2f, 0, 0, 1};
    QTest::newRow("P4") << bytes("P4\n3 2\n", {0b01000000, 0b10100000}) << 1 << Values{1, 0, 1, 0, 1, 0};
    QTest::newRow("P5") << bytes("P5\n2 1\n255\n", {0, 255}) << 1 << Values{0, 1};
    QTest::newRow("P5, 10 bits") << bytes("P5\n2 1\n1023\n", {3, 255, 1, 0}) << 1 << Values{1, 256.0f / 1023};
    QTest::newRow("P6, 16 bits") << bytes("P6 1 1 65535 ", {255, 255, 0, 1, 128, 0}) << 3
                                 << Values{1, 1.0f / 65535, 32768.0f / 65535};
    QTest::newRow("P7") << bytes("P7\nWIDTH 1\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n",
                                 {255, 0, 0, 51, 0, 255, 0, 0})
                        << 4 << Values{1, 0, 0, 0.2f, 0, 1, 0, 0};
    QTest::newRow("Pf, from below") << floats("Pf\n1 2\n-1.0\n", {0.25f, 0.75f}) << 1 << Values{0.75f, 0.25f};
    QTest::newRow("PF") << floats("PF\n1 1\n-1\n", {0.5f, 2.0f, -1.0f}) << 3 << Values{0.5f, 1, 0};
}

void PhotoReaderTest::anyMaps()
{
    QFETCH(QByteArray, content);
    QFETCH(int, channels);
    QFETCH(QList<float>, values);
    const fs::path file = path("map.ppm");
    writeBytes(file, Bytes(content.begin(), content.end()));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().format, PhotoFormat::Ppm);
    QCOMPARE(reader->info().channels, channels);
    const auto read = reader->read(10);
    ENLARGER_VERIFY(read);
    QCOMPARE(qsizetype(read->size()), values.size());
    for (qsizetype i = 0; i < values.size(); ++i)
        QCOMPARE(read->data()[i], values[i]);
}

namespace {

void put(Bytes& to, std::uint32_t value, int size)
{
    for (int i = 0; i < size; ++i)
        to.push_back(std::uint8_t(value >> 8 * i));
}

/// File header and a header of version 1, or of version 4 where there are masks.
Bytes bitmap(int width, int height, int bits, int compression, const Bytes& palette, const Bytes& pixels,
             std::initializer_list<std::uint32_t> masks = {})
{
    const std::uint32_t header = masks.size() ? 108 : 40;
    Bytes file{'B', 'M'};
    put(file, 0, 8);
    put(file, std::uint32_t(14 + header + palette.size()), 4);
    put(file, header, 4);
    put(file, std::uint32_t(width), 4);
    put(file, std::uint32_t(height), 4);
    put(file, 1, 2);
    put(file, std::uint32_t(bits), 2);
    put(file, std::uint32_t(compression), 4);
    put(file, 0, 12);
    put(file, std::uint32_t(palette.size() / 4), 4);
    put(file, 0, 4);
    for (const std::uint32_t mask : masks)
        put(file, mask, 4);
    file.resize(14 + header);
    file.insert(file.end(), palette.begin(), palette.end());
    file.insert(file.end(), pixels.begin(), pixels.end());
    return file;
}

} // namespace

void PhotoReaderTest::bitmaps_data()
{
    QTest::addColumn<Bytes>("content");
    QTest::addColumn<Image>("picture");
    const Bytes redGreen{0, 0, 255, 0, 0, 255, 0, 0}; // blue, green, red, nothing
    // all show red beside green, above green beside red
    Image checks(2, 2, 3);
    const float values[12]{1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0};
    std::copy_n(values, 12, checks.data());
    QTest::newRow("24 bits") << bitmap(2, 2, 24, 0, {},
                                       {0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0})
                             << checks;
    QTest::newRow("from above") << bitmap(2, -2, 24, 0, {},
                                          {0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0})
                                << checks;
    QTest::newRow("1 bit") << bitmap(2, 2, 1, 0, redGreen, {0b10000000, 0, 0, 0, 0b01000000, 0, 0, 0})
                           << checks;
    QTest::newRow("4 bits") << bitmap(2, 2, 4, 0, redGreen, {0x10, 0, 0, 0, 0x01, 0, 0, 0}) << checks;
    QTest::newRow("8 bits") << bitmap(2, 2, 8, 0, redGreen, {1, 0, 0, 0, 0, 1, 0, 0}) << checks;
    QTest::newRow("8 bits, runs") << bitmap(2, 2, 8, 1, redGreen, {1, 1, 1, 0, 0, 0, 0, 3, 0, 1, 0, 0, 0, 1})
                                  << checks;
    QTest::newRow("4 bits, runs") << bitmap(2, 2, 4, 2, redGreen, {2, 0x10, 0, 0, 2, 0x01, 0, 1}) << checks;
    QTest::newRow("16 bits") << bitmap(2, 2, 16, 0, {}, {0xe0, 0x03, 0x00, 0x7c, 0x00, 0x7c, 0xe0, 0x03})
                             << checks;
    QTest::newRow("32 bits") << bitmap(2, 2, 32, 0, {},
                                       {0, 255, 0, 9, 0, 0, 255, 9, 0, 0, 255, 9, 0, 255, 0, 9})
                             << checks;
    QTest::newRow("alpha") << bitmap(1, 1, 32, 3, {}, {255, 0, 0, 51}, {0xff, 0xff00, 0xff0000, 0xff000000u})
                           << plain(1, 1, {1, 0, 0, 0.2f});
    QTest::newRow("greys") << bitmap(2, 1, 8, 0, {51, 51, 51, 0, 255, 255, 255, 0}, {1, 0, 0, 0}) << [] {
        Image grey(2, 1, 1);
        grey.at(0, 0, 0) = 1;
        grey.at(1, 0, 0) = 0.2f;
        return grey;
    }();
}

void PhotoReaderTest::bitmaps()
{
    QFETCH(Bytes, content);
    QFETCH(Image, picture);
    const fs::path file = path("picture.bmp");
    writeBytes(file, content);
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().format, PhotoFormat::Bmp);
    const auto read = reader->read(10);
    ENLARGER_VERIFY(read);
    QVERIFY(same(*read, picture));
}

void PhotoReaderTest::anotherThreadMayGoOn()
{
    const Image picture = rounded(noise(30, 200, 3), 255);
    const fs::path file = path("threads.png");
    QVERIFY(save(toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), file));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    Image joined;
    for (int i = 0; i < 4; ++i) {
        Result<Image> band = Error{};
        std::thread([&] { band = reader->read(50); }).join();
        ENLARGER_VERIFY(band);
        joined = stack(joined, *band);
    }
    QVERIFY(same(joined, picture));
}

void PhotoReaderTest::realPhotos_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("channels");
    QTest::addColumn<bool>("icc");
    QTest::addColumn<bool>("exif");
    const auto row = [](const char* name, int width, int height, int channels, bool icc, bool exif) {
        QTest::newRow(name) << QByteArray(name) << QSize(width, height) << channels << icc << exif;
    };
    row("adobe-rgb_canon-7d_600x900.jpg", 600, 900, 3, true, true);
    row("alpha.png", 200, 150, 4, false, false);
    row("camera-profile_canon-a560_3072x2304.jpg", 3072, 2304, 3, true, true);
    row("cmyk.jpg", 100, 100, 3, false, true);
    row("heic_iphone.heic", 3024, 4032, 3, true, true);
    row("hopper.avif", 128, 128, 3, false, false);
    row("orientation-3.jpg", 1800, 1200, 3, false, true);
    row("orientation-6.jpg", 1800, 1200, 3, false, true);
    row("srgb_canon-d60_1772x1181.jpg", 1772, 1181, 3, true, true);
}

void PhotoReaderTest::realPhotos()
{
    QFETCH(QByteArray, name);
    QFETCH(QSize, size);
    QFETCH(int, channels);
    QFETCH(bool, icc);
    QFETCH(bool, exif);
    const fs::path file = sharedFile("data/photos/" + name.toStdString());
    ENLARGER_NEED(file);
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    const PhotoInfo& info = reader->info();
    QCOMPARE(QSize(info.width, info.height), size);
    QCOMPARE(info.channels, channels);
    QCOMPARE(!info.metadata.icc.empty(), icc);
    QCOMPARE(!info.metadata.exif.empty(), exif);
    int rows = 0;
    while (rows < info.height) {
        const auto band = reader->read(256);
        ENLARGER_VERIFY(band);
        QVERIFY(band->height() > 0);
        rows += band->height();
    }
    QCOMPARE(rows, info.height);
}

QTEST_GUILESS_MAIN(PhotoReaderTest)
#include "photo_reader_test.moc"
