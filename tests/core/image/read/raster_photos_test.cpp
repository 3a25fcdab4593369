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

/// The any-map family and Windows bitmaps, which we decode ourselves.
class RasterPhotosTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyMaps_data();
    void anyMaps();
    void bitmaps_data();
    void bitmaps();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

namespace {

void put(Bytes& to, std::uint32_t value, int size)
{
    for (int i = 0; i < size; ++i)
        to.push_back(i < 4 ? std::uint8_t(value >> 8 * i) : std::uint8_t(0));
}

/// File header and a header of version 1, or of version 4 where there are masks.
Bytes bitmap(int width, int height, int bits, int compression, const Bytes& palette, const Bytes& pixels,
             std::initializer_list<std::uint32_t> masks = {})
{
    const std::uint32_t header = masks.size() ? 108 : 40;
    Bytes file{'B', 'M'};
    put(file, 0, 8);
    put(file, std::uint32_t(14 + header + palette.size()), 4);
    put(file, header, 4);
    put(file, std::uint32_t(width), 4);
    put(file, std::uint32_t(height), 4);
    put(file, 1, 2);
    put(file, std::uint32_t(bits), 2);
    put(file, std::uint32_t(compression), 4);
    put(file, 0, 12);
    put(file, std::uint32_t(palette.size() / 4), 4);
    put(file, 0, 4);
    for (const std::uint32_t mask : masks)
        put(file, mask, 4);
    file.resize(14 + header);
    file.insert(file.end(), palette.begin(), palette.end());
    file.insert(file.end(), pixels.begin(), pixels.end());
    return file;
}

} // namespace

void RasterPhotosTest::anyMaps_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("channels");
    QTest::addColumn<QList<float>>("values");
    const auto bytes = [](const char* head, std::initializer_list<int> data) {
        QByteArray all(head);
        for (const int b : data)
            all.append(char(b));
        return all;
    };
    const auto floats = [](const char* head, std::initializer_list<float> data) {
        QByteArray all(head);
        for (const float f : data)
            all.append(reinterpret_cast<const char*>(&f), 4);
        return all;
    };
    using Values = QList<float>;
    QTest::newRow("P1") << QByteArray("P1\n# a comment\n2 2\n01\n1 0\n") << 1 << Values{1, 0, 0, 1};
    QTest::newRow("P2") << QByteArray("P2 2 1 100\n50 100") << 1 << Values{0.5f, 1};
    QTest::newRow("P3") << QByteArray("P3\n1 2\n255\n255 0 51  0 0 255\n") << 3
                        << Values{1, 0, 0.2f, 0, 0, 1};
    QTest::newRow("P4") << bytes("P4\n3 2\n", {0b01000000, 0b10100000}) << 1 << Values{1, 0, 1, 0, 1, 0};
    QTest::newRow("P5") << bytes("P5\n2 1\n255\n", {0, 255}) << 1 << Values{0, 1};
    QTest::newRow("P5, 10 bits") << bytes("P5\n2 1\n1023\n", {3, 255, 1, 0}) << 1 << Values{1, 256.0f / 1023};
    QTest::newRow("P6, 16 bits") << bytes("P6 1 1 65535 ", {255, 255, 0, 1, 128, 0}) << 3
                                 << Values{1, 1.0f / 65535, 32768.0f / 65535};
    QTest::newRow("P7") << bytes("P7\nWIDTH 1\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n",
                                 {255, 0, 0, 51, 0, 255, 0, 0})
                        << 4 << Values{1, 0, 0, 0.2f, 0, 1, 0, 0};
    QTest::newRow("Pf, from below") << floats("Pf\n1 2\n-1.0\n", {0.25f, 0.75f}) << 1 << Values{0.75f, 0.25f};
    QTest::newRow("PF") << floats("PF\n1 1\n-1\n", {0.5f, 2.0f, -1.0f}) << 3 << Values{0.5f, 1, 0};
}

