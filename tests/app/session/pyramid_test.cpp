// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/pyramid.h"

#include <QTest>

using namespace enlarger;
using app::Pyramid;

namespace {

image::PackedPicture picture(int width, int height, int channels)
{
    image::Image pixels(width, height, channels);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels.data()[i] = float((i * 37 + i / 7) % 256) / 255.0F;
    image::PackedPicture packed(width, height, channels, 8);
    packed.setRows(0, pixels);
    return packed;
}

int mean(const QImage& from, int x, int y, int shift)
{
    int sum = 0;
    for (const int dy : {0, 1})
        for (const int dx : {0, 1}) {
            const int atX = std::min(2 * x + dx, from.width() - 1);
            const int atY = std::min(2 * y + dy, from.height() - 1);
            const auto* line = reinterpret_cast<const QRgb*>(from.constScanLine(atY));
            sum += int((line[atX] >> shift) & 0xFF);
        }
    return (sum + 2) / 4;
}

} // namespace

class PyramidTest : public QObject
{
    Q_OBJECT

private:
    const std::shared_ptr<const image::DisplayColours> m_colours = image::DisplayColours::make({}, {});

private Q_SLOTS:
    void everyLevelIsTheMeanOfTheOneBefore_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("channels");
        QTest::newRow("even") << 1024 << 512 << 3;
        QTest::newRow("odd") << 1037 << 531 << 3;
        QTest::newRow("alpha") << 700 << 333 << 4;
        QTest::newRow("grey") << 515 << 1 << 1;
        QTest::newRow("tall") << 1 << 999 << 2;
    }
    void everyLevelIsTheMeanOfTheOneBefore()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, channels);
        const auto pyramid = Pyramid::make(picture(width, height, channels), *m_colours);
        QVERIFY(pyramid);
        QCOMPARE(pyramid->level(0).size(), QSize(width, height));
        QCOMPARE(pyramid->level(0).hasAlphaChannel(), channels % 2 == 0);
        for (int n = 1; n < pyramid->levels(); ++n) {
            const QImage& from = pyramid->level(n - 1);
            const QImage& level = pyramid->level(n);
            QCOMPARE(level.size(), QSize((from.width() + 1) / 2, (from.height() + 1) / 2));
            for (int y = 0; y < level.height(); ++y)
                for (int x = 0; x < level.width(); ++x)
                    for (const int shift : {0, 8, 16, 24})
                        QCOMPARE(
                            int((reinterpret_cast<const QRgb*>(level.constScanLine(y))[x] >> shift) & 0xFF),
                            mean(from, x, y, shift));
        }
        const QSize last = pyramid->level(pyramid->levels() - 1).size();
        QVERIFY(std::max(last.width(), last.height()) <= 256);
    }

    void showsThePixelsOfThePicture()
    {
        image::Image pixels(2, 1, 3);
        const float values[] = {1.0F, 0.0F, 0.0F, 0.0F, 0.2F, 1.0F};
        std::copy(std::begin(values), std::end(values), pixels.data());
        image::PackedPicture packed(2, 1, 3, 8);
        packed.setRows(0, pixels);
        const auto pyramid = Pyramid::make(packed, *m_colours);
        QCOMPARE(pyramid->levels(), 1);
        QCOMPARE(pyramid->level(0).pixel(0, 0), qRgb(255, 0, 0));
        QCOMPARE(pyramid->level(0).pixel(1, 0), qRgb(0, 51, 255));
        QCOMPARE(pyramid->bytes(), std::int64_t(8));
    }

    void findsTheLevelForAScale()
    {
        const auto pyramid = Pyramid::make(picture(2000, 100, 3), *m_colours);
        QCOMPARE(pyramid->levels(), 4); // 2000, 1000, 500, 250
        QCOMPARE(pyramid->levelFor(2.0), 0);
        QCOMPARE(pyramid->levelFor(1.0), 0);
        QCOMPARE(pyramid->levelFor(0.51), 0);
        QCOMPARE(pyramid->levelFor(0.5), 1);
        QCOMPARE(pyramid->levelFor(0.3), 1);
        QCOMPARE(pyramid->levelFor(0.125), 3);
        QCOMPARE(pyramid->levelFor(0.001), 3);
    }

    void givesUp()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!Pyramid::make(picture(300, 300, 3), *m_colours, stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(PyramidTest)
#include "pyramid_test.moc"
