// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/resource.h>
#include <thread>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// Pixels come out of each container, upright, in bands.
class PhotoReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startingLeavesTheEnvironment();
    void losslessFormatsGiveTheExactValues_data();
    void losslessFormatsGiveTheExactValues();
    void lossyFormatsComeNear_data();
    void lossyFormatsComeNear();
    void bandsJoinToThePicture();
    void orientationIsApplied_data();
    void orientationIsApplied();
    void firstPageAndFirstFrame();
    void anotherThreadMayGoOn();
    void largePhotosTakeLittleMemory_data();
    void largePhotosTakeLittleMemory();
    void realPhotos_data();
    void realPhotos();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

// Any thread may be the one that starts libvips, while others read the environment.
void PhotoReaderTest::startingLeavesTheEnvironment()
{
    const QStringList before = QProcessEnvironment::systemEnvironment().toStringList();
    ENLARGER_VERIFY(startVips());
    QCOMPARE(QProcessEnvironment::systemEnvironment().toStringList(), before);
}

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
        Image spare(20, rows == 64 ? 64 : 5, 3); // of the size that is wanted, or of another
        std::fill_n(spare.data(), spare.size(), std::nanf(""));
        const auto band = reader->read(rows, std::move(spare));
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
        const bool hasPages = std::string(name).ends_with("tif");
        QVERIFY2(says(reader->info(), hasPages ? "Only page 1 of 2" : "Only the first frame"), name);
        const auto read = reader->read(10);
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(read->takeChannels(0, 3), plain(10, 10, {1, 0, 0})) < 0.01f);
    }
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

void PhotoReaderTest::largePhotosTakeLittleMemory_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"large.jpg", "large.png", "large.tif"})
        QTest::newRow(name) << QByteArray(name);
}

void PhotoReaderTest::largePhotosTakeLittleMemory()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("the sanitizer keeps what was freed");
#endif
    QFETCH(QByteArray, name);
    constexpr int width = 10000, height = 6000; // 180 MB of bytes, 720 MB of floats
    VipsImage* black = nullptr;
    (void)startVips();
    QVERIFY(vips_black(&black, width, height, "bands", 3, nullptr) == 0);
    const VipsPtr<VipsImage> holder(black);
    const fs::path file = path(name.toStdString());
    QVERIFY(save(black, file));
    const auto peak = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss / 1024; // MiB
    };
    const long before = peak();
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    int rows = 0;
    while (rows < height) {
        const auto band = reader->read(64);
        ENLARGER_VERIFY(band);
        rows += band->height();
    }
    QVERIFY2(peak() - before < 100, qPrintable(QString::number(peak() - before)));
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
