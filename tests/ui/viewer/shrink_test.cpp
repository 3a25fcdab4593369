// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/shrink.h"

#include <QTest>

#include <algorithm>

using namespace enlarger;
using ui::shrunk;

namespace {

QImage checker(const QSize& size)
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x)
            image.setPixel(x, y, (x + y) % 2 ? qRgb(255, 255, 255) : qRgb(0, 0, 0));
    return image;
}

// The lightest minus the darkest pixel, but for the rim.
int contrast(const QImage& image)
{
    int darkest = 255;
    int lightest = 0;
    for (int y = 1; y < image.height() - 1; ++y)
        for (int x = 1; x < image.width() - 1; ++x) {
            darkest = std::min(darkest, qGray(image.pixel(x, y)));
            lightest = std::max(lightest, qGray(image.pixel(x, y)));
        }
    return lightest - darkest;
}

} // namespace

class ShrinkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFineCheckerIsAnEvenGrey_data()
    {
        QTest::addColumn<QSize>("size");
        for (const QSize& size :
             {QSize(180, 180), QSize(176, 132), QSize(128, 96), QSize(101, 97), QSize(60, 40)})
            QTest::addRow("%d x %d", size.width(), size.height()) << size;
    }
    void aFineCheckerIsAnEvenGrey()
    {
        QFETCH(QSize, size);
        const QImage small = shrunk(checker({256, 256}), size);
        QCOMPARE(small.size(), size);
        QVERIFY2(contrast(small) <= 10, qPrintable(QString::number(contrast(small))));
        QVERIFY(std::abs(qGray(small.pixel(size.width() / 2, size.height() / 2)) - 127) <= 6);
    }

    void oneColourStaysToTheEdge_data()
    {
        QTest::addColumn<QRectF>("source");
        QTest::newRow("all") << QRectF(0, 0, 100, 80);
        QTest::newRow("between pixels") << QRectF(10.3, 20.7, 55.1, 31.9);
        QTest::newRow("a little beyond") << QRectF(-0.6, -0.4, 101.2, 80.9);
    }
    void oneColourStaysToTheEdge()
    {
        QFETCH(QRectF, source);
        QImage image(100, 80, QImage::Format_ARGB32_Premultiplied);
        image.fill(QColor(11, 222, 133, 200));
        const QRgb colour = image.pixel(0, 0);
        const QImage small = shrunk(image, source, {31, 17});
        for (int y = 0; y < small.height(); ++y)
            for (int x = 0; x < small.width(); ++x)
                QCOMPARE(small.pixel(x, y), colour);
    }

    // Nothing moves: a ramp is the same ramp.
    void aRampKeepsItsPlace()
    {
        QImage ramp(256, 10, QImage::Format_RGB32);
        for (int y = 0; y < ramp.height(); ++y)
            for (int x = 0; x < ramp.width(); ++x)
                ramp.setPixel(x, y, qRgb(x, 255 - x, x));
        const QRectF source(40.5, 0, 150, 10);
        const QImage small = shrunk(ramp, source, {70, 4});
        for (int x = 0; x < small.width(); ++x) {
            const double middle = source.left() + (x + 0.5) * source.width() / small.width() - 0.5;
            QVERIFY(std::abs(qRed(small.pixel(x, 2)) - middle) <= 1.5);
            QVERIFY(std::abs(qGreen(small.pixel(x, 2)) - (255.0 - middle)) <= 1.5);
        }
    }

    void otherFormatsAndOneRow()
    {
        QImage grey(300, 1, QImage::Format_Grayscale8);
        grey.fill(77);
        const QImage small = shrunk(grey, QSize(90, 1));
        QCOMPARE(small.size(), QSize(90, 1));
        QCOMPARE(qRed(small.pixel(45, 0)), 77);
        QImage tint(4, 3, QImage::Format_RGBA8888);
        tint.fill(QColor(10, 20, 30, 0));
        QCOMPARE(qAlpha(shrunk(tint, QSize(2, 1)).pixel(1, 0)), 0);
    }
};

QTEST_APPLESS_MAIN(ShrinkTest)
#include "shrink_test.moc"
