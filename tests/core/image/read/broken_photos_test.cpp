// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/made_tiff.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/resource.h>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// Whatever a file holds, reading it gives a picture or an Error that names the file.
class BrokenPhotosTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void foreignFilesAreRefused_data();
    void foreignFilesAreRefused();
    void namesAreNotOptions();
    void truncatedFilesAreErrors_data();
    void truncatedFilesAreErrors();
    void turnedTruncatedJpegIsAnError();
    void flippedBitsNeverCrash_data();
    void flippedBitsNeverCrash();
    void bombsAllocateNothing_data();
    void bombsAllocateNothing();
    void endlessJpegPassesAreRefused();
    void anErrorStays();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    Bytes sample(const std::string& name) const { return m_samples.at(name); }
    void eachSample();

    QTemporaryDir m_folder;
    std::map<std::string, Bytes> m_samples; // by file name
};

namespace {

/// Opens and reads to the end, band by band. An Error, or the rows that came.
Result<int> readAll(const fs::path& file)
{
    auto reader = PhotoReader::open(file);
    if (!reader)
        return std::move(reader).error();
    if (std::int64_t(reader->info().width) * reader->info().height >
        1 << 22) // a size that came of a flipped bit
        return reader->read(1).ok() ? 1 : 0;
    int rows = 0;
    while (true) {
        auto band = reader->read(16);
        if (!band)
            return std::move(band).error();
        if (band->height() == 0)
            return rows;
        rows += band->height();
    }
}

/// What people can read: the file is named once, nothing but text follows, and it is short.
bool isOneSentence(const Error& error, const fs::path& file)
{
    const std::string text = error.text().substr(file.string().size());
    return error.file == file && !error.what.empty() && text.size() <= 300 &&
           text.find(file.filename().string()) == std::string::npos &&
           text.find(file.parent_path().string()) == std::string::npos &&
           std::none_of(text.begin(), text.end(), [](char c) { return std::uint8_t(c) < 0x20 || c == 0x7f; });
}

Bytes big32(std::uint32_t value)
{
    return {std::uint8_t(value >> 24), std::uint8_t(value >> 16), std::uint8_t(value >> 8),
            std::uint8_t(value)};
}

} // namespace

void BrokenPhotosTest::initTestCase()
{
    const Image picture = noise(48, 40, 3);
    const auto made = toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
    const auto deep = toVips(picture, VIPS_FORMAT_USHORT, VIPS_INTERPRETATION_RGB16);
    setBlob(made.get(), VIPS_META_XMP_NAME, smallXmp());
    setBlob(made.get(), VIPS_META_ICC_NAME, smallProfile("RGB "));
    setBlob(made.get(), VIPS_META_IPTC_NAME, smallIptc());
    vips_image_set_int(made.get(), VIPS_META_ORIENTATION, 6);
    QVERIFY(save(made.get(), path("a.jpg")));
    QVERIFY(save(made.get(), path("progressive.jpg"), "[interlace]"));
    QVERIFY(save(deep.get(), path("a.png")));
    QVERIFY(save(made.get(), path("interlaced.png"), "[interlace]"));
    QVERIFY(save(made.get(), path("a.tif")));
    QVERIFY(save(deep.get(), path("tiles.tif"), "[tile,tile-width=16,tile-height=16,compression=deflate]"));
    QVERIFY(save(made.get(), path("jpeg.tif"), "[compression=jpeg]"));
    QVERIFY(save(made.get(), path("a.webp")));
    QVERIFY(save(made.get(), path("lossless.webp"), "[lossless]"));
    QVERIFY(save(made.get(), path("a.gif")));
    QVERIFY(save(deep.get(), path("a.ppm")));
    QVERIFY(writeTiff(path("half.tif"), picture, {.compression = COMPRESSION_LZW}));
    QVERIFY(
        writeTiff(path("planes.tif"), picture,
                  {.compression = COMPRESSION_ADOBE_DEFLATE, .predictor = 3, .tiled = true, .planar = true}));
    QVERIFY(save(toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), path("old.jpg")));
    writeBytes(path("old.tif"), oldStyleTiff(readBytes(path("old.jpg")), 48, 40, 3));
    QVERIFY(writeHeif(path("a.heic"), picture, {.avif = false, .exif = smallExif(6)}));
    QVERIFY(writeHeif(path("a.avif"), picture, {.exif = smallExif(6)}));
    QVERIFY(writeJxl(path("a.jxl"), picture, {.exif = smallExif(6), .xmp = smallXmp()}));
    QVERIFY(writeJxl(path("lossy.jxl"), picture, {.lossless = false, .icc = smallProfile("RGB ")}));
    Bytes bmp{'B', 'M', 0, 0,  0, 0, 0, 0,  0, 0, 54, 0, 0, 0,  40,
              0,   0,   0, 48, 0, 0, 0, 40, 0, 0, 0,  1, 0, 24, 0};
    bmp.resize(54); // no compression, and nothing that matters
    bmp.resize(54 + 48 * 40 * 3, 77);
    writeBytes(path("a.bmp"), bmp);
    for (const auto& entry : fs::directory_iterator(m_folder.path().toStdString())) {
        m_samples[entry.path().filename().string()] = readBytes(entry.path());
        const auto whole = readAll(entry.path());
        ENLARGER_VERIFY(whole);
        QVERIFY(*whole == 40 || *whole == 48);
    }
}

