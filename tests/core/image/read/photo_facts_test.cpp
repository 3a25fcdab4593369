// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_facts.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/read/facts_material.h"

#include <QTest>

#include <exiv2/exiv2.hpp>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

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

QTEST_GUILESS_MAIN(PhotoFactsTest)

#include "photo_facts_test.moc"
