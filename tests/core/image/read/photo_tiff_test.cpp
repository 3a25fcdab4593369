// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/made_tiff.h"
#include "tests/support/test_files.h"

#include <tiffio.h>

#include <QTemporaryDir>
#include <QtTest>

#include <functional>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// The ways of TIFF to store one picture of 2 x 2 pixels.
class PhotoTiffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storedInManyWays_data();
    void storedInManyWays();
    void whatIsNotReadIsSaid_data();
    void whatIsNotReadIsSaid();
    void kindsByTheirTags_data();
    void kindsByTheirTags();
    void tagsOfOtherProgramsAreNamed_data();
    void tagsOfOtherProgramsAreNamed();
    void unnamedFloatsAreTakenAsSrgb();

private:
    fs::path path() const { return fs::path(m_folder.path().toStdString()) / "picture.tif"; }
    QTemporaryDir m_folder;
};

namespace {

struct Made
{
    int bits = 8;
    int samples = 3;
    int photometric = PHOTOMETRIC_RGB;
    int planes = PLANARCONFIG_CONTIG;
    std::vector<std::uint16_t> extras;
    std::vector<Bytes> rows; // two, or as many as planes ask for
};
using Tags = std::function<void(TIFF*)>;

bool write(const fs::path& file, const Made& made, const Tags& tags = {})
{
    TIFF* const tiff = TIFFOpen(file.c_str(), "wl");
    if (!tiff)
        return false;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, 2);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 2);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 1);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, made.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, made.samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, made.photometric);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, made.planes);
    if (made.photometric == PHOTOMETRIC_YCBCR)
        TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
    if (!made.extras.empty())
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, int(made.extras.size()), made.extras.data());
    if (tags)
        tags(tiff);
    bool good = true;
    for (std::size_t i = 0; i < made.rows.size(); ++i) {
        Bytes row = made.rows[i];
        good = good && TIFFWriteScanline(tiff, row.data(), std::uint32_t(i % 2), std::uint16_t(i / 2)) == 1;
    }
    TIFFClose(tiff);
    return good;
}

using Values = QList<float>;

} // namespace

Q_DECLARE_METATYPE(Made)

void PhotoTiffTest::storedInManyWays_data()
{
    QTest::addColumn<Made>("made");
    QTest::addColumn<int>("channels");
    QTest::addColumn<Values>("values"); // of the first row
    const Bytes none(12);
    QTest::newRow("1 bit, black is zero")
        << Made{1, 1, PHOTOMETRIC_MINISBLACK, 1, {}, {{0x80}, {0}}} << 1 << Values{1, 0};
    QTest::newRow("1 bit, white is zero")
        << Made{1, 1, PHOTOMETRIC_MINISWHITE, 1, {}, {{0x80}, {0}}} << 1 << Values{0, 1};
    QTest::newRow("4 bits") << Made{4, 1, PHOTOMETRIC_MINISBLACK, 1, {}, {{0xf3}, {0}}} << 1
                            << Values{1, 0.2f};
    QTest::newRow("8 bits, white is zero")
        << Made{8, 1, PHOTOMETRIC_MINISWHITE, 1, {}, {{0, 204}, {0, 0}}} << 1 << Values{1, 0.2f};
    QTest::newRow("16 bits, white is zero")
        << Made{16, 1, PHOTOMETRIC_MINISWHITE, 1, {}, {{0, 0, 255, 255}, {0, 0, 0, 0}}} << 1 << Values{1, 0};
    QTest::newRow("planes") << Made{8,
                                    3,
                                    PHOTOMETRIC_RGB,
                                    PLANARCONFIG_SEPARATE,
                                    {},
                                    {{255, 0}, {0, 0}, {0, 51}, {0, 0}, {0, 255}, {0, 0}}}
                            << 3 << Values{1, 0, 0, 0, 0.2f, 1};
    QTest::newRow("alpha")
        << Made{8, 4, PHOTOMETRIC_RGB, 1, {EXTRASAMPLE_UNASSALPHA}, {{255, 0, 0, 51, 0, 0, 255, 255}, {none}}}
        << 4 << Values{1, 0, 0, 0.2f, 0, 0, 1, 1};
    QTest::newRow("alpha not announced")
        << Made{8, 4, PHOTOMETRIC_RGB, 1, {}, {{255, 0, 0, 51, 0, 0, 255, 255}, {none}}} << 4
        << Values{1, 0, 0, 0.2f, 0, 0, 1, 1};
    QTest::newRow("a channel that is no alpha") << Made{8,
                                                        4,
                                                        PHOTOMETRIC_RGB,
                                                        1,
                                                        {EXTRASAMPLE_UNSPECIFIED},
                                                        {{255, 0, 0, 51, 0, 0, 255, 255}, {none}}}
                                                << 3 << Values{1, 0, 0, 0, 0, 1};
    QTest::newRow("alpha after another channel") << Made{8,
                                                         5,
                                                         PHOTOMETRIC_RGB,
                                                         1,
                                                         {EXTRASAMPLE_UNSPECIFIED, EXTRASAMPLE_UNASSALPHA},
                                                         {{255, 0, 0, 9, 51, 0, 0, 255, 9, 255}, {none}}}
                                                 << 4 << Values{1, 0, 0, 0.2f, 0, 0, 1, 1};
    QTest::newRow("grey and alpha")
        << Made{8, 2, PHOTOMETRIC_MINISBLACK, 1, {EXTRASAMPLE_UNASSALPHA}, {{51, 255, 255, 102}, {none}}} << 2
        << Values{0.2f, 1, 1, 0.4f};
    QTest::newRow("YCbCr without JPEG")
        << Made{8, 3, PHOTOMETRIC_YCBCR, 1, {}, {{255, 128, 128, 51, 128, 128}, Bytes(6)}} << 3
        << Values{1, 1, 1, 0.2f, 0.2f, 0.2f};
}

