// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/text_properties.h"

#include "core/image/metadata/film_properties.h"
#include "core/image/metadata/metadata_editor.h"
#include "core/image/metadata/metadata_values.h"
#include "tests/core/image/metadata/edited_metadata.h"
#include "tests/core/image/written_file.h"

#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::image;
using enlarger::tests::content;
using enlarger::tests::decodeXmp;
using enlarger::tests::textOf;

namespace {

bool mentions(const std::vector<std::string>& notes, const std::string& words)
{
    return std::ranges::any_of(
        notes, [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

/// An XMP packet with these attributes and elements.
Bytes packet(const std::string& attributes, const std::string& elements = {})
{
    const std::string text =
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" " +
        attributes + ">" + elements + "</rdf:Description></rdf:RDF></x:xmpmeta>";
    return Bytes(text.begin(), text.end());
}

std::string asString(const Bytes& bytes)
{
    return std::string(bytes.begin(), bytes.end());
}

} // namespace

/// Texts that move into XMP, and what XMP must forget of the old file.
class TextPropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dates_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("date");
        QTest::newRow("RFC 1123") << "Fri, 03 May 2024 07:08:09 GMT"
                                  << "2024-05-03T07:08:09Z";
        QTest::newRow("with a zone") << "Fri, 3 May 2024 07:08:09 +0200"
                                     << "2024-05-03T07:08:09+02:00";
        QTest::newRow("without a day of the week") << "03 May 2024 07:08:09"
                                                   << "2024-05-03T07:08:09";
        QTest::newRow("ctime") << "Fri May  3 07:08:09 2024"
                               << "2024-05-03T07:08:09";
        QTest::newRow("RFC 3339") << "2024-05-03T07:08:09.25-05:30"
                                  << "2024-05-03T07:08:09-05:30";
        QTest::newRow("EXIF") << "2024:05:03 07:08:09"
                              << "2024-05-03T07:08:09";
        QTest::newRow("a day") << "2024-05-03"
                               << "2024-05-03";
        QTest::newRow("words") << "in the spring"
                               << "";
        QTest::newRow("no month") << "2024-13-03T07:08:09Z"
                                  << "";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("long") << "2024-05-03T07:08:09" + QString(100'000, ' ') << "";
    }
    void dates()
    {
        QFETCH(QString, text);
        QFETCH(QString, date);
        QCOMPARE(QString::fromStdString(xmpDate(text.toStdString())), date);
    }

    void textsBecomeProperties()
    {
        Metadata metadata;
        metadata.texts = {{"Title", "Hafen", "de", ""},
                          {"Title", "Harbour", "", ""},
                          {"Author", "A", "", ""},
                          {"Author", "B", "", ""},
                          {"Creation Time", "Fri, 03 May 2024 07:08:09 GMT", "", ""},
                          {"Comment", "calm", "", ""},
                          {"workflow", "{}", "", ""}};
        const NewMetadata edited = editMetadata(content(metadata), PhotoFormat::WebP);
        const Exiv2::XmpData xmp = decodeXmp(edited.blocks.xmp);
        const auto title = textOf(xmp, "Xmp.dc.title");
        QVERIFY(title.find("lang=\"x-default\" Harbour") != std::string::npos);
        QVERIFY(title.find("lang=\"de\" Hafen") != std::string::npos);
        QCOMPARE(textOf(xmp, "Xmp.dc.creator"), "A, B");
        QCOMPARE(textOf(xmp, "Xmp.xmp.CreateDate"), "2024-05-03T07:08:09Z");
        QCOMPARE(textOf(xmp, "Xmp.exif.UserComment"), "lang=\"x-default\" calm");
        QVERIFY(edited.blocks.texts.empty());
        QVERIFY(mentions(edited.notes, "WebP has no place for the text \"workflow\""));
        const auto lost = std::ranges::count_if(
            edited.notes, [](const std::string& note) { return note.find("no place") != std::string::npos; });
        QCOMPARE(lost, 1);
    }

    void whatXmpSaysWins()
    {
        Metadata metadata;
        metadata.xmp = packet("xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:CreatorTool=\"Darkroom\" "
                              "xmp:CreateDate=\"2024-05-03T07:08:09Z\"");
        metadata.texts = {{"Software", "GIMP", "", ""}, {"Creation Time", "2024-05-03T07:08:09Z", "", ""}};
        const NewMetadata edited = editMetadata(content(metadata), PhotoFormat::Tiff);
        QCOMPARE(textOf(decodeXmp(edited.blocks.xmp), "Xmp.xmp.CreatorTool"), "Darkroom");
        QVERIFY(mentions(edited.notes, "\"Software\""));
        QVERIFY(!mentions(edited.notes, "\"Creation Time\"")); // the XMP says the same
    }

    void eachContainerKeepsWhatItCan()
    {
        Metadata metadata;
        metadata.texts = {{"Comment", "calm", "", ""}, {"Author", "A", "", ""}, {"seed", "7", "", ""}};
        const NewMetadata png = editMetadata(content(metadata), PhotoFormat::Png);
        QVERIFY(png.blocks.texts == metadata.texts);
        QCOMPARE(textOf(decodeXmp(png.blocks.xmp), "Xmp.dc.creator"), "");
        QVERIFY(png.notes.empty());
        const NewMetadata jpeg = editMetadata(content(metadata), PhotoFormat::Jpeg);
        QVERIFY(jpeg.blocks.texts == NamedTexts{metadata.texts[0]});
        QCOMPARE(textOf(decodeXmp(jpeg.blocks.xmp), "Xmp.dc.creator"), "A");
        QCOMPARE(jpeg.notes.size(), 1u);
        metadata.texts[0].text.resize(70'000, 'x'); // more than a segment holds
        const NewMetadata large = editMetadata(content(metadata), PhotoFormat::Jpeg);
        QVERIFY(large.blocks.texts.empty());
        QCOMPARE(textOf(decodeXmp(large.xmpExtension), "Xmp.exif.UserComment").size(),
                 70'000u + std::string("lang=\"x-default\" ").size());
    }

    void informationKnowsTexts()
    {
        Metadata metadata;
        metadata.texts = {{"Copyright", "free", "", ""}};
        QCOMPARE(MetadataValues(metadata).text("Xmp.dc.rights"), "free");
    }

    void filmsLeaveNoTags_data()
    {
        QTest::addColumn<QByteArray>("prefix"); // of Google's namespace: telephones choose their own
        QTest::newRow("GCamera") << QByteArray("GCamera");
        QTest::newRow("Camera") << QByteArray("Camera");
    }
    void filmsLeaveNoTags()
    {
        QFETCH(QByteArray, prefix);
        const std::string p = prefix.toStdString();
        Metadata metadata;
        metadata.xmp =
            packet("xmlns:" + p + "=\"http://ns.google.com/photos/1.0/camera/\" " +
                       "xmlns:C=\"http://ns.google.com/photos/1.0/container/\" "
                       "xmlns:I=\"http://ns.google.com/photos/1.0/container/item/\" "
                       "xmlns:OpCamera=\"http://ns.oplus.com/photos/1.0/camera/\" "
                       "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:CreateDate=\"2026-03-04T10:11:12\" " +
                       p + ":MotionPhoto=\"1\" " + p + ":MotionPhotoVersion=\"1\" " + p +
                       ":MicroVideo=\"1\" " + p + ":MicroVideoOffset=\"4032\" " + p + ":BurstID=\"b\" " +
                       "OpCamera:MotionPhotoOwner=\"o\" OpCamera:VideoLength=\"4032\"",
                   "<C:Directory><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><C:Item I:Mime=\"video/mp4\" "
                   "I:Semantic=\"MotionPhoto\" I:Length=\"4032\"/></rdf:li></rdf:Seq></C:Directory>");
        QVERIFY(namesFilm(metadata.xmp));
        for (const PhotoFormat format : writableFormats()) {
            const Bytes edited = editMetadata(content(metadata), format).blocks.xmp;
            const std::string text = asString(edited);
            for (const char* word : {"MotionPhoto", "MicroVideo", "Container:", "VideoLength", "video/mp4"})
                QVERIFY2(text.find(word) == std::string::npos, word);
            const Exiv2::XmpData xmp = decodeXmp(edited);
            QCOMPARE(textOf(xmp, "Xmp.xmp.CreateDate"), "2026-03-04T10:11:12");
            QCOMPARE(textOf(xmp, "Xmp.GCamera.BurstID"), "b"); // which has nothing to do with the film
            QVERIFY(!namesFilm(edited));
        }
    }

    void aPhotoWithoutAFilmNamesNone()
    {
        QVERIFY(!namesFilm({}));
        QVERIFY(!namesFilm(packet("xmlns:GCamera=\"http://ns.google.com/photos/1.0/camera/\" "
                                  "GCamera:MotionPhoto=\"0\"")));
        QVERIFY(!namesFilm(packet("xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Label=\"MotionPhoto\"")));
        const std::string damaged = "<MotionPhoto";
        QVERIFY(!namesFilm(Bytes(damaged.begin(), damaged.end())));
    }
};

QTEST_GUILESS_MAIN(TextPropertiesTest)
#include "text_properties_test.moc"
