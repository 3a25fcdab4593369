// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_facts.h"
#include "core/image/read/photo_reader.h"
#include "core/image/write/photo_writer.h"

#include "tests/core/image/made_dng.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/made_tiff.h"
#include "tests/core/image/read/raw_patches.h"
#include "tests/support/test_files.h"

#include <lcms2.h>

#include <QTemporaryDir>
#include <QtTest>

#include <map>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

namespace {

Bytes jpegOf(const Image& picture)
{
    const QTemporaryDir folder;
    const fs::path file = fs::path(folder.path().toStdString()) / "preview.jpg";
    const auto pixels = toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
    return save(pixels.get(), file) ? readBytes(file) : Bytes();
}

} // namespace

class RawPhotosTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coloursComeOut_data();
    void coloursComeOut();
    void otherSpacesAreTagged_data();
    void otherSpacesAreTagged();
    void itStandsUpright();
    void itIsCutAsTheDngSays();
    void exposureIsTheFiles();
    void whatIsSaturatedIsWhite();
    void greySensorsGiveGrey();
    void exifArrives();
    void developmentSettingsStayBehind();
    void aQuickLookIsThePreview();
    void withoutAPreviewItIsDeveloped();
    void theEnlargedFileIsNoRaw();
    void damagedOnesAreSaid_data();
    void damagedOnesAreSaid();
    void kindsThatAreNotReadAreSaid_data();
    void kindsThatAreNotReadAreSaid();
    void aPlainTiffIsNoRaw();

private:
    fs::path write(const MadeDng& made = {}, const Image& linear = patches())
    {
        writeDng(path(), seenByCamera(linear), made);
        return path();
    }
    fs::path path() const { return fs::path(m_folder.path().toStdString()) / "photo.dng"; }
    QTemporaryDir m_folder;
};

void RawPhotosTest::coloursComeOut_data()
{
    QTest::addColumn<MadeDng>("made");
    QTest::addColumn<float>("tolerance");
    for (const int bits : {8, 10, 12, 14, 16}) {
        const float step = bits == 8 ? 0.03f : bits == 10 ? 0.006f : 0.003f; // in the dark patch
        QTest::addRow("%d bits", bits) << MadeDng{.bits = bits} << step;
    }
    const std::map<const char*, std::array<int, 4>> patterns{
        {"RGGB", {0, 1, 1, 2}}, {"BGGR", {2, 1, 1, 0}}, {"GRBG", {1, 0, 2, 1}}, {"GBRG", {1, 2, 0, 1}}};
    for (const auto& [name, pattern] : patterns)
        QTest::newRow(name) << MadeDng{.bits = 14, .pattern = pattern} << 0.003f;
    QTest::newRow("black is not 0") << MadeDng{.bits = 12, .black = 256} << 0.005f;
    QTest::newRow("linear, 16 bits") << MadeDng{.coding = MadeDng::Coding::Linear} << 0.002f;
    QTest::newRow("linear, 8 bits") << MadeDng{.coding = MadeDng::Coding::Linear, .bits = 8} << 0.03f;
    QTest::newRow("lossy") << MadeDng{.coding = MadeDng::Coding::LossyLinear, .bits = 8} << 0.02f;
}

void RawPhotosTest::coloursComeOut()
{
    QFETCH(MadeDng, made);
    QFETCH(float, tolerance);
    auto reader = PhotoReader::open(write(made));
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().format, PhotoFormat::Raw);
    QCOMPARE(reader->info().bits, 16);
    QCOMPARE(reader->info().channels, 3);
    QVERIFY(reader->info().metadata.icc.empty());
    QVERIFY(reader->info().decodingMemory >= width * height * 10);
    QVERIFY(says(reader->info(), "in sRGB with the camera's white balance"));
    const auto read = reader->read(height);
    ENLARGER_VERIFY(read);
    const float most = farthestPatch(*read, patches());
    QVERIFY2(most <= tolerance, qPrintable(QString::number(double(most))));
}

void RawPhotosTest::otherSpacesAreTagged_data()
{
    QTest::addColumn<RawSpace>("space");
    for (const RawSpaceRow& row : rawSpaces)
        QTest::newRow(row.word) << row.space;
}

