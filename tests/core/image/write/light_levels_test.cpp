// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_facts.h"
#include "core/image/read/photo_reader.h"
#include "core/image/write/photo_writer.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

namespace {

// BT.2020's corners in steps of 0.00002, 1000 and 0.005 cd/m2.
const Bytes displayChunk{0x8a, 0x48, 0x39, 0x08, 0x21, 0x34, 0x9b, 0xaa, 0x19, 0x96, 0x08, 0xfc,
                         0x3d, 0x13, 0x40, 0x42, 0x00, 0x98, 0x96, 0x80, 0x00, 0x00, 0x00, 0x32};
const Bytes contentChunk{0x00, 0x98, 0x96, 0x80, 0x00, 0x1b, 0x77, 0x40}; // 1000 and 180 cd/m2
const Bytes pqChunk{9, 16, 0, 1};

bool contains(const Bytes& bytes, const Bytes& part)
{
    return std::ranges::search(bytes, part).begin() != bytes.end();
}

Bytes operator+(Bytes a, const Bytes& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

} // namespace

/// How bright an HDR picture and its display are, from file to file.
class LightLevelsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    PhotoInfo pngWith(const std::vector<std::pair<std::string, Bytes>>& chunks)
    {
        const fs::path file = path("made.png");
        const Image picture = plain(32, 32, {0.4f, 0.6f, 0.3f});
        if (!writePhoto(file, picture, {.format = PhotoFormat::Png, .replace = true}))
            return {};
        for (const auto& [type, content] : chunks)
            insertPngChunk(file, type, content);
        const auto reader = PhotoReader::open(file);
        return reader ? reader->info() : PhotoInfo();
    }

    Result<PhotoInfo> written(const Metadata& metadata, PhotoFormat format, int channels = 3)
    {
        const fs::path file = path("written." + formatExtension(format));
        auto writer = PhotoWriter::create(file, {32, 32, channels, metadata, {}},
                                          {.format = format, .quality = 100, .bits = 16, .replace = true});
        if (!writer)
            return writer.error();
        if (auto status = writer->write(noise(32, 32, channels)); !status)
            return status.error();
        if (auto status = writer->finish(); !status)
            return status.error();
        const auto reader = PhotoReader::open(file);
        return reader ? Result<PhotoInfo>(reader->info()) : reader.error();
    }

private Q_SLOTS:
    void theyAreRead_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("display");
        QTest::newRow("third edition") << QByteArray("cLLI") << QByteArray("mDCV");
        QTest::newRow("its drafts") << QByteArray("cLLi") << QByteArray("mDCv");
    }
    void theyAreRead()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, display);
        const PhotoInfo info = pngWith({{content.toStdString(), contentChunk},
                                        {display.toStdString(), displayChunk},
                                        {"cICP", pqChunk}});
        const LightLevels& levels = info.metadata.lightLevels;
        QVERIFY(levels.content == (LightLevels::Content{10'000'000, 1'800'000}));
        QVERIFY(levels.display);
        QVERIFY(levels.display->corners ==
                (std::array<std::uint16_t, 8>{35400, 14600, 8500, 39850, 6550, 2300, 15635, 16450}));
        QCOMPARE(levels.display->brightest, 10'000'000u);
        QCOMPARE(levels.display->darkest, 50u);
        const auto facts = photoFacts(info);
        const auto fact = std::ranges::find(facts, "Light levels", &PhotoFact::name);
        QVERIFY(fact != facts.end());
        QCOMPARE(QString::fromStdString(fact->value),
                 QStringLiteral("at most 1000 cd/m², 180 on average, graded on 0.005 to 1000 cd/m²"));
        QCOMPARE(info.notes.size(), 1u); // that it is HDR
    }

    void damagedOnesAreNamed()
    {
        const PhotoInfo info = pngWith({{"cLLI", Bytes(7, 1)}, {"mDCV", Bytes(25, 1)}});
        QVERIFY(!info.metadata.lightLevels.isKnown());
        QVERIFY(says(info, "light levels of HDR are damaged"));
    }

    void theyAreWritten_data()
    {
        QTest::addColumn<PhotoFormat>("format");
        QTest::addColumn<int>("channels");
        for (const PhotoFormat format : availableFormats())
            if (outputFormat(format).lightLevels)
                for (const int channels : {1, 2, 3, 4})
                    QTest::addRow("%s, %d channels", formatName(format), channels) << format << channels;
    }
    void theyAreWritten()
    {
        QFETCH(PhotoFormat, format);
        QFETCH(int, channels);
        const PhotoInfo source = pngWith({{"cLLI", contentChunk}, {"mDCV", displayChunk}, {"cICP", pqChunk}});
        const auto result = written(source.metadata, format, channels);
        ENLARGER_VERIFY(result);
        QVERIFY(result->metadata.lightLevels == source.metadata.lightLevels);
        QVERIFY(result->metadata.colours.isHdr());
    }

    void theyStandWhereOthersLookForThem()
    {
        const PhotoInfo source = pngWith({{"cLLI", contentChunk}, {"mDCV", displayChunk}});
        ENLARGER_VERIFY(written(source.metadata, PhotoFormat::Png));
        const Bytes png = readBytes(path("written.png"));
        const Bytes content = toBytes("cLLI") + contentChunk;
        QVERIFY(contains(png, content) && contains(png, toBytes("mDCV") + displayChunk));
        QVERIFY(std::ranges::search(png, content).begin() <
                std::ranges::search(png, toBytes("IDAT")).begin());

        ENLARGER_VERIFY(written(source.metadata, PhotoFormat::Avif));
        const Bytes avif = readBytes(path("written.avif"));
        QVERIFY(contains(avif, toBytes("clli") + Bytes{0x03, 0xe8, 0x00, 0xb4}));
        const auto at = displayChunk.begin();
        const Bytes red(at, at + 4), greenBlue(at + 4, at + 12), rest(at + 12, displayChunk.end());
        QVERIFY(contains(avif, toBytes("mdcv") + greenBlue + red + rest));
    }

    void whatHasNoPlaceForThemSaysSo()
    {
        const PhotoInfo source = pngWith({{"cLLI", contentChunk}});
        for (const PhotoFormat format : availableFormats()) {
            const auto plan = planWrite({32, 32, 3, source.metadata, {}}, {.format = format});
            ENLARGER_VERIFY(plan);
            const bool said = std::ranges::any_of(plan->notes, [](const std::string& note) {
                return note.find("no place for the light levels of HDR, which PNG, AVIF and HEIC keep") !=
                       note.npos;
            });
            QCOMPARE(said, !outputFormat(format).lightLevels);
            const auto without = planWrite({32, 32, 3, {}, {}}, {.format = format});
            ENLARGER_VERIFY(without);
            QVERIFY(without->notes.empty());
        }
    }
};

QTEST_GUILESS_MAIN(LightLevelsTest)
#include "light_levels_test.moc"
