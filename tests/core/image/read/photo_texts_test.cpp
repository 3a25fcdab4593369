// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <zlib.h>

#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

using Unit = Resolution::Unit;

namespace {

Bytes operator+(Bytes a, const Bytes& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Bytes packed(const Bytes& data)
{
    Bytes result(compressBound(uLong(data.size())));
    uLongf size = uLongf(result.size());
    compress2(result.data(), &size, data.data(), uLong(data.size()), 9);
    result.resize(size);
    return result;
}

Bytes number(std::uint32_t n)
{
    return {std::uint8_t(n >> 24), std::uint8_t(n >> 16), std::uint8_t(n >> 8), std::uint8_t(n)};
}

Bytes segment(int marker, const Bytes& content)
{
    const std::size_t size = content.size() + 2;
    return Bytes{0xff, std::uint8_t(marker), std::uint8_t(size >> 8), std::uint8_t(size)} + content;
}

} // namespace

/// What a container says itself: resolution, texts, comments; and what behind the picture is not read.
class PhotoTextsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    fs::path make(const char* name, const char* options = "[strip]") const
    {
        const fs::path file = fs::path(m_folder.path().toStdString()) / name;
        const auto picture =
            toVips(plain(16, 16, {0.5f, 0.25f, 0.75f}), VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
        return save(picture.get(), file, options) ? file : fs::path();
    }

    static PhotoInfo infoOf(const fs::path& file)
    {
        const auto reader = PhotoReader::open(file);
        PhotoInfo none;
        if (!reader)
            none.notes = {"not read: " + reader.error().text()};
        return reader ? reader->info() : none;
    }

    /// Puts segments behind a JPEG's first two bytes, and without JFIF's that libjpeg has written.
    static void insertSegments(const fs::path& file, const Bytes& segments)
    {
        Bytes jpeg = readBytes(file);
        constexpr std::ptrdiff_t jfif = 18;
        jpeg.erase(jpeg.begin() + 2, jpeg.begin() + 2 + jfif);
        jpeg.insert(jpeg.begin() + 2, segments.begin(), segments.end());
        writeBytes(file, jpeg);
    }

private Q_SLOTS:
    void pngTexts()
    {
        const fs::path file = make("texts.png");
        const Bytes end{0};
        insertPngChunk(file, "tEXt", toBytes("parameters") + end + toBytes("two\nlines"));
        insertPngChunk(file, "zTXt", toBytes("Copyright") + Bytes{0, 0} + packed(toBytes("\xa9 me")));
        insertPngChunk(file, "iTXt",
                       toBytes("Title") + Bytes{0, 1, 0} + toBytes("ja") + end + toBytes("題") + end +
                           packed(toBytes("港")));
        insertPngChunk(file, "tEXt", toBytes("Author") + end + toBytes("J\xfcrgen")); // Latin-1
        insertPngChunk(file, "tEXt", toBytes("Author") + end + toBytes("Jürgen"));    // what some write
        const NamedTexts expected{{"Author", "Jürgen", "", ""},
                                  {"Author", "Jürgen", "", ""},
                                  {"Title", "港", "ja", "題"},
                                  {"Copyright", "© me", "", ""},
                                  {"parameters", "two\nlines", "", ""}};
        const PhotoInfo info = infoOf(file);
        QVERIFY(info.metadata.texts == expected);
        QVERIFY(info.notes.empty());
        QVERIFY(info.metadata.xmp.empty());
    }

    void hostilePngTexts()
    {
        const fs::path file = make("hostile.png");
        insertPngChunk(file, "tEXt", toBytes("Author") + Bytes{0} + toBytes("me"));
        const Bytes bomb = packed(Bytes(std::size_t(100) << 20, 0));
        for (int i = 0; i < 10; ++i) // a gigabyte
            insertPngChunk(file, "zTXt", toBytes("Comment") + Bytes{0, 0} + bomb);
        insertPngChunk(file, "zTXt", toBytes("Title") + Bytes{0, 0} + toBytes("not packed"));
        insertPngChunk(file, "tEXt", toBytes("no end"));
        insertPngChunk(file, "iTXt", toBytes("Title") + Bytes{0, 0});
        insertPngChunk(file, "tEXt", toBytes(" blank before ") + Bytes{0} + toBytes("text"));
        const PhotoInfo info = infoOf(file);
        std::size_t bytes = 0;
        for (const NamedText& text : info.metadata.texts)
            bytes += text.text.size();
        QVERIFY(bytes <= std::size_t(64) << 20);
        QVERIFY(says(info, "Texts of the PNG that are damaged or too large were left out"));
        QCOMPARE(info.notes.size(), 1u);
    }

