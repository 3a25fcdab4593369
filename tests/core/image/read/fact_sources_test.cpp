// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_facts.h"
#include "core/image/read/photo_reader.h"
#include "core/image/read/read_provenance.h"
#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/read/facts_material.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <exiv2/exiv2.hpp>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

class FactSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void xmpComesBeforeExif();
    void iptcStandsInForXmp();
    void ownResultsSayHow();
    void textIsTidied();
    void damagedBlocksAreLeftOut();
    void realPhotos();
};

void FactSourcesTest::xmpComesBeforeExif()
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

void FactSourcesTest::iptcStandsInForXmp()
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

void FactSourcesTest::ownResultsSayHow()
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
    const auto provenance = readProvenance(photo.metadata);
    QVERIFY(provenance);
    QCOMPARE(provenance->modelName, "photo-x4");
    QCOMPARE(provenance->scale, "640x480");
    QCOMPARE(provenance->strength, "0.5");
    QCOMPARE(provenance->colourLock, "on");
    QVERIFY(provenance->crop.empty());
    QVERIFY(!readProvenance(small().metadata));
    photo.metadata.xmp = {'e', 'n', 'l', 'a', 'r', 'g', 'e', 'r', ':',
                          'M', 'o', 'd', 'e', 'l', 'N', 'a', 'm', 'e'};
    QVERIFY(!readProvenance(photo.metadata)); // no packet
}

void FactSourcesTest::textIsTidied()
{
    const std::string words = std::string("one\ntwo\t \x01three \xff ") + std::string(500, 'x');
    const QString said = fact(withExif({{"Exif.Image.ImageDescription", words.c_str()}}), "Description");
    QVERIFY2(said.startsWith(QStringLiteral("one two three \uFFFD xxx")), qPrintable(said));
    QCOMPARE(said.size(), 300);
    QCOMPARE(fact(withExif({{"Exif.Image.ImageDescription", "      "}}), "Description"), "");
}

void FactSourcesTest::damagedBlocksAreLeftOut()
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

void FactSourcesTest::realPhotos()
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

QTEST_GUILESS_MAIN(FactSourcesTest)
#include "fact_sources_test.moc"
