// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/photo_reader.h"

#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace fs = std::filesystem;

/// What is neither grey nor RGB in 8 or 16 bits becomes so, and a person is told.
class PhotoColoursTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paletteBecomesRgba();
    void cmykBecomesSrgb();
    void deepCmykStaysDeep();
    void labBecomesSrgb();
    void floatIsClippedAndSaid();
    void linearFloatBecomesSrgb();
    void integersOf32BitsAreScaled();
    void otherChannelsAreLeftOut();
    void premultipliedAlphaIsUndone();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

void PhotoColoursTest::paletteBecomesRgba()
{
    Image picture = plain(16, 16, {1.0f, 0.2f, 0.4f, 1.0f});
    for (int y = 0; y < 16; ++y) {
        picture.at(3, y, 0) = picture.at(3, y, 1) = picture.at(3, y, 2) = 0.0f;
        picture.at(3, y, 3) = 0.0f;
    }
    const fs::path file = path("palette.png");
    QVERIFY(
        save(toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), file, "[palette,dither=0]"));
    QCOMPARE(int(readBytes(file)[25]), 3); // IHDR: colour type 3
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().channels, 4);
    const auto read = reader->read(16);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(read->crop(4, 0, 12, 16), picture.crop(4, 0, 12, 16)) < 0.01f);
    QCOMPARE(read->at(3, 5, 3), 0.0f);
}

void PhotoColoursTest::cmykBecomesSrgb()
{
    const fs::path tiff = path("ink.tif"), jpeg = path("ink.jpg");
    // paper, black, red = magenta and yellow
    const float inks[3][4]{{0, 0, 0, 0}, {0, 0, 0, 1}, {0, 1, 1, 0}};
    Image picture(48, 16, 4);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 48; ++x)
            std::copy_n(inks[x / 16], 4, &picture.at(x, y, 0));
    const auto made = toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_CMYK);
    QVERIFY(save(made.get(), tiff));
    QVERIFY(save(made.get(), jpeg, "[Q=100]"));
    for (const fs::path& file : {tiff, jpeg}) {
        auto reader = PhotoReader::open(file);
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().channels, 3);
        QVERIFY(says(reader->info(), "CMYK"));
        QVERIFY(reader->info().metadata.icc.empty());
        const auto read = reader->read(16);
        ENLARGER_VERIFY(read);
        QVERIFY(read->at(5, 5, 0) > 0.97f && read->at(5, 5, 2) > 0.97f);
        QVERIFY(read->at(20, 5, 0) < 0.25f && read->at(20, 5, 1) < 0.25f);
        QVERIFY(read->at(40, 5, 0) > 0.8f && read->at(40, 5, 1) < 0.3f && read->at(40, 5, 2) < 0.3f);
    }
}

void PhotoColoursTest::deepCmykStaysDeep()
{
    // A ramp in steps far below 1/255 must stay a ramp of as many values.
    Image picture(512, 1, 4);
    for (int x = 0; x < 512; ++x)
        for (int c = 0; c < 4; ++c)
            picture.at(x, 0, c) = c == 3 ? 0.3f + float(x) * 8.0f / 65535.0f : 0.1f;
    QVERIFY(save(toVips(picture, VIPS_FORMAT_USHORT, VIPS_INTERPRETATION_CMYK).get(), path("deepink.tif")));
    auto reader = PhotoReader::open(path("deepink.tif"));
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().bits, 16);
    const auto read = reader->read(1);
    ENLARGER_VERIFY(read);
    std::set<float> values;
    for (int x = 0; x < 512; ++x)
        values.insert(read->at(x, 0, 1));
    QVERIFY(values.size() > 256);
}

