// SPDX-License-Identifier: GPL-3.0-or-later
// What is refused before memory is asked for, by the memory that this process may use.
#include "core/image/photo/read_limits.h"

#include "core/base/byte_text.h"
#include "core/system/main_memory.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::image;

class ReadLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizes();
    void decodersMayTakeAPartOfTheMemory();
    void picturesMayTakeAPartOfTheMemory();
};

void ReadLimitsTest::sizes()
{
    QVERIFY(checkSize("a.png", 1, 1));
    QVERIFY(checkSize("a.png", 1'000'000, 17'000));
    QVERIFY(!checkSize("a.png", 0, 1));
    QVERIFY(!checkSize("a.png", 1'000'001, 1));
    QCOMPARE(checkSize("a.png", 1'000'000, 1'000'000).error().kind, ErrorKind::Unsupported);
}

void ReadLimitsTest::decodersMayTakeAPartOfTheMemory()
{
    const double memory = double(mainMemory().total);
    QVERIFY(checkMemory("a.heic", 0.59 * memory));
    const Status refused = checkMemory("a.heic", 0.61 * memory);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::OutOfMemory);
    QCOMPARE(refused.error().file, std::filesystem::path("a.heic"));
    const std::string usable = bytesText(static_cast<std::int64_t>(0.6 * memory));
    QVERIFY2(refused.error().what.ends_with(usable + " can be used here"), refused.error().what.c_str());
    QVERIFY(!checkMemory("a.heic", 1e30)); // beyond what 64 bits hold
}

void ReadLimitsTest::picturesMayTakeAPartOfTheMemory()
{
    const double usable = 0.6 * double(mainMemory().total);
    constexpr int width = 100'000;
    constexpr int pixelBytes = 16;
    const int height = int(usable / (double(width) * pixelBytes));
    QVERIFY(checkWhole("a.tif", width, height, pixelBytes));
    const Status refused = checkWhole("a.tif", width, height + 1, pixelBytes);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::OutOfMemory);
}

QTEST_GUILESS_MAIN(ReadLimitsTest)
#include "read_limits_test.moc"