void BrokenPhotosTest::eachSample()
{
    QTest::addColumn<QByteArray>("name");
    for (const auto& [name, data] : m_samples)
        QTest::newRow(name.c_str()) << QByteArray::fromStdString(name);
}

void BrokenPhotosTest::foreignFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("empty") << QByteArray() << QByteArray("empty");
    QTest::newRow("text") << QByteArray("Dear diary,\ntoday nothing happened.\n") << QByteArray("text file");
    QTest::newRow("SVG")
        << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>")
        << QByteArray("SVG");
    QTest::newRow("MVG") << QByteArray("push graphic-context\nimage over 0,0 0,0 'ephemeral:/tmp/x'\n")
                         << QByteArray("text file");
    QTest::newRow("PDF") << QByteArray("%PDF-1.4\n1 0 obj\n") << QByteArray("PDF");
    QTest::newRow("raw") << QByteArray("IIU\0\x18\0\0\0raw data of a camera", 28) << QByteArray("RAW");
    QTest::newRow("film") << QByteArray("\0\0\0\x18"
                                        "ftypisom\0\0\0\0isommp41",
                                        24)
                          << QByteArray("film");
    QTest::newRow("zeros") << QByteArray(5000, '\0') << QByteArray("not a photo");
    QTest::newRow("a JPEG's first bytes") << QByteArray("\xff\xd8\xff\xe0", 4) << QByteArray("damaged");
    QTest::newRow("a PNG's first bytes") << QByteArray("\x89PNG\r\n\x1a\n", 8) << QByteArray("damaged");
}

void BrokenPhotosTest::foreignFilesAreRefused()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, words);
    const fs::path file = path("foreign.jpg");
    writeBytes(file, Bytes(content.begin(), content.end()));
    const auto reader = PhotoReader::open(file);
    QVERIFY(!reader.ok());
    QVERIFY2(reader.error().text().find(words.toStdString()) != std::string::npos,
             reader.error().text().c_str());
    QVERIFY(reader.error().file == file);
}

void BrokenPhotosTest::namesAreNotOptions()
{
    const auto missing = PhotoReader::open(path("missing.jpg"));
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().kind, ErrorKind::Io);
    const auto folder = PhotoReader::open(m_folder.path().toStdString());
    QVERIFY(!folder.ok());
    QVERIFY(folder.error().what.find("folder") != std::string::npos);
    for (const char* name : {"a photo.png", "photo.png[page=1]", "[x].png", "50%.png", "#1.png",
                             "fot\u00f3 \u5199\u771f.png", "no ending", "wrong.jpg", "-o.png", "a:b.png"}) {
        writeBytes(path(name), sample("a.png"));
        const auto read = readPhoto(path(name));
        QVERIFY2(read.ok(), name);
        QCOMPARE(read->width(), 48);
    }
}

void BrokenPhotosTest::truncatedFilesAreErrors_data()
{
    eachSample();
}

void BrokenPhotosTest::truncatedFilesAreErrors()
{
    QFETCH(QByteArray, name);
    const Bytes whole = sample(name.toStdString());
    const fs::path file = path("short_" + name.toStdString());
    constexpr std::size_t cuts = 24;
    for (std::size_t i = 0; i < cuts; ++i) {
        const std::size_t length = whole.size() * i / cuts;
        writeBytes(file, Bytes(whole.begin(), whole.begin() + std::ptrdiff_t(length)));
        const auto rows = readAll(file);
        // libwebp and TIFF may keep metadata at the end: then the pixels can be whole
        const bool endIsMetadata = name.endsWith(".tif") || name.endsWith(".webp") || name.endsWith(".jxl");
        if (i < cuts / 2 || !endIsMetadata)
            QVERIFY2(!rows.ok(), qPrintable(QString("%1 of %2 bytes").arg(length).arg(whole.size())));
        if (!rows)
            QVERIFY2(isOneSentence(rows.error(), file), rows.error().text().c_str());
    }
}

void BrokenPhotosTest::turnedTruncatedJpegIsAnError()
{
    // Orientation 6 makes libvips decode the whole picture first.
    const Bytes whole = sample("a.jpg");
    const fs::path file = path("turned.jpg");
    writeBytes(file, Bytes(whole.begin(), whole.end() - std::ptrdiff_t(whole.size() / 8)));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().width, 40);
    QVERIFY(!reader->read(48).ok());
}

void BrokenPhotosTest::flippedBitsNeverCrash_data()
{
    eachSample();
}