    void manySmallPngTexts()
    {
        const fs::path file = make("many.png");
        Bytes png = readBytes(file), chunks;
        for (int i = 0; i < 100'000; ++i)
            chunks = std::move(chunks) + number(3) + toBytes("tEXt") + Bytes{'a', 0, 'b'} + number(0);
        png.insert(png.end() - 12, chunks.begin(), chunks.end()); // behind the pixels, where libpng stops
        writeBytes(file, png);
        const PhotoInfo info = infoOf(file);
        QVERIFY(info.metadata.texts.size() > 10'000 && info.metadata.texts.size() < 70'000);
        QVERIFY(says(info, "too large"));
    }

    void comments()
    {
        const fs::path jpeg = make("comment.jpg");
        insertSegments(jpeg, segment(0xfe, toBytes("first") + Bytes{0}) + segment(0xfe, toBytes("caf\xe9")) +
                                 segment(0xfe, {}));
        const NamedTexts expected{{"Comment", "first", "", ""}, {"Comment", "café", "", ""}};
        QVERIFY(infoOf(jpeg).metadata.texts == expected);
    }

    void gif()
    {
        const fs::path file = make("plain.gif");
        Bytes gif = readBytes(file);
        const std::size_t head = 13 + (gif[10] & 0x80 ? std::size_t(3) << ((gif[10] & 7) + 1) : 0);
        Bytes magic(258, 0); // of Adobe's specification: whatever byte a reader stands on leads to the end
        magic[0] = 1;
        for (std::size_t i = 1; i < 257; ++i)
            magic[i] = std::uint8_t(256 - i);
        const Bytes extensions = Bytes{0x21, 0xfe, 5} + toBytes("hello") + Bytes{6} + toBytes(" there") +
                                 Bytes{0} + Bytes{0x21, 0xff, 11} + toBytes("XMP DataXMP") + smallXmp() +
                                 magic;
        gif.insert(gif.begin() + std::ptrdiff_t(head), extensions.begin(), extensions.end());
        gif[12] = 17; // pixels of one to two
        writeBytes(file, gif);
        const PhotoInfo info = infoOf(file);
        QVERIFY(info.metadata.texts == NamedTexts({{"Comment", "hello there", "", ""}}));
        QVERIFY(info.metadata.xmp == smallXmp());
        QCOMPARE(info.metadata.resolution, (Resolution{64, 32, Unit::None}));
        for (std::size_t size = 14; size < gif.size(); size += 7) { // cut anywhere
            writeBytes(file, Bytes(gif.begin(), gif.begin() + std::ptrdiff_t(size)));
            const auto reader = PhotoReader::open(file);
            QVERIFY(!reader || reader->info().width == 16);
        }
    }

    void anyMaps_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("comment");
        QTest::newRow("one") << QByteArray("P6\n# calm sea\n1 1\n255\nabc") << "calm sea";
        QTest::newRow("several") << QByteArray("P5 # first\n#\n1 # caf\xe9\r1\n#third\n255\na")
                                 << "first\ncafé\nthird";
        QTest::newRow("PAM") << QByteArray("P7\n# by hand\nWIDTH 1\nHEIGHT 1\n#2\nDEPTH 1\nMAXVAL 255\n"
                                           "TUPLTYPE GRAYSCALE\nENDHDR\na")
                             << "by hand\n2";
        QTest::newRow("text") << QByteArray("P2\n# header\n1 1\n255\n7\n# after all\n") << "header";
        QTest::newRow("pixels") << QByteArray("P6 1 1 255\n#ab") << "";
        QTest::newRow("none") << QByteArray("P4 1 1\n\x80") << "";
    }
    void anyMaps()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, comment);
        const fs::path any = fs::path(m_folder.path().toStdString()) / "any.pnm";
        writeBytes(any, Bytes(file.begin(), file.end()));
        const PhotoInfo info = infoOf(any);
        QVERIFY(info.notes.empty());
        QVERIFY(info.metadata.texts ==
                (comment.isEmpty() ? NamedTexts() : NamedTexts{{"Comment", comment.toStdString(), "", ""}}));
        QVERIFY(readPhoto(any));
    }

    void endlessCommentOfAnAnyMap()
    {
        const fs::path any = fs::path(m_folder.path().toStdString()) / "any.pnm";
        writeBytes(any, toBytes("P5\n#") + Bytes(10'000'000, 'x') + toBytes("\n1 1\n255\na"));
        const PhotoInfo info = infoOf(any);
        QCOMPARE(info.metadata.texts.size(), 1u);
        QVERIFY(info.metadata.texts.front().text.size() <= std::size_t(1) << 16);
    }

    void resolutions()
    {
        const fs::path jpeg = make("dense.jpg");
        const Bytes plainJpeg = readBytes(jpeg);
        const auto jfif = [&](int unit, int x, int y) {
            writeBytes(jpeg, plainJpeg);
            insertSegments(
                jpeg, segment(0xe0, toBytes("JFIF") + Bytes{0, 1, 1, std::uint8_t(unit), std::uint8_t(x >> 8),
                                                            std::uint8_t(x), std::uint8_t(y >> 8),
                                                            std::uint8_t(y), 0, 0}));
            return infoOf(jpeg).metadata.resolution;
        };
        QCOMPARE(jfif(1, 300, 300), (Resolution{300, 300, Unit::Inch}));
        QCOMPARE(jfif(2, 118, 59), (Resolution{118, 59, Unit::Centimetre}));
        QCOMPARE(jfif(0, 2, 1), (Resolution{2, 1, Unit::None}));
        QVERIFY(!jfif(0, 1, 1).isKnown());
        QVERIFY(!jfif(1, 0, 0).isKnown());

        const auto phys = [&](std::uint32_t x, std::uint32_t y, std::uint8_t unit) {
            const fs::path png = make("dense.png");
            Bytes bytes = readBytes(png);
            const std::string all(bytes.begin(), bytes.end());
            const auto at = std::ptrdiff_t(all.find("pHYs")) + 4; // libvips writes one
            const Bytes chunk = number(x) + number(y) + Bytes{unit};
            std::copy(chunk.begin(), chunk.end(), bytes.begin() + at);
            const auto sum = number(std::uint32_t(crc32(0, bytes.data() + at - 4, 13)));
            std::copy(sum.begin(), sum.end(), bytes.begin() + at + 9);
            writeBytes(png, bytes);
            return infoOf(png).metadata.resolution;
        };
        QCOMPARE(phys(11811, 11811, 1), (Resolution{300, 300, Unit::Inch}));
        QCOMPARE(phys(11800, 5900, 1), (Resolution{118, 59, Unit::Centimetre}));
        QCOMPARE(phys(2, 1, 0), (Resolution{2, 1, Unit::None}));
        QVERIFY(!phys(5, 5, 0).isKnown());
    }

    void bmp()
    {
        const fs::path file = fs::path(m_folder.path().toStdString()) / "dense.bmp";
        const auto little = [](std::uint32_t n) {
            return Bytes{std::uint8_t(n), std::uint8_t(n >> 8), std::uint8_t(n >> 16), std::uint8_t(n >> 24)};
        };
        writeBytes(file, toBytes("BM") + little(58) + little(0) + little(54) + little(40) + little(1) +
                             little(1) + Bytes{1, 0, 24, 0} + little(0) + little(4) + little(11811) +
                             little(11811) + little(0) + little(0) + Bytes{1, 2, 3, 0});
        QCOMPARE(infoOf(file).metadata.resolution, (Resolution{300, 300, Unit::Inch}));
    }

    void filmsBehindThePhotoAreNamed()
    {
        const fs::path google = make("google.jpg");
        insertSegments(google,
                       segment(0xe1, toBytes("http://ns.adobe.com/xap/1.0/") + Bytes{0} +
                                         toBytes("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
                                                 "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                                                 "<rdf:Description rdf:about=\"\" xmlns:Camera="
                                                 "\"http://ns.google.com/photos/1.0/camera/\" "
                                                 "Camera:MotionPhoto=\"1\"/></rdf:RDF></x:xmpmeta>")));
        QVERIFY(says(infoOf(google), "The film behind the photo was left out"));

        const auto samsung = [&](std::uint8_t kind) {
            const fs::path file = make("samsung.jpg");
            // One entry of that kind, 0x0a__, as far from the directory as it is long.
            writeBytes(file, readBytes(file) + Bytes(24, 7) + toBytes("SEFH") +
                                 Bytes{106, 0, 0, 0, 1, 0, 0, 0} +
                                 Bytes{0, 0, kind, 0x0a, 24, 0, 0, 0, 24, 0, 0, 0} + Bytes{24, 0, 0, 0} +
                                 toBytes("SEFT"));
            return infoOf(file);
        };
        QVERIFY(says(samsung(0x30), "The film behind the photo was left out"));
        QVERIFY(samsung(0x01).notes.empty()); // the time of the shot
        QVERIFY(infoOf(make("plain.jpg")).notes.empty());
    }

    void otherPartsAreNamed()
    {
        const auto views = [&](std::uint8_t second) {
            const fs::path file = make("views.jpg");
            Bytes entries(32, 0);
            entries[2] = 3;
            entries[16 + 2] = 2;
            entries[16] = second;
            insertSegments(file, segment(0xe2, toBytes("MPF") + Bytes{0} + toBytes("II") +
                                                   Bytes{42, 0, 8, 0, 0,  0, 1, 0, 2, 0xb0, 7, 0,
                                                         32, 0, 0, 0, 26, 0, 0, 0, 0, 0,    0, 0} +
                                                   entries));
            return infoOf(file);
        };
        QVERIFY(says(views(2), "Only the first picture of the file was read")); // stereo
        QVERIFY(views(0).notes.empty());

        const fs::path jpeg = make("credentials.jpg");
        insertSegments(jpeg, segment(0xeb, toBytes("JP") + Bytes(14, 0) + toBytes("jumb....jumdc2pa")));
        QVERIFY(says(infoOf(jpeg), "C2PA"));
        const fs::path png = make("credentials.png");
        insertPngChunk(png, "caBX", toBytes("jumb"));
        QVERIFY(says(infoOf(png), "C2PA"));
    }
};

QTEST_GUILESS_MAIN(PhotoTextsTest)
#include "photo_texts_test.moc"