// By their own profile the values are the same colours, to lcms.
void RawPhotosTest::otherSpacesAreTagged()
{
    QFETCH(RawSpace, space);
    auto reader = PhotoReader::open(write({.colourSpaceIsAdobe = true}), {}, {.rawSpace = space});
    ENLARGER_VERIFY(reader);
    const Bytes& icc = reader->info().metadata.icc;
    QCOMPARE(icc.empty(), space == RawSpace::Srgb);
    auto read = reader->read(height);
    ENLARGER_VERIFY(read);
    if (space != RawSpace::Srgb) {
        QVERIFY(farthestPatch(*read, patches()) > 0.01f);
        const cmsHPROFILE own = cmsOpenProfileFromMem(icc.data(), cmsUInt32Number(icc.size()));
        const cmsHPROFILE srgb = cmsCreate_sRGBProfile();
        const cmsHTRANSFORM transform = cmsCreateTransform(own, TYPE_RGB_FLT, srgb, TYPE_RGB_FLT,
                                                           INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
        QVERIFY(transform);
        cmsDoTransform(transform, read->data(), read->data(), width * height);
        cmsDeleteTransform(transform);
        cmsCloseProfile(own);
        cmsCloseProfile(srgb);
        const auto facts = photoFacts(reader->info());
        const auto colours = std::ranges::find(facts, "Colours", &PhotoFact::name);
        QVERIFY(colours != facts.end());
        QCOMPARE(QString::fromStdString(colours->value), QString::fromLatin1(rowOf(space).name));
    }
    const float most = farthestPatch(*read, patches());
    QVERIFY2(most <= 0.004f, qPrintable(QString::number(double(most))));
}

void RawPhotosTest::itStandsUpright()
{
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const auto read = readPhoto(write({.bits = 14, .orientation = orientation}));
        ENLARGER_VERIFY(read);
        const float most = farthestPatch(*read, patches(), orientation);
        QVERIFY2(most <= 0.004f, qPrintable(QStringLiteral("%1: %2").arg(orientation).arg(double(most))));
    }
    auto turned = PhotoReader::open(write({.bits = 14, .orientation = 6}), {1, 0.0});
    ENLARGER_VERIFY(turned);
    QCOMPARE(turned->info().width, width);
    QVERIFY(farthestPatch(*turned->read(height), patches(), 3) <= 0.004f);
}

void RawPhotosTest::itIsCutAsTheDngSays()
{
    const Image linear = patches();
    const auto read = readPhoto(write({.bits = 14, .crop = {8, 4, 80, 56}}));
    ENLARGER_VERIFY(read);
    QCOMPARE(read->width(), 80);
    QCOMPARE(read->height(), 56);
    for (const auto& [x, y] : middles)
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(read->at(x - 8, y - 4, c) - encodedSrgb(linear.at(x, y, c))) < 0.004f);
}

void RawPhotosTest::exposureIsTheFiles()
{
    const auto read = readPhoto(write({.exposure = 0.5f}));
    ENLARGER_VERIFY(read);
    QVERIFY(std::abs(read->at(12, 24, 0) - encodedSrgb(0.5f * std::exp2(0.5f))) < 0.004f);
    QVERIFY(std::abs(read->at(84, 24, 1) - encodedSrgb(0.02f * std::exp2(0.5f))) < 0.004f);
}

/// A sensor that is saturated, in one channel or in all, shows neither a colour that was not there nor grey.
void RawPhotosTest::whatIsSaturatedIsWhite()
{
    Image seen = seenByCamera(patches());
    const auto set = [&](int fromX, int toX, std::array<float, 3> value) {
        for (int y = 0; y < height; ++y)
            for (int x = fromX; x < toX; ++x)
                for (int c = 0; c < 3; ++c)
                    seen.at(x, y, c) = value[std::size_t(c)];
    };
    set(0, 32, {1.0f, 1.0f, 1.0f});
    set(32, 64, {0.6f, 1.0f, 0.9f}); // brighter than white, and green saturated
    writeDng(path(), seen, {.bits = 14});
    const auto read = readPhoto(path());
    ENLARGER_VERIFY(read);
    for (int c = 0; c < 3; ++c)
        QVERIFY2(read->at(16, 30, c) > 0.999f, qPrintable(QString::number(double(read->at(16, 30, c)))));
    const float red = read->at(48, 30, 0), green = read->at(48, 30, 1), blue = read->at(48, 30, 2);
    QVERIFY(green > 0.9f && green < 0.999f);
    QVERIFY(std::abs(red - green) < 0.02f && std::abs(blue - green) < 0.02f);
    QVERIFY(std::abs(read->at(84, 24, 1) - encodedSrgb(0.02f)) < 0.004f); // the rest stays
}

