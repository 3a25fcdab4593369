// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_facts.h"
#include "core/image/read/photo_reader.h"
#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <exiv2/exiv2.hpp>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace {

Bytes blockOf(const Exiv2::ExifData& exif)
{
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, exif);
    return Bytes(blob.begin(), blob.end());
}

Bytes packetOf(const Exiv2::XmpData& xmp)
{
    std::string packet;
    Exiv2::XmpParser::encode(packet, xmp);
    return toBytes(packet);
}

PhotoInfo small()
{
    PhotoInfo photo;
    photo.format = PhotoFormat::Jpeg;
    photo.width = 4000;
    photo.height = 3000;
    return photo;
}

PhotoInfo withExif(std::initializer_list<std::pair<const char*, const char*>> values)
{
    Exiv2::ExifData exif;
    for (const auto& [key, value] : values)
        exif[key] = std::string(value);
    PhotoInfo photo = small();
    photo.metadata.exif = blockOf(exif);
    return photo;
}

QString fact(const PhotoInfo& photo, const char* name)
{
    for (const PhotoFact& found : photoFacts(photo))
        if (found.name == name)
            return QString::fromStdString(found.value);
    return {};
}

} // namespace

class PhotoFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bareFilesHaveFourFacts();
    void allThatIsKnownIsSaidInOrder();
    void exposures_data();
    void exposures();
    void focalLengths();
    void places_data();
    void places();
    void dates_data();
    void dates();
    void makersAreNamedOnce_data();
    void makersAreNamedOnce();
    void xmpComesBeforeExif();
    void iptcStandsInForXmp();
    void ownResultsSayHow();
    void textIsTidied();
    void damagedBlocksAreLeftOut();
    void realPhotos();
};

void PhotoFactsTest::bareFilesHaveFourFacts()
{
    PhotoInfo photo = small();
    QCOMPARE(photoFacts(photo).size(), std::size_t(4));
    QCOMPARE(fact(photo, "Format"), "JPEG");
    QCOMPARE(fact(photo, "Size"), "4000 x 3000, 12.0 megapixels");
    QCOMPARE(fact(photo, "Depth"), "8 bits, RGB");
    QCOMPARE(fact(photo, "Colours"), "sRGB (no profile)");
    photo.channels = 2;
    photo.bits = 16;
    QCOMPARE(fact(photo, "Depth"), "16 bits, grey with transparency");
    QCOMPARE(fact(photo, "Colours"), "Grey (no profile)");
}

void PhotoFactsTest::allThatIsKnownIsSaidInOrder()
{
    PhotoInfo photo = withExif({{"Exif.Photo.DateTimeOriginal", "2004:05:16 14:03:22"},
                                {"Exif.Image.Make", "Canon"},
                                {"Exif.Image.Model", "Canon EOS D60"},
                                {"Exif.Photo.LensModel", "EF 50mm f/1.8"},
                                {"Exif.Photo.ExposureTime", "1/250"},
                                {"Exif.Photo.FNumber", "8/1"},
                                {"Exif.Photo.ISOSpeedRatings", "100"},
                                {"Exif.Photo.FocalLength", "50/1"},
                                {"Exif.GPSInfo.GPSLatitude", "47/1 22/1 3684/100"},
                                {"Exif.GPSInfo.GPSLatitudeRef", "N"},
                                {"Exif.GPSInfo.GPSLongitude", "8/1 32/1 3012/100"},
                                {"Exif.GPSInfo.GPSLongitudeRef", "E"}});
    photo.metadata.icc = smallProfile("RGB ");
    Exiv2::XmpData xmp;
    xmp["Xmp.dc.title"] = std::string("Harbour");
    xmp["Xmp.dc.description"] = std::string("lang=\"x-default\" The old harbour");
    xmp["Xmp.dc.creator"] = std::string("Ann");
    xmp["Xmp.dc.rights"] = std::string("CC0");
    xmp["Xmp.dc.subject"] = std::string("sea");
    xmp["Xmp.dc.subject"] = std::string("boats");
    xmp["Xmp.xmp.Rating"] = std::string("4");
    photo.metadata.xmp = packetOf(xmp);

    const std::vector<std::pair<std::string, std::string>> expected = {
        {"Format", "JPEG"},
        {"Size", "4000 x 3000, 12.0 megapixels"},
        {"Depth", "8 bits, RGB"},
        {"Colours", "RGB built-in"},
        {"Taken", "2004-05-16 14:03"},
        {"Camera", "Canon EOS D60"},
        {"Lens", "EF 50mm f/1.8"},
        {"Exposure", "1/250 s, f/8, ISO 100"},
        {"Focal length", "50 mm"},
        {"Place", "47.3769 N, 8.5417 E"},
        {"Title", "Harbour"},
        {"Description", "The old harbour"},
        {"Author", "Ann"},
        {"Copyright", "CC0"},
        {"Keywords", "sea, boats"},
        {"Rating", "4 of 5"},
    };
    const std::vector<PhotoFact> facts = photoFacts(photo);
    for (std::size_t i = 0; i < std::min(facts.size(), expected.size()); ++i) {
        QCOMPARE(QString::fromStdString(facts[i].name), QString::fromStdString(expected[i].first));
        QCOMPARE(QString::fromStdString(facts[i].value), QString::fromStdString(expected[i].second));
    }
    QCOMPARE(facts.size(), expected.size());
}

