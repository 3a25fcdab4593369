// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// JPEG 2000, in its file format and as a bare codestream.
class Jp2PhotosTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losslessOnesAreExact_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("bits");
        for (const int bits : {8, 16})
            for (const int channels : {1, 2, 3, 4})
                QTest::addRow("%d channels, %d bits", channels, bits) << channels << bits;
    }

    void losslessOnesAreExact()
    {
        QFETCH(int, channels);
        QFETCH(int, bits);
        const Image picture = rounded(noise(50, 40, channels), (1 << bits) - 1);
        QVERIFY(write(picture, bits, "[lossless]"));
        auto reader = PhotoReader::open(path());
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().format, PhotoFormat::Jp2);
        QCOMPARE(reader->info().bits, bits);
        QCOMPARE(reader->info().channels, channels);
        QVERIFY(reader->info().decodingMemory >= 50 * 40 * channels * 4);
        const auto read = reader->read(40);
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(*read, picture) < 1e-6f);
    }

    void boxesAreRead()
    {
        QVERIFY(write(noise(30, 20, 3), 8, "[lossless]"));
        Bytes file = readBytes(path());
        Bytes boxes;
        addBox(boxes, "uuid", toBytes("JpgTiffExif->JP2"), smallExif(6));
        addBox(
            boxes, "uuid",
            {0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac},
            smallXmp());
        const std::size_t codestream =
            std::size_t(std::ranges::search(file, toBytes("jp2c")).begin() - file.begin()) - 4;
        file.insert(file.begin() + std::ptrdiff_t(codestream), boxes.begin(), boxes.end());
        addToHeader(file, resolution());
        writeBytes(path(), file);
        const auto reader = PhotoReader::open(path());
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().metadata.exif, smallExif(6));
        QCOMPARE(reader->info().metadata.xmp, smallXmp());
        QCOMPARE(reader->info().width, 20); // upright
        const Resolution found = reader->info().metadata.resolution;
        QVERIFY(found.unit == Resolution::Unit::Centimetre && std::abs(found.x - 118.11) < 0.01);
    }

    void bareCodestreamsAreRead()
    {
        const Image picture = rounded(noise(30, 20, 3), 255);
        QVERIFY(write(picture, 8, "[lossless]"));
        const Bytes file = readBytes(path());
        const auto box = std::ranges::search(file, toBytes("jp2c"));
        writeBytes(path(), Bytes(box.end(), file.end()));
        const auto read = readPhoto(path());
        ENLARGER_VERIFY(read);
        QVERIFY(farthest(*read, picture) < 1e-6f);
    }

    void cutOnesAreSaid_data()
    {
        QTest::addColumn<double>("kept");
        for (const double kept : {0.7, 0.3, 0.01})
            QTest::addRow("%.2f of the file", kept) << kept;
    }

    void cutOnesAreSaid()
    {
        QFETCH(double, kept);
        QVERIFY(write(noise(200, 150, 3), 8, "[lossless]"));
        Bytes file = readBytes(path());
        file.resize(std::size_t(double(file.size()) * kept));
        writeBytes(path(), file);
        const auto read = readPhoto(path());
        QVERIFY(!read.ok());
        QVERIFY2(read.error().what.find("JPEG 2000") != std::string::npos, read.error().what.c_str());
    }

private:
    bool write(const Image& picture, int bits, const char* options)
    {
        const bool grey = picture.channels() <= 2;
        const auto pixels =
            toVips(picture, bits == 8 ? VIPS_FORMAT_UCHAR : VIPS_FORMAT_USHORT,
                   bits == 8 ? (grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB)
                             : (grey ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16));
        return save(pixels.get(), path(), options);
    }

    static void addBox(Bytes& to, const char* type, const Bytes& id, const Bytes& content)
    {
        const std::size_t size = 8 + id.size() + content.size();
        for (int i = 3; i >= 0; --i)
            to.push_back(std::uint8_t(size >> 8 * i));
        to.insert(to.end(), type, type + 4);
        to.insert(to.end(), id.begin(), id.end());
        to.insert(to.end(), content.begin(), content.end());
    }

    /// At the end of the box "jp2h", whose length is below 256.
    static void addToHeader(Bytes& file, const Bytes& box)
    {
        const auto type = std::ranges::search(file, toBytes("jp2h")).begin();
        const auto begin = type - 4;
        const auto end = begin + begin[3];
        begin[3] = std::uint8_t(begin[3] + box.size());
        file.insert(end, box.begin(), box.end());
    }

    /// 11811 pixels per metre, down and across: 300 per inch.
    static Bytes resolution()
    {
        const Bytes numbers{0x2e, 0x23, 0, 1, 0x2e, 0x23, 0, 1, 0, 0};
        Bytes capture, all;
        addBox(capture, "resc", {}, numbers);
        addBox(all, "res ", {}, capture);
        return all;
    }

    fs::path path() const { return fs::path(m_folder.path().toStdString()) / "picture.jp2"; }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(Jp2PhotosTest)
#include "jp2_photos_test.moc"