void RasterPhotosTest::anyMaps()
{
    QFETCH(QByteArray, content);
    QFETCH(int, channels);
    QFETCH(QList<float>, values);
    const fs::path file = path("map.ppm");
    writeBytes(file, Bytes(content.begin(), content.end()));
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().format, PhotoFormat::Ppm);
    QCOMPARE(reader->info().channels, channels);
    const auto read = reader->read(10);
    ENLARGER_VERIFY(read);
    QCOMPARE(qsizetype(read->size()), values.size());
    for (qsizetype i = 0; i < values.size(); ++i)
        QCOMPARE(read->data()[i], values[i]);
}

void RasterPhotosTest::bitmaps_data()
{
    QTest::addColumn<Bytes>("content");
    QTest::addColumn<Image>("picture");
    const Bytes redGreen{0, 0, 255, 0, 0, 255, 0, 0}; // blue, green, red, nothing
    // all show red beside green, above green beside red
    Image checks(2, 2, 3);
    const float values[12]{1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0};
    std::copy_n(values, 12, checks.data());
    QTest::newRow("24 bits") << bitmap(2, 2, 24, 0, {},
                                       {0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0})
                             << checks;
    QTest::newRow("from above") << bitmap(2, -2, 24, 0, {},
                                          {0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0})
                                << checks;
    QTest::newRow("1 bit") << bitmap(2, 2, 1, 0, redGreen, {0b10000000, 0, 0, 0, 0b01000000, 0, 0, 0})
                           << checks;
    QTest::newRow("4 bits") << bitmap(2, 2, 4, 0, redGreen, {0x10, 0, 0, 0, 0x01, 0, 0, 0}) << checks;
    QTest::newRow("8 bits") << bitmap(2, 2, 8, 0, redGreen, {1, 0, 0, 0, 0, 1, 0, 0}) << checks;
    QTest::newRow("8 bits, runs") << bitmap(2, 2, 8, 1, redGreen, {1, 1, 1, 0, 0, 0, 0, 3, 0, 1, 0, 0, 0, 1})
                                  << checks;
    QTest::newRow("4 bits, runs") << bitmap(2, 2, 4, 2, redGreen, {2, 0x10, 0, 0, 2, 0x01, 0, 1}) << checks;
    QTest::newRow("16 bits") << bitmap(2, 2, 16, 0, {}, {0xe0, 0x03, 0x00, 0x7c, 0x00, 0x7c, 0xe0, 0x03})
                             << checks;
    QTest::newRow("32 bits") << bitmap(2, 2, 32, 0, {},
                                       {0, 255, 0, 9, 0, 0, 255, 9, 0, 0, 255, 9, 0, 255, 0, 9})
                             << checks;
    QTest::newRow("alpha") << bitmap(1, 1, 32, 3, {}, {255, 0, 0, 51}, {0xff, 0xff00, 0xff0000, 0xff000000u})
                           << plain(1, 1, {1, 0, 0, 0.2f});
    QTest::newRow("greys") << bitmap(2, 1, 8, 0, {51, 51, 51, 0, 255, 255, 255, 0}, {1, 0, 0, 0}) << [] {
        Image grey(2, 1, 1);
        grey.at(0, 0, 0) = 1;
        grey.at(1, 0, 0) = 0.2f;
        return grey;
    }();
}

void RasterPhotosTest::bitmaps()
{
    QFETCH(Bytes, content);
    QFETCH(Image, picture);
    const fs::path file = path("picture.bmp");
    writeBytes(file, content);
    auto reader = PhotoReader::open(file);
    ENLARGER_VERIFY(reader);
    QCOMPARE(reader->info().format, PhotoFormat::Bmp);
    const auto read = reader->read(10);
    ENLARGER_VERIFY(read);
    QVERIFY(same(*read, picture));
}

QTEST_GUILESS_MAIN(RasterPhotosTest)
#include "raster_photos_test.moc"
