// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_dng.h"
#include "tests/core/image/made_exr.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// OpenEXR: linear light comes out in sRGB's curve, whatever its primaries, and its alpha straight.
class ExrPhotosTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linearLightBecomesSrgb()
    {
        const Image linear = noise(40, 30, 3);
        auto reader = open(linear, {"R", "G", "B"});
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().format, PhotoFormat::Exr);
        QCOMPARE(reader->info().channels, 3);
        QCOMPARE(reader->info().bits, 16);
        QVERIFY(reader->info().metadata.icc.empty());
        QVERIFY(says(reader->info(), "Linear light was converted to sRGB"));
        const auto read = reader->read(30);
        ENLARGER_VERIFY(read);
        Image wanted(40, 30, 3);
        std::transform(linear.data(), linear.data() + linear.size(), wanted.data(), encodedSrgb);
        QVERIFY2(farthest(*read, wanted) < 0.002f, qPrintable(QString::number(farthest(*read, wanted))));
        QVERIFY(reader->readingNotes().empty());
    }

    void alphaIsStraightened()
    {
        auto reader = open(plain(20, 10, {0.25f, 0.1f, 0.05f, 0.5f}), {"R", "G", "B", "A"});
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().channels, 4);
        const auto read = reader->read(10);
        ENLARGER_VERIFY(read);
        const std::array wanted{encodedSrgb(0.5f), encodedSrgb(0.2f), encodedSrgb(0.1f), 0.5f};
        for (int c = 0; c < 4; ++c)
            QVERIFY(std::abs(read->at(5, 5, c) - wanted[std::size_t(c)]) < 0.002f);
    }

    // A pure red of wide primaries lies outside of sRGB; white is white in all of them.
    void otherPrimariesAreConverted()
    {
        const std::vector<float> bt2020{0.708f, 0.292f, 0.170f, 0.797f, 0.131f, 0.046f, 0.3127f, 0.3290f};
        auto white = open(plain(8, 8, {0.5f, 0.5f, 0.5f}), {"R", "G", "B"}, bt2020);
        ENLARGER_VERIFY(white);
        const auto grey = white->read(8);
        ENLARGER_VERIFY(grey);
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(grey->at(4, 4, c) - encodedSrgb(0.5f)) < 0.004f);
        auto green = open(plain(8, 8, {0.1f, 0.5f, 0.1f}), {"R", "G", "B"}, bt2020);
        ENLARGER_VERIFY(green);
        const auto read = green->read(8);
        ENLARGER_VERIFY(read);
        // By the matrix of ITU-R BT.2087 from BT.2020 to BT.709.
        QVERIFY(std::abs(read->at(4, 4, 1) - encodedSrgb(-0.1246f * 0.1f + 1.1329f * 0.5f - 0.0083f * 0.1f)) <
                0.006f);
        QVERIFY(read->at(4, 4, 0) < 0.01f);
    }

    void whatIsBrighterThanWhiteIsTold()
    {
        auto reader = open(plain(8, 8, {4.0f, 0.5f, 0.0f}), {"R", "G", "B"});
        ENLARGER_VERIFY(reader);
        const auto read = reader->read(8);
        ENLARGER_VERIFY(read);
        QCOMPARE(read->at(2, 2, 0), 1.0f);
        QVERIFY(!reader->readingNotes().empty());
    }

    void otherChannelsAreTold()
    {
        const auto layered = open(plain(8, 8, {0.1f, 0.2f, 0.3f, 7.0f}), {"R", "G", "B", "Z"});
        ENLARGER_VERIFY(layered);
        QCOMPARE(layered->info().channels, 3);
        QVERIFY(says(layered->info(), "Channels other than colour"));
        const auto depth = open(plain(8, 8, {7.0f}), {"Z"});
        QVERIFY(!depth.ok());
        QCOMPARE(depth.error().kind, ErrorKind::Unsupported);
        QVERIFY(depth.error().what.find("no colours") != std::string::npos);
    }

    void cutOnesAreSaid_data()
    {
        QTest::addColumn<double>("kept");
        for (const double kept : {0.9, 0.3, 0.02})
            QTest::addRow("%.2f of the file", kept) << kept;
    }

    void cutOnesAreSaid()
    {
        QFETCH(double, kept);
        Bytes file = exrBytes(noise(40, 30, 3), {"R", "G", "B"});
        file.resize(std::size_t(double(file.size()) * kept));
        writeBytes(path(), file);
        const auto read = readPhoto(path());
        QVERIFY(!read.ok());
        QVERIFY2(read.error().what.find("OpenEXR data is damaged") != std::string::npos,
                 read.error().what.c_str());
    }

private:
    Result<PhotoReader> open(const Image& picture, const std::vector<std::string>& names,
                             const std::vector<float>& chromaticities = {})
    {
        writeBytes(path(), exrBytes(picture, names, chromaticities));
        return PhotoReader::open(path());
    }
    fs::path path() const { return fs::path(m_folder.path().toStdString()) / "picture.exr"; }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(ExrPhotosTest)
#include "exr_photos_test.moc"