void RawPhotosTest::greySensorsGiveGrey()
{
    Image seen(width, height, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            seen.at(x, y, 0) = float(x) / width * 0.7f;
    writeDng(path(), seen, {.coding = MadeDng::Coding::Linear});
    auto reader = PhotoReader::open(path(), {}, {.rawSpace = RawSpace::ProPhoto});
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().channels, 1);
    QVERIFY(reader->info().metadata.icc.empty());
    const auto read = reader->read(height);
    ENLARGER_VERIFY(read);
    for (const int x : {2, 40, 90})
        QVERIFY(std::abs(read->at(x, 30, 0) - encodedSrgb(float(x) / width * 0.7f)) < 0.002f);
}

void RawPhotosTest::exifArrives()
{
    const auto reader = PhotoReader::open(write());
    ENLARGER_VERIFY(reader);
    std::map<std::string, std::string> facts;
    for (const PhotoFact& fact : photoFacts(reader->info()))
        facts[fact.name] = fact.value;
    const std::map<std::string, std::string> wanted{{"Format", "RAW"},
                                                    {"Taken", "2024-05-06 07:08"},
                                                    {"Camera", "Workshop One"},
                                                    {"Lens", "Workshop 35mm F2"},
                                                    {"Exposure", "1/125 s, f/5.6, ISO 400"},
                                                    {"Focal length", "35 mm"},
                                                    {"Place", "47.3700 N, 8.5400 E"}};
    for (const auto& [name, value] : wanted)
        QCOMPARE(QString::fromStdString(facts[name]), QString::fromStdString(value));
}

void RawPhotosTest::developmentSettingsStayBehind()
{
    const std::string packet =
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
        "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
        "xmlns:crs=\"http://ns.adobe.com/camera-raw-settings/1.0/\" xmp:Rating=\"4\" "
        "crs:Exposure2012=\"+2.00\"/></rdf:RDF></x:xmpmeta>";
    const auto reader = PhotoReader::open(write({.xmp = toBytes(packet)}));
    ENLARGER_VERIFY(reader);
    const Bytes& xmp = reader->info().metadata.xmp;
    const std::string text(xmp.begin(), xmp.end());
    QVERIFY(text.find("Rating") != std::string::npos);
    QVERIFY(text.find("Exposure2012") == std::string::npos);
    QVERIFY(says(reader->info(), "Development settings"));
}

void RawPhotosTest::aQuickLookIsThePreview()
{
    const Image shown = quarters(640, 400);
    MadeDng made{.orientation = 6, .preview = jpegOf(shown), .previewWidth = 640, .previewHeight = 400};
    const fs::path file = write(made);
    auto preview = PhotoReader::openPreview(file, {}, 256);
    ENLARGER_VERIFY(preview);
    QCOMPARE(preview->info().width, 200); // of 640 x 400 by half, upright
    QCOMPARE(preview->info().height, 320);
    const auto read = preview->read(preview->info().height);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, upright(quarters(320, 200), 6)) < 0.1f);
    const auto photo = PhotoReader::open(file);
    ENLARGER_VERIFY(photo);
    QCOMPARE(photo->info().width, height);
}

void RawPhotosTest::withoutAPreviewItIsDeveloped()
{
    auto looked = PhotoReader::openPreview(write(), {}, 256);
    ENLARGER_VERIFY(looked);
    QCOMPARE(looked->info().width, width); // and not 16, as the thumbnail has it
    const fs::path picture = fs::path(m_folder.path().toStdString()) / "plain.png";
    QVERIFY(save(toVips(noise(30, 20, 3), VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), picture));
    auto plain = PhotoReader::openPreview(picture, {}, 256);
    ENLARGER_VERIFY(plain);
    QCOMPARE(plain->info().width, 30);
}

