// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"
#include "core/image/read/photo_thumbnail.h"
#include "core/image/resample/straighten.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/made_tiff.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

#include <array>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

namespace {

constexpr std::array orientations{1, 6, 3, 8}; // EXIF's, of so many quarters clockwise

} // namespace

/// Photos that a person has turned.
class PhotoTurnTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    fs::path make(const QString& kind) const
    {
        const Image picture = noise(41, 27, kind == QLatin1String("grey.png") ? 2 : 3);
        const fs::path file = path(kind.toStdString());
        const std::string ending = file.extension();
        bool made = false;
        if (ending == ".avif")
            made = writeHeif(file, picture, {.orientation = 6});
        else if (ending == ".jxl")
            made = writeJxl(file, picture, {.bits = 16, .orientation = 5});
        else if (kind == QLatin1String("half.tif"))
            made = writeTiff(file, picture, {.orientation = 7});
        else {
            const bool isDeep = kind.startsWith(QLatin1String("deep"));
            const auto pixels = toVips(picture, isDeep ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR,
                                       isDeep                    ? VIPS_INTERPRETATION_RGB16
                                       : picture.channels() == 2 ? VIPS_INTERPRETATION_B_W
                                                                 : VIPS_INTERPRETATION_sRGB);
            if (ending == ".jpg")
                setBlob(pixels.get(), VIPS_META_EXIF_NAME, smallExif(kind == QLatin1String("8.jpg") ? 8 : 2));
            made = save(pixels.get(), file);
        }
        return made ? file : fs::path();
    }

    static Result<Image> read(const fs::path& file, const Turn& turn, int portion)
    {
        auto reader = PhotoReader::open(file, turn);
        if (!reader)
            return reader.error();
        Image all;
        while (true) {
            auto rows = reader->read(portion);
            if (!rows || rows->empty())
                return rows ? Result<Image>(std::move(all)) : rows.error();
            all = stack(all, *rows);
        }
    }

private Q_SLOTS:
    void quarterTurns_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"plain.png", "grey.png", "deep.png", "8.jpg", "2.jpg", "plain.tif",
                                 "half.tif", "a.avif", "a.jxl", "a.ppm", "a.webp"})
            QTest::newRow(kind) << QString(kind);
    }
    void quarterTurns()
    {
        QFETCH(QString, kind);
        const fs::path file = make(kind);
        QVERIFY(!file.empty());
        const auto plainReader = PhotoReader::open(file);
        ENLARGER_VERIFY(plainReader);
        const auto before = readPhoto(file);
        ENLARGER_VERIFY(before);
        for (int quarters = 0; quarters < 4; ++quarters) {
            const auto turned = read(file, {quarters, 0.0}, 5);
            ENLARGER_VERIFY(turned);
            QVERIFY(same(*turned, upright(*before, orientations[std::size_t(quarters)])));
            const auto reader = PhotoReader::open(file, {quarters, 0.0});
            ENLARGER_VERIFY(reader);
            const PhotoInfo& info = reader->info();
            QCOMPARE(info.width, turned->width());
            QCOMPARE(info.height, turned->height());
            QCOMPARE(info.turn, (Turn{quarters, 0.0}));
            QCOMPARE(info.unturnedWidth, before->width());
            QCOMPARE(info.unturnedHeight, before->height());
            QCOMPARE(info.bits, plainReader->info().bits);
            QVERIFY(info.metadata.exif == plainReader->info().metadata.exif);
        }
    }

    void angles_data() { quarterTurns_data(); }
    void angles()
    {
        QFETCH(QString, kind);
        const fs::path file = make(kind);
        const auto before = readPhoto(file);
        ENLARGER_VERIFY(before);
        for (const int quarters : {0, 3})
            for (const double degrees : {-12.5, 0.3}) {
                const Image quarter = upright(*before, orientations[std::size_t(quarters)]);
                const auto stage =
                    makeStraightening(quarter.width(), quarter.height(), quarter.channels(), degrees);
                const auto expected = stage->push(quarter, true);
                ENLARGER_VERIFY(expected);
                for (const int portion : {1, 9, 1000}) {
                    const auto turned = read(file, {quarters, degrees}, portion);
                    ENLARGER_VERIFY(turned);
                    QVERIFY(same(*turned, *expected));
                }
                const auto reader = PhotoReader::open(file, {quarters, degrees});
                ENLARGER_VERIFY(reader);
                QCOMPARE(reader->info().width, expected->width());
                QCOMPARE(reader->info().height, expected->height());
            }
    }

    void whatIsHeldIsTold()
    {
        const auto memoryOf = [](const fs::path& file, const Turn& turn) {
            const auto reader = PhotoReader::open(file, turn);
            return reader ? reader->info().decodingMemory : -1;
        };
        const fs::path png = make("plain.png"), ppm = make("a.ppm");
        QCOMPARE(memoryOf(png, {}), 0);
        QVERIFY(memoryOf(png, {1, 0.0}) >= 41 * 27 * 3); // another order of rows
        QCOMPARE(memoryOf(ppm, {1, 0.0}) - memoryOf(ppm, {}), 41 * 27 * 3);
        QCOMPARE(memoryOf(png, {0, 5.0}), straighteningMemory(41, 27, 3, 5.0));
    }

    void thumbnailsAreTurnedToo()
    {
        const fs::path file = path("quarters.png");
        const auto pixels = toVips(quarters(64, 32), VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB);
        QVERIFY(save(pixels.get(), file));
        auto reader = PhotoReader::open(file, {1, 0.0});
        ENLARGER_VERIFY(reader);
        const auto small = readThumbnail(*reader, 16);
        ENLARGER_VERIFY(small);
        QCOMPARE(small->width(), 8);
        QCOMPARE(small->height(), 16);
        QVERIFY(small->at(7, 0, 2) > 0.6f && small->at(0, 0, 2) < 0.2f); // what was left and above
    }

    void damagedPhotosStayErrors()
    {
        const fs::path file = make("plain.png");
        fs::resize_file(file, fs::file_size(file) / 2);
        for (const Turn& turn : {Turn{1, 0.0}, Turn{0, 3.0}}) {
            const auto turned = read(file, turn, 8);
            QVERIFY(!turned);
            QCOMPARE(turned.error().file, file);
        }
    }
};

QTEST_GUILESS_MAIN(PhotoTurnTest)
#include "photo_turn_test.moc"