void PhotoTiffTest::storedInManyWays()
{
    QFETCH(Made, made);
    QFETCH(int, channels);
    QFETCH(Values, values);
    QVERIFY(write(path(), made));
    auto reader = PhotoReader::open(path());
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().channels, channels);
    const auto read = reader->read(2);
    ENLARGER_VERIFY(read);
    QCOMPARE(qsizetype(read->rowSize()), values.size());
    for (qsizetype i = 0; i < values.size(); ++i)
        QCOMPARE(read->row(0)[std::size_t(i)], values[i]);
}

void PhotoTiffTest::whatIsNotReadIsSaid_data()
{
    QTest::addColumn<Made>("made");
    QTest::addColumn<int>("tag"); // 0: none
    QTest::addColumn<QByteArray>("words");
    const std::vector<Bytes> rows{Bytes(6), Bytes(6)};
    constexpr int dngVersion = 50706;
    QTest::newRow("ICC Lab") << Made{8, 3, PHOTOMETRIC_ICCLAB, 1, {}, rows} << 0
                             << QByteArray("kind of colour");
    QTest::newRow("other inks") << Made{8, 5, PHOTOMETRIC_SEPARATED, 1, {}, {Bytes(10), Bytes(10)}}
                                << int(TIFFTAG_INKSET) << QByteArray("inks other than CMYK");
    QTest::newRow("DNG") << Made{8, 3, PHOTOMETRIC_RGB, 1, {}, rows} << dngVersion
                         << QByteArray("kind of RAW");
}

void PhotoTiffTest::whatIsNotReadIsSaid()
{
    QFETCH(Made, made);
    QFETCH(int, tag);
    QFETCH(QByteArray, words);
    QVERIFY(write(path(), made, [&](TIFF* tiff) {
        if (tag == int(TIFFTAG_INKSET))
            TIFFSetField(tiff, TIFFTAG_INKSET, INKSET_MULTIINK);
        const std::array<std::uint8_t, 4> version{1, 4, 0, 0};
        if (tag && tag != int(TIFFTAG_INKSET))
            TIFFSetField(tiff, TIFFTAG_DNGVERSION, version.data());
    }));
    const auto reader = PhotoReader::open(path());
    QVERIFY(!reader.ok());
    QCOMPARE(reader.error().kind, ErrorKind::Unsupported);
    QVERIFY2(reader.error().what.find(words.toStdString()) != std::string::npos, reader.error().what.c_str());
}