void BrokenPhotosTest::flippedBitsNeverCrash()
{
    QFETCH(QByteArray, name);
    const Bytes whole = sample(name.toStdString());
    const fs::path file = path("flip_" + name.toStdString());
    constexpr std::size_t flips = 60;
    for (std::size_t i = 0; i < flips; ++i) {
        Bytes data = whole;
        // half of them among the first 200 bytes, where the headers are
        const std::size_t range = i % 2 ? whole.size() : std::min<std::size_t>(200, whole.size());
        const std::size_t at = (i * 7919 + 13) % range;
        data[at] ^= std::uint8_t(1 << i % 8);
        if (i % 3 == 0)
            data[(at * 31 + 5) % range] = 0xff;
        writeBytes(file, data);
        const auto rows = readAll(file);
        if (!rows)
            QVERIFY2(isOneSentence(rows.error(), file), rows.error().text().c_str());
    }
}

void BrokenPhotosTest::bombsAllocateNothing_data()
{
    QTest::addColumn<Bytes>("content");
    const auto png = [&](std::uint32_t width, std::uint32_t height, bool interlaced) {
        const fs::path file = path("bomb.png");
        writeBytes(file, Bytes{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0, 'I', 'E', 'N', 'D'});
        Bytes header = big32(width);
        const Bytes more = big32(height), rest{16, 6, 0, 0, std::uint8_t(interlaced)};
        header.insert(header.end(), more.begin(), more.end());
        header.insert(header.end(), rest.begin(), rest.end());
        Bytes all(33); // room for what insertPngChunk skips
        writeBytes(file, all);
        insertPngChunk(file, "IHDR", header);
        all = readBytes(file);
        all.erase(all.begin(), all.begin() + 33);
        const Bytes signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
        all.insert(all.begin(), signature.begin(), signature.end());
        const Bytes idat{0, 0, 0, 0, 'I', 'D', 'A', 'T', 0x35, 0xaf, 0x06, 0x1e};
        all.insert(all.end(), idat.begin(), idat.end());
        return all;
    };
    QTest::newRow("PNG of 2,000,000,000 squared") << png(2'000'000'000, 2'000'000'000, false);
    QTest::newRow("PNG of 120,000 squared") << png(120'000, 120'000, true);
    Bytes jpeg = sample("progressive.jpg");
    for (std::size_t i = 0; i + 8 < jpeg.size(); ++i)
        if (jpeg[i] == 0xff && jpeg[i + 1] == 0xc2) {
            jpeg[i + 5] = jpeg[i + 6] = jpeg[i + 7] = jpeg[i + 8] = 0xff;
            break;
        }
    QTest::newRow("progressive JPEG of 65,535 squared") << jpeg;
    QTest::newRow("PPM") << toBytes("P6 900000000 900000000 255\nxxxx");
    QTest::newRow("PPM of 100,000 squared") << toBytes("P6 100000 100000 255\nxxxx");
    Bytes bmp = sample("a.bmp");
    bmp[20] = bmp[21] = bmp[24] = 0x7f;
    QTest::newRow("BMP") << bmp;
    Bytes runs = sample("a.bmp");
    runs[19] = runs[23] = 0x80; // 32,816 squared, 8 bits in runs
    runs[28] = 8;
    runs[30] = 1;
    QTest::newRow("BMP of runs") << runs;
}

void BrokenPhotosTest::bombsAllocateNothing()
{
    QFETCH(Bytes, content);
    const fs::path file = path("bomb");
    writeBytes(file, content);
    const auto peak = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss / 1024; // MiB
    };
    const long before = peak();
    auto reader = PhotoReader::open(file);
    if (reader)
        QVERIFY(!reader->read(1).ok());
    QVERIFY2(peak() - before < 300, qPrintable(QString::number(peak() - before)));
}

void BrokenPhotosTest::endlessJpegPassesAreRefused()
{
    Bytes data = sample("progressive.jpg");
    ENLARGER_VERIFY(PhotoReader::open(path("progressive.jpg")));
    const Bytes pass{0xff, 0xda, 0, 8, 1, 1, 0, 1, 1, 0}; // without data, and again and again
    for (int i = 0; i < 2000; ++i)
        data.insert(data.end() - 2, pass.begin(), pass.end());
    writeBytes(path("passes.jpg"), data);
    const auto reader = PhotoReader::open(path("passes.jpg"));
    QVERIFY(!reader.ok());
    QVERIFY(reader.error().what.find("passes") != std::string::npos);
}

void BrokenPhotosTest::anErrorStays()
{
    const Bytes whole = sample("a.png");
    const fs::path file = path("again.png");
    writeBytes(file, Bytes(whole.begin(), whole.begin() + std::ptrdiff_t(whole.size() / 2)));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QVERIFY(!reader->read(48).ok());
    QVERIFY(!reader->read(48).ok());
}

QTEST_GUILESS_MAIN(BrokenPhotosTest)
#include "broken_photos_test.moc"