void PhotoFactsTest::exposures_data()
{
    QTest::addColumn<QString>("time");
    QTest::addColumn<QString>("aperture");
    QTest::addColumn<QString>("said");
    QTest::newRow("a decimal aperture") << "10/2500"
                                        << "28/10"
                                        << "1/250 s, f/2.8";
    QTest::newRow("long") << "25/10"
                          << "8/1"
                          << "2.5 s, f/8";
    QTest::newRow("half a second") << "1/2"
                                   << "22/1"
                                   << "0.5 s, f/22";
    QTest::newRow("a quarter") << "1/4"
                               << "22/1"
                               << "1/4 s, f/22";
    QTest::newRow("whole minutes") << "120/1"
                                   << "0/1"
                                   << "120 s";
    QTest::newRow("divided by nothing") << "1/0"
                                        << "0/0"
                                        << "";
}

void PhotoFactsTest::exposures()
{
    QFETCH(QString, time);
    QFETCH(QString, aperture);
    QFETCH(QString, said);
    QCOMPARE(fact(withExif({{"Exif.Photo.ExposureTime", qPrintable(time)},
                            {"Exif.Photo.FNumber", qPrintable(aperture)}}),
                  "Exposure"),
             said);
}

void PhotoFactsTest::focalLengths()
{
    QCOMPARE(fact(withExif({{"Exif.Photo.FocalLength", "50/1"}, {"Exif.Photo.FocalLengthIn35mmFilm", "75"}}),
                  "Focal length"),
             "50 mm (75 mm in 35 mm)");
    QCOMPARE(fact(withExif({{"Exif.Photo.FocalLength", "4313/1000"}}), "Focal length"), "4.3 mm");
    QCOMPARE(fact(withExif({{"Exif.Photo.FocalLength", "0/1"}}), "Focal length"), "");
}

void PhotoFactsTest::places_data()
{
    QTest::addColumn<QString>("latitude");
    QTest::addColumn<QString>("latitudeRef");
    QTest::addColumn<QString>("longitude");
    QTest::addColumn<QString>("longitudeRef");
    QTest::addColumn<QString>("said");
    QTest::newRow("south west") << "33/1 5145/100 0/1"
                                << "S"
                                << "151/1 1251/100 0/1"
                                << "W"
                                << "33.8575 S, 151.2085 W";
    QTest::newRow("one number") << "473769/10000"
                                << "N"
                                << "85417/10000"
                                << "E"
                                << "47.3769 N, 8.5417 E";
    QTest::newRow("off the globe") << "95/1 0/1 0/1"
                                   << "N"
                                   << "8/1 0/1 0/1"
                                   << "E"
                                   << "";
    QTest::newRow("no degrees") << "0/0 0/0 0/0"
                                << "N"
                                << "0/0 0/0 0/0"
                                << "E"
                                << "";
    QTest::newRow("no direction") << "47/1 0/1 0/1"
                                  << "X"
                                  << "8/1 0/1 0/1"
                                  << "E"
                                  << "";
}