void PhotoTiffTest::kindsByTheirTags_data()
{
    QTest::addColumn<int>("tag");
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("value");
    QTest::addColumn<QByteArray>("words");
    constexpr int compression = TIFFTAG_COMPRESSION, photometric = TIFFTAG_PHOTOMETRIC;
    const auto row = [](const char* words, int tag, int value, int index = 0) {
        QTest::addRow("%d is %d: %s", tag, value, words) << tag << index << value << QByteArray(words);
    };
    row("compressed as JPEG 2000", compression, 34712);
    row("compressed as JPEG 2000", compression, 33005);
    row("compressed as JPEG XL", compression, 50002);
    row("compressed as JPEG XL", compression, 52546);
    row("compressed as JPEG XR", compression, 22610);
    row("compressed as number 4711", compression, 4711);
    row("LogLuv", photometric, PHOTOMETRIC_LOGLUV);
    row("LogL,", photometric, PHOTOMETRIC_LOGL);
    row("ITU Lab", photometric, PHOTOMETRIC_ITULAB);
    row("a mask", photometric, PHOTOMETRIC_MASK);
    row("kind of RAW", photometric, PHOTOMETRIC_CFA);
    row("(number 77)", photometric, 77);
    row("complex numbers", TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_COMPLEXIEEEFP);
    row("floating-point samples of 8 bits", TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
    row("different depths", TIFFTAG_BITSPERSAMPLE, 16, 1);
}

void PhotoTiffTest::kindsByTheirTags()
{
    QFETCH(int, tag);
    QFETCH(int, index);
    QFETCH(int, value);
    QFETCH(QByteArray, words);
    QVERIFY(writeTiff(path(), noise(8, 8, 3), {.bits = 8, .format = SAMPLEFORMAT_UINT}));
    ENLARGER_VERIFY(PhotoReader::open(path()));
    Bytes data = readBytes(path());
    patchTiff(data, tag, std::size_t(index), value);
    writeBytes(path(), data);
    const auto reader = PhotoReader::open(path());
    QVERIFY(!reader.ok());
    QCOMPARE(reader.error().kind, ErrorKind::Unsupported);
    QVERIFY2(reader.error().what.find(words.toStdString()) != std::string::npos, reader.error().what.c_str());
    QVERIFY(reader.error().what.find("damaged") == std::string::npos && !reader.error().advice.empty());
}

void PhotoTiffTest::tagsOfOtherProgramsAreNamed_data()
{
    QTest::addColumn<QList<int>>("tags");
    QTest::addColumn<QByteArrayList>("notes");
    const QByteArray map("The place on a map (GeoTIFF's tags) was left out");
    for (const int tag : {33550, 33922, 34264, 34735, 34736, 34737})
        QTest::addRow("GeoTIFF, %d", tag) << QList<int>{tag} << QByteArrayList{map};
    for (const int tag : {42112, 42113})
        QTest::addRow("GDAL, %d", tag) << QList<int>{tag} << QByteArrayList{"GDAL's metadata were left out"};
    QTest::newRow("both") << QList<int>{33550, 42112} << QByteArrayList{map, "GDAL's metadata"};
    QTest::newRow("layers") << QList<int>{37724} << QByteArrayList{"Photoshop's layers were left out"};
    QTest::newRow("ImageJ") << QList<int>{50838, 50839} << QByteArrayList{"ImageJ's metadata were left out"};
    QTest::newRow("unknown") << QList<int>{40100, 65000}
                             << QByteArrayList{
                                    "TIFF tags that other programs use were left out: 40100, 65000"};
    QTest::newRow("many") << QList<int>{40100, 40101, 40102, 40103, 40104, 40105}
                          << QByteArrayList{"40104 ..."};
    QTest::newRow("storage") << QList<int>{32997, 59932} << QByteArrayList{};
    QTest::newRow("none") << QList<int>{} << QByteArrayList{};
}

void PhotoTiffTest::tagsOfOtherProgramsAreNamed()
{
    QFETCH(QList<int>, tags);
    QFETCH(QByteArrayList, notes);
    for (const int bits : {8, 10}) { // read with libvips, and without
        Made made{bits, 3, PHOTOMETRIC_RGB, 1, {}, {Bytes(8), Bytes(8)}};
        QVERIFY(write(path(), made, [&](TIFF* tiff) {
            for (const int tag : tags) {
                char name[] = "private";
                const TIFFFieldInfo field{
                    std::uint32_t(tag), TIFF_VARIABLE2, TIFF_VARIABLE2, TIFF_BYTE, FIELD_CUSTOM, 1, 1, name};
                TIFFMergeFieldInfo(tiff, &field, 1);
                const std::array<std::uint8_t, 3> content{1, 2, 3};
                TIFFSetField(tiff, std::uint32_t(tag), std::uint32_t(content.size()), content.data());
            }
        }));
        const auto reader = PhotoReader::open(path());
        ENLARGER_VERIFY(reader);
        QCOMPARE(qsizetype(reader->info().notes.size()), notes.size());
        for (const QByteArray& note : notes)
            QVERIFY2(says(reader->info(), note.constData()), note.constData());
    }
}

void PhotoTiffTest::unnamedFloatsAreTakenAsSrgb()
{
    constexpr const char* note = "taken as sRGB, not as linear light";
    for (const int bits : {16, 32}) {
        QVERIFY(writeTiff(path(), noise(8, 8, 3), {.bits = bits}));
        auto reader = PhotoReader::open(path());
        ENLARGER_VERIFY(reader);
        QVERIFY(says(reader->info(), note));
        QVERIFY(write(path(), {32, 3, PHOTOMETRIC_RGB, 1, {}, {Bytes(24), Bytes(24)}}, [](TIFF* tiff) {
            const Bytes profile = smallProfile("RGB ");
            TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
            TIFFSetField(tiff, TIFFTAG_ICCPROFILE, std::uint32_t(profile.size()), profile.data());
        }));
        reader = PhotoReader::open(path());
        ENLARGER_VERIFY(reader);
        QVERIFY(!says(reader->info(), note));
    }
    QVERIFY(writeTiff(path(), noise(8, 8, 3), {.bits = 16, .format = SAMPLEFORMAT_UINT}));
    const auto reader = PhotoReader::open(path());
    ENLARGER_VERIFY(reader);
    QVERIFY(reader->info().notes.empty());
}

QTEST_GUILESS_MAIN(PhotoTiffTest)
#include "photo_tiff_test.moc"