void RawPhotosTest::theEnlargedFileIsNoRaw()
{
    auto reader =
        PhotoReader::open(write({.colourSpaceIsAdobe = true}), {}, {.rawSpace = RawSpace::DisplayP3});
    ENLARGER_VERIFY(reader);
    const PhotoFormat format = outputFormatFor(reader->info().format);
    QCOMPARE(format, PhotoFormat::Tiff);
    const fs::path result = fs::path(m_folder.path().toStdString()) / "result.tif";
    const auto pixels = reader->read(height);
    ENLARGER_VERIFY(pixels);
    PhotoContent content{width, height, 3, reader->info().metadata, {}, {}};
    auto writer = PhotoWriter::create(result, content, {.format = format, .bits = 16, .replace = true});
    ENLARGER_VERIFY(writer);
    ENLARGER_VERIFY(writer->write(*pixels));
    ENLARGER_VERIFY(writer->finish());
    auto again = PhotoReader::open(result);
    ENLARGER_VERIFY(again);
    QCOMPARE(again->info().format, PhotoFormat::Tiff);
    QCOMPARE(again->info().bits, 16);
    QCOMPARE(again->info().metadata.icc, reader->info().metadata.icc);
    QVERIFY(farthest(*again->read(height), *pixels) < 1e-4f);
}

void RawPhotosTest::damagedOnesAreSaid_data()
{
    QTest::addColumn<MadeDng>("made");
    QTest::addColumn<double>("kept"); // of the file
    for (const double kept : {0.99, 0.7, 0.1, 0.04})
        QTest::addRow("%.2f of the file", kept) << MadeDng{} << kept;
    QTest::newRow("half, packed bits") << MadeDng{.bits = 12} << 0.5;
    QTest::newRow("half, lossy") << MadeDng{.coding = MadeDng::Coding::LossyLinear, .bits = 8} << 0.7;
}

void RawPhotosTest::damagedOnesAreSaid()
{
    QFETCH(MadeDng, made);
    QFETCH(double, kept);
    Bytes file = dngBytes(seenByCamera(patches()), made);
    file.resize(std::size_t(double(file.size()) * kept));
    writeBytes(path(), file);
    const auto read = readPhoto(path());
    QVERIFY(!read.ok());
    const Error& error = read.error();
    QCOMPARE(error.kind, ErrorKind::BadInput);
    QVERIFY2(error.what.starts_with("the RAW data is damaged or cut off"), error.what.c_str());
    QCOMPARE(error.file, path());
}

void RawPhotosTest::kindsThatAreNotReadAreSaid_data()
{
    QTest::addColumn<int>("compression");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("JPEG XL") << 52546 << QByteArray("compressed as JPEG XL");
    QTest::newRow("unknown") << 4711 << QByteArray("compressed as number 4711");
}

void RawPhotosTest::kindsThatAreNotReadAreSaid()
{
    QFETCH(int, compression);
    QFETCH(QByteArray, words);
    const auto reader = PhotoReader::open(write({.compression = compression}));
    QVERIFY(!reader.ok());
    QCOMPARE(reader.error().kind, ErrorKind::Unsupported);
    QVERIFY2(reader.error().what.find(words.toStdString()) != std::string::npos, reader.error().what.c_str());
    QVERIFY(!reader.error().advice.empty());
}

/// Whatever camera it names and whatever its file is called.
void RawPhotosTest::aPlainTiffIsNoRaw()
{
    const Image picture = rounded(noise(40, 30, 3), 65535);
    QVERIFY(writeTiff(path(), picture, {.bits = 16, .format = SAMPLEFORMAT_UINT}));
    auto reader = PhotoReader::open(path());
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().format, PhotoFormat::Tiff);
    QVERIFY(farthest(*reader->read(30), picture) < 1e-6f);

    fs::path other = path();
    other.replace_extension(".jpg");
    fs::copy_file(write(), other, fs::copy_options::overwrite_existing); // and a RAW is one under any name
    const auto raw = PhotoReader::open(other);
    ENLARGER_VERIFY(raw);
    QCOMPARE(raw->info().format, PhotoFormat::Raw);
}

QTEST_GUILESS_MAIN(RawPhotosTest)
#include "raw_photos_test.moc"
