// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/image.h"
#include "tests/core/image/made_picture.h"

#include <QTest>

using namespace enlarger::image;
using namespace enlarger::tests;

namespace {

/// Every value says where it is: 1000 y + 10 x + c.
Image numbered(int width, int height, int channels)
{
    Image picture(width, height, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                picture.at(x, y, c) = float(1000 * y + 10 * x + c);
    return picture;
}

} // namespace

class ImageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layout();
    void emptyOnes();
    void copiesAreTheirOwn();
    void movedFromIsEmpty();
    void crop();
    void takeChannels();
    void stackPutsOneAboveTheOther();
};

void ImageTest::layout()
{
    const Image picture = numbered(5, 3, 4);
    QCOMPARE(picture.rowSize(), std::size_t(20));
    QCOMPARE(picture.size(), std::size_t(60));
    QCOMPARE(picture.row(2)[4 * 3 + 1], 2031.0f);
    QCOMPARE(picture.data()[20], 1000.0f); // rows follow each other without padding
}

void ImageTest::emptyOnes()
{
    QVERIFY(Image().empty());
    const Image band(7, 0, 3);
    QVERIFY(band.empty());
    QCOMPARE(band.width(), 7);
    QVERIFY(same(Image(band), band));
    QVERIFY(same(Image(Image()), Image()));
}

void ImageTest::copiesAreTheirOwn()
{
    const Image picture = numbered(4, 4, 1);
    Image copy = picture;
    QVERIFY(same(copy, picture));
    copy.at(1, 1, 0) = -1.0f;
    QCOMPARE(picture.at(1, 1, 0), 1010.0f);
    Image assigned(9, 9, 3);
    assigned = picture;
    QVERIFY(same(assigned, picture));
    Image& itself = assigned;
    assigned = itself;
    QVERIFY(same(assigned, picture));
}

void ImageTest::movedFromIsEmpty()
{
    Image picture = numbered(4, 3, 2);
    const float* const data = picture.data();
    Image moved = std::move(picture);
    QCOMPARE(moved.data(), data);
    QVERIFY(picture.empty()); // NOLINT: that is what is promised
    QCOMPARE(picture.width(), 0);
    picture = std::move(moved);
    QCOMPARE(picture.data(), data);
    QCOMPARE(picture.height(), 3);
    QVERIFY(moved.empty()); // NOLINT
}

void ImageTest::crop()
{
    const Image part = numbered(6, 5, 3).crop(2, 1, 3, 4);
    QCOMPARE(part.width(), 3);
    QCOMPARE(part.height(), 4);
    QCOMPARE(part.channels(), 3);
    QCOMPARE(part.at(0, 0, 0), 1020.0f);
    QCOMPARE(part.at(2, 3, 2), 4042.0f);
    QVERIFY(numbered(6, 5, 3).crop(0, 5, 6, 0).empty());
    QVERIFY(same(numbered(6, 5, 3).crop(0, 0, 6, 5), numbered(6, 5, 3)));
}

void ImageTest::takeChannels()
{
    const Image picture = numbered(3, 2, 4);
    const Image alpha = picture.takeChannels(3, 1);
    QCOMPARE(alpha.channels(), 1);
    QCOMPARE(alpha.at(2, 1, 0), 1023.0f);
    const Image colour = picture.takeChannels(0, 3);
    QCOMPARE(colour.channels(), 3);
    QCOMPARE(colour.at(1, 1, 2), 1012.0f);
}

void ImageTest::stackPutsOneAboveTheOther()
{
    const Image picture = numbered(4, 7, 3);
    QVERIFY(same(stack(picture.crop(0, 0, 4, 3), picture.crop(0, 3, 4, 4)), picture));
    QVERIFY(same(stack(Image(), picture), picture));
    QVERIFY(same(stack(picture, Image(4, 0, 3)), picture));
    QVERIFY(stack(Image(), Image()).empty());
}

QTEST_GUILESS_MAIN(ImageTest)

#include "image_test.moc"