void PhotoFactsTest::places()
{
    QFETCH(QString, latitude);
    QFETCH(QString, latitudeRef);
    QFETCH(QString, longitude);
    QFETCH(QString, longitudeRef);
    QFETCH(QString, said);
    QCOMPARE(fact(withExif({{"Exif.GPSInfo.GPSLatitude", qPrintable(latitude)},
                            {"Exif.GPSInfo.GPSLatitudeRef", qPrintable(latitudeRef)},
                            {"Exif.GPSInfo.GPSLongitude", qPrintable(longitude)},
                            {"Exif.GPSInfo.GPSLongitudeRef", qPrintable(longitudeRef)}}),
                  "Place"),
             said);
}

void PhotoFactsTest::dates_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("said");
    QTest::newRow("usual") << "2004:05:16 14:03:22"
                           << "2004-05-16 14:03";
    QTest::newRow("unset") << "0000:00:00 00:00:00"
                           << "";
    QTest::newRow("blank") << "    :  :     :  :  "
                           << "";
    QTest::newRow("words") << "a day in May 2004, about noon"
                           << "";
    QTest::newRow("a day alone") << "2004:05:16"
                                 << "2004-05-16";
}

void PhotoFactsTest::dates()
{
    QFETCH(QString, written);
    QFETCH(QString, said);
    QCOMPARE(fact(withExif({{"Exif.Photo.DateTimeOriginal", qPrintable(written)}}), "Taken"), said);
}

void PhotoFactsTest::makersAreNamedOnce_data()
{
    QTest::addColumn<QString>("make");
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("said");
    QTest::newRow("in the model") << "Canon"
                                  << "Canon EOS D60"
                                  << "Canon EOS D60";
    QTest::newRow("in part") << "NIKON CORPORATION"
                             << "NIKON D70"
                             << "NIKON D70";
    QTest::newRow("not in it") << "HTC"
                               << "Desire"
                               << "HTC Desire";
    QTest::newRow("padded") << "OLYMPUS   "
                            << "E-1  "
                            << "OLYMPUS E-1";
    QTest::newRow("maker alone") << "HTC"
                                 << ""
                                 << "HTC";
    QTest::newRow("model alone") << ""
                                 << "Desire"
                                 << "Desire";
}

void PhotoFactsTest::makersAreNamedOnce()
{
    QFETCH(QString, make);
    QFETCH(QString, model);
    QFETCH(QString, said);
    QCOMPARE(fact(withExif({{"Exif.Image.Make", qPrintable(make)}, {"Exif.Image.Model", qPrintable(model)}}),
                  "Camera"),
             said);
}

void PhotoFactsTest::xmpComesBeforeExif()
{
    PhotoInfo photo = withExif({{"Exif.Image.Artist", "Bob"}, {"Exif.Image.ImageDescription", "of EXIF"}});
    QCOMPARE(fact(photo, "Author"), "Bob");
    Exiv2::XmpData xmp;
    xmp["Xmp.dc.creator"] = std::string("Ann");
    xmp["Xmp.dc.creator"] = std::string("Bea");
    xmp["Xmp.photoshop.DateCreated"] = std::string("2011-02-03T04:05:06+02:00");
    photo.metadata.xmp = packetOf(xmp);
    QCOMPARE(fact(photo, "Author"), "Ann, Bea");
    QCOMPARE(fact(photo, "Description"), "of EXIF");
    QCOMPARE(fact(photo, "Taken"), "2011-02-03 04:05");
}

void PhotoFactsTest::iptcStandsInForXmp()
{
    Exiv2::IptcData iptc;
    for (const char* word : {"sea", "boats"}) {
        const auto value = Exiv2::Value::create(Exiv2::string);
        value->read(word);
        iptc.add(Exiv2::IptcKey("Iptc.Application2.Keywords"), value.get());
    }
    iptc["Iptc.Application2.ObjectName"] = std::string("Harbour");
    const Exiv2::DataBuf block = Exiv2::IptcParser::encode(iptc);
    PhotoInfo photo = small();
    photo.metadata.iptc.assign(block.pData_, block.pData_ + block.size_);
    QCOMPARE(fact(photo, "Keywords"), "sea, boats");
    QCOMPARE(fact(photo, "Title"), "Harbour");
}