void PhotoColoursTest::labBecomesSrgb()
{
    // White, mid grey, and a red: L*, a*, b* of sRGB's red under D50.
    const float colours[3][3]{{100, 0, 0}, {53.39f, 0, 0}, {54.29f, 80.80f, 69.89f}};
    const float expected[3][3]{{1, 1, 1}, {0.5f, 0.5f, 0.5f}, {1, 0, 0}};
    Image picture(48, 16, 3);
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 48; ++x)
            std::copy_n(colours[x / 16], 3, &picture.at(x, y, 0));
    const auto lab = toVips(picture, VIPS_FORMAT_FLOAT, VIPS_INTERPRETATION_LAB);
    VipsImage* labs = nullptr;
    QVERIFY(vips_Lab2LabS(lab.get(), &labs, nullptr) == 0);
    const VipsPtr<VipsImage> deep(labs);
    VipsImage* labq = nullptr;
    QVERIFY(vips_Lab2LabQ(lab.get(), &labq, nullptr) == 0);
    const VipsPtr<VipsImage> shallow(labq);
    QVERIFY(save(deep.get(), path("lab16.tif")));
    QVERIFY(save(shallow.get(), path("lab8.tif")));
    for (const bool isDeep : {true, false}) {
        auto reader = PhotoReader::open(path(isDeep ? "lab16.tif" : "lab8.tif"));
        ENLARGER_VERIFY(reader);
        QCOMPARE(reader->info().bits, isDeep ? 16 : 8);
        QVERIFY(says(reader->info(), "Lab was converted"));
        const auto read = reader->read(16);
        ENLARGER_VERIFY(read);
        for (int i = 0; i < 3; ++i)
            for (int c = 0; c < 3; ++c) {
                const float difference = std::abs(read->at(16 * i + 8, 8, c) - expected[i][c]);
                QVERIFY2(difference < (isDeep ? 0.01f : 0.03f),
                         qPrintable(QString("%1 %2 %3").arg(i).arg(c).arg(difference)));
            }
    }
}

void PhotoColoursTest::floatIsClippedAndSaid()
{
    Image picture(4, 1, 3);
    const float values[12]{0, 0.25f, 0.5f, 1, 1.5f, -0.5f, 0.125f, 0.75f, 100, 0.1f, 0.2f, 0.3f};
    std::copy_n(values, 12, picture.data());
    QVERIFY(save(toVips(picture, VIPS_FORMAT_FLOAT, VIPS_INTERPRETATION_sRGB).get(), path("float.tif")));
    auto reader = PhotoReader::open(path("float.tif"));
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().bits, 16);
    const auto read = reader->read(1);
    ENLARGER_VERIFY(read);
    QCOMPARE(reader->readingNotes().size(), std::size_t(1));
    QVERIFY(reader->readingNotes().front().find("clipped") != std::string::npos);
    for (int i = 0; i < 12; ++i)
        QCOMPARE(read->data()[i], std::clamp(values[i], 0.0f, 1.0f));
}

void PhotoColoursTest::linearFloatBecomesSrgb()
{
    const auto made =
        toVips(plain(8, 8, {0.2140f, 0.2140f, 0.2140f}), VIPS_FORMAT_FLOAT, VIPS_INTERPRETATION_sRGB);
    setBlob(made.get(), VIPS_META_ICC_NAME, smallProfile("RGB ", 1.0));
    QVERIFY(save(made.get(), path("linear.tif")));
    auto reader = PhotoReader::open(path("linear.tif"));
    ENLARGER_VERIFY(reader);
    QVERIFY(says(reader->info(), "Linear light"));
    QVERIFY(reader->info().metadata.icc.empty());
    const auto read = reader->read(8);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, plain(8, 8, {0.5f, 0.5f, 0.5f})) < 0.005f);
}

void PhotoColoursTest::integersOf32BitsAreScaled()
{
    const Image picture = plain(8, 8, {1.0f, 0.25f, 0.0f});
    QVERIFY(save(toVips(picture, VIPS_FORMAT_UINT, VIPS_INTERPRETATION_RGB).get(), path("wide.tif")));
    auto reader = PhotoReader::open(path("wide.tif"));
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().bits, 16);
    const auto read = reader->read(8);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, picture) < 1e-6f);
}

void PhotoColoursTest::otherChannelsAreLeftOut()
{
    Image picture = rounded(noise(10, 10, 6), 255);
    QVERIFY(save(toVips(picture, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB).get(), path("six.tif")));
    auto reader = PhotoReader::open(path("six.tif"));
    ENLARGER_VERIFY(reader);
    QVERIFY(says(reader->info(), "left out"));
    const auto read = reader->read(10);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(read->takeChannels(0, 3), picture.takeChannels(0, 3)) == 0.0f);
}

void PhotoColoursTest::premultipliedAlphaIsUndone()
{
    const auto made =
        toVips(plain(8, 8, {0.4f, 0.2f, 0.1f, 0.5f}), VIPS_FORMAT_USHORT, VIPS_INTERPRETATION_RGB16);
    QVERIFY(save(made.get(), path("associated.tif"), "[premultiply]"));
    const auto read = readPhoto(path("associated.tif"));
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, plain(8, 8, {0.4f, 0.2f, 0.1f, 0.5f})) < 2e-4f);
}

QTEST_GUILESS_MAIN(PhotoColoursTest)
#include "photo_colours_test.moc"