void PhotoFactsTest::ownResultsSayHow()
{
    QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "enlarged.png";
    PhotoContent content;
    content.width = content.height = 8;
    content.provenance.modelName = "faithful-x4";
    content.provenance.scale = "4";
    auto writer = PhotoWriter::create(file, content, {PhotoFormat::Png});
    ENLARGER_VERIFY(writer);
    ENLARGER_VERIFY(writer->write(noise(8, 8, 3)));
    ENLARGER_VERIFY(writer->finish());
    const auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    const QString said = fact(reader->info(), "Enlarged with");
    QVERIFY2(said.startsWith("faithful-x4, 4x, "), qPrintable(said));

    Exiv2::XmpData xmp;
    xmp["Xmp.enlarger.ModelName"] = std::string("photo-x4");
    xmp["Xmp.enlarger.Scale"] = std::string("640x480");
    xmp["Xmp.enlarger.Strength"] = std::string("0.5");
    xmp["Xmp.enlarger.ColourLock"] = std::string("on");
    PhotoInfo photo = small();
    photo.metadata.xmp = packetOf(xmp);
    QCOMPARE(fact(photo, "Enlarged with"), "photo-x4, 640x480, strength 0.5, colour lock");
}

void PhotoFactsTest::textIsTidied()
{
    const std::string words = std::string("one\ntwo\t \x01three \xff ") + std::string(500, 'x');
    const QString said = fact(withExif({{"Exif.Image.ImageDescription", words.c_str()}}), "Description");
    QVERIFY2(said.startsWith(QStringLiteral("one two three \uFFFD xxx")), qPrintable(said));
    QCOMPARE(said.size(), 300);
    QCOMPARE(fact(withExif({{"Exif.Image.ImageDescription", "      "}}), "Description"), "");
}

void PhotoFactsTest::damagedBlocksAreLeftOut()
{
    PhotoInfo photo = small();
    photo.metadata.xmp = toBytes("<x:xmpmeta this is no XML");
    photo.metadata.exif = toBytes("II*\0 nothing");
    photo.metadata.iptc = toBytes("\x1c\x02");
    photo.metadata.icc = toBytes("no profile");
    QCOMPARE(photoFacts(photo).size(), std::size_t(4));
    QCOMPARE(fact(photo, "Colours"), "damaged profile");
    // Cut off or changed anywhere, it is read or left out, and nothing else happens.
    const Bytes whole = withExif({{"Exif.Image.Make", "Canon"}, {"Exif.Photo.FNumber", "8/1"}}).metadata.exif;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        photo.metadata.exif.assign(whole.begin(), whole.begin() + std::ptrdiff_t(i));
        QVERIFY(photoFacts(photo).size() >= 4);
        photo.metadata.exif = whole;
        photo.metadata.exif[i] ^= 0xff;
        QVERIFY(photoFacts(photo).size() >= 4);
    }
}

void PhotoFactsTest::realPhotos()
{
    const std::filesystem::path folder = sharedFile("data/photos");
    ENLARGER_NEED(folder);
    const auto info = [&](const char* name) {
        const auto reader = PhotoReader::open(folder / name);
        return reader ? reader->info() : PhotoInfo();
    };
    const PhotoInfo canon = info("adobe-rgb_canon-7d_600x900.jpg");
    QCOMPARE(fact(canon, "Colours"), "Adobe RGB (1998)");
    QCOMPARE(fact(canon, "Lens"), "EF24-70mm f/2.8L USM");
    QCOMPARE(fact(canon, "Copyright"), QStringLiteral("\u00a9 Peter Bemmann"));
    const PhotoInfo phone = info("phone_htc-desire_776x909.jpg");
    QCOMPARE(fact(phone, "Camera"), "HTC Desire");
    QCOMPARE(fact(phone, "Place"), "45.5007 N, 9.1103 E");
    QCOMPARE(fact(info("camera-profile_canon-a560_3072x2304.jpg"), "Lens"), ""); // its notes say "n/a"
    const PhotoInfo heic = info("heic_iphone.heic");
    QCOMPARE(fact(heic, "Colours"), "Display P3");
    QCOMPARE(fact(heic, "Focal length"), "4.3 mm (26 mm in 35 mm)");
}

QTEST_GUILESS_MAIN(PhotoFactsTest)

#include "photo_facts_test.moc"
