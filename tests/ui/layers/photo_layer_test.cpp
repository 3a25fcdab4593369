// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/photo_layer.h"

#include "tests/ui/layers/photo_layer_fixture.h"

#include <QColorSpace>
#include <QTest>

using namespace enlarger;
using image::Image;
using image::PixelRect;
using tests::hasColour;
using tests::photo;
using tests::photoSize;
using tests::scale;
using tests::unpainted;
using ui::LayerView;
using Network = tests::HeldNetwork;

namespace {

/// As a screen shows it, over the colour of what is not painted.
QImage onScreen(const Image& picture, const image::DisplayColours& colours)
{
    QImage pixels(picture.width(), picture.height(), QImage::Format_ARGB32_Premultiplied);
    colours.toScreen(picture, pixels.bits());
    QImage shown(pixels.size(), QImage::Format_RGB32);
    shown.fill(unpainted);
    QPainter(&shown).drawImage(0, 0, pixels);
    return shown;
}

int largestDifference(const QImage& a, const QImage& b)
{
    int largest = a.size() == b.size() ? 0 : 256;
    for (int y = 0; y < a.height() && largest < 256; ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb one = a.pixel(x, y);
            const QRgb other = b.pixel(x, y);
            largest = std::max({largest, std::abs(qRed(one) - qRed(other)),
                                std::abs(qGreen(one) - qGreen(other)), std::abs(qBlue(one) - qBlue(other))});
        }
    return largest;
}

} // namespace

/// What a photo's layer paints and which values it has.
class PhotoLayerTest : public tests::PhotoLayerFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    // First the photo's own pixels, then the kernel's, then the network's; never a place without any.
    void showsTheBestThereIs_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<QRect>("crop");
        for (const int channels : {1, 2, 3, 4}) {
            QTest::addRow("%d channels", channels) << channels << QRect();
            QTest::addRow("%d channels, crop", channels) << channels << QRect(11, 7, 40, 33);
        }
    }

    void showsTheBestThereIs()
    {
        QFETCH(int, channels);
        QFETCH(QRect, crop);
        const Image pixels = photo(channels);
        const PixelRect area = crop.isEmpty() ? PixelRect{0, 0, photoSize.width(), photoSize.height()}
                                              : PixelRect{crop.x(), crop.y(), crop.width(), crop.height()};
        makeLayer(pixels, {}, area);
        const auto colours = image::DisplayColours::make({}, {});
        const Image read = m_layer->content().picture->piece({0, 0, pixels.width(), pixels.height()});
        const auto cropped = [&](const Image& large) {
            return onScreen(
                large.crop(area.x * scale, area.y * scale, area.width * scale, area.height * scale),
                *colours);
        };
        const bool hasAlpha = channels % 2 == 0;

        const QImage ownPixels = painted();
        if (!hasAlpha)
            QVERIFY(!hasColour(ownPixels, unpainted));
        m_network->hold();
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(covers(Kind::Resampling, area));
        const QImage bicubic =
            cropped(image::resize(read, photoSize.width() * scale, photoSize.height() * scale));
        QVERIFY2(largestDifference(painted(), bicubic) <= 1, "the kernel");
        QVERIFY(largestDifference(ownPixels, bicubic) > 1);

        m_network->letGo();
        QTRY_VERIFY(covers(Kind::Network, area));
        if (hasAlpha) { // of which the kernel makes the transparency: colours are the network's all the same
            QVERIFY(largestDifference(painted(), bicubic) > 1);
        } else {
            QVERIFY2(largestDifference(painted(), cropped(Network::ofWhole(read))) <= 1, "the network");
        }
    }

    void isPaintedWhereverTheViewStands()
    {
        makeLayer(photo(3), {});
        m_layer->setVisibleRegion(this, whole(), {});
        for (int shown = 0; shown < 3; ++shown) { // nothing, some, all
            if (shown == 1)
                QTRY_VERIFY(tiles(Kind::Network) >= 2);
            if (shown == 2)
                QTRY_VERIFY(m_layer->isComplete());
            for (const double zoom : {0.05, 0.24, 0.26, 0.37, 0.5, 0.61, 1.0, 1.7, 3.0})
                for (const bool isNearest : {false, true}) {
                    LayerView view = whole(zoom);
                    view.nearestNeighbour = isNearest;
                    QVERIFY2(!hasColour(painted(view), unpainted), qPrintable(QString::number(zoom)));
                }
        }
    }

    // Smoothing alone would leave pixels out, and fine patterns would shimmer.
    void paintedSmallItIsAMean()
    {
        makeLayer(photo(3), {});
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->isComplete());
        const QImage large = painted();
        const QImage half = painted(whole(0.5));
        QCOMPARE(half.size(), large.size() / 2);
        for (int y = 0; y < half.height(); ++y)
            for (int x = 0; x < half.width(); ++x) {
                int sum = 2;
                for (const QPoint& at : {QPoint(0, 0), QPoint(1, 0), QPoint(0, 1), QPoint(1, 1)})
                    sum += qGreen(large.pixel(2 * QPoint(x, y) + at));
                QVERIFY(std::abs(qGreen(half.pixel(x, y)) - sum / 4) <= 1);
            }
    }

    // A part of the view: what is painted there is what the whole has there.
    void aPartIsPaintedAsInTheWhole()
    {
        makeLayer(photo(3), {});
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->isComplete());
        QTRY_VERIFY(covers(Kind::Network, {0, 0, photoSize.width(), photoSize.height()}));
        const QImage all = painted();
        LayerView view = whole();
        view.area = QRectF(33, 21, 130, 90);
        const QImage part = painted(view);
        const QRect inside = view.area.toRect();
        QCOMPARE(largestDifference(part.copy(inside), all.copy(inside)), 0);
    }

    void nearestNeighbourPixelsAreSquares()
    {
        makeLayer(photo(3), {});
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->isComplete());
        LayerView view = whole(3.0);
        view.nearestNeighbour = true;
        const QImage expected = painted().scaled(m_layer->size() * 3); // nearest
        QVERIFY(largestDifference(painted(view), expected) <= 1);
    }

    void valuesAreThePhotosOwn()
    {
        // A Display P3 photo: what the screen shows has other values.
        const QByteArray profile = QColorSpace(QColorSpace::DisplayP3).iccProfile();
        Image pixels(photoSize.width(), photoSize.height(), 3);
        for (int y = 0; y < pixels.height(); ++y)
            for (int x = 0; x < pixels.width(); ++x) {
                pixels.at(x, y, 0) = 200.0f / 255.0f;
                pixels.at(x, y, 1) = 100.0f / 255.0f;
                pixels.at(x, y, 2) = float(x) / 255.0f;
            }
        const image::Bytes icc(profile.begin(), profile.end());
        makeLayer(pixels, {.kernel = false, .network = false}, PixelRect{10, 0, 60, 50}, icc);
        QCOMPARE(m_layer->valueAt({0, 0}), std::optional(QColor(200, 100, 10)));
        QCOMPARE(m_layer->valueAt({7, 0}), std::optional(QColor(200, 100, 11)));
        QCOMPARE(m_layer->valueAt({239, 199}), std::optional(QColor(200, 100, 69)));
        QVERIFY(!m_layer->valueAt({240, 0}) && !m_layer->valueAt({0, -1}));
        QVERIFY(QColor(painted().pixel(0, 0)).red() > 205);

        makeLayer(pixels, {}, {}, icc);
        QVERIFY(!m_layer->valueAt({100, 100})); // not computed
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->isComplete());
        QCOMPARE(m_layer->valueAt({100, 100}), std::optional(QColor(200, 100, 25)));

        makeLayer(pixels, {.network = false}, {}, icc);
        m_layer->setVisibleRegion(this, whole(), {});
        QTRY_VERIFY(m_layer->valueAt({102, 100}).has_value());
        QCOMPARE(m_layer->valueAt({102, 100}), std::optional(QColor(200, 100, 25)));
        QCOMPARE(m_layer->title(), QStringLiteral("Some network"));
    }

    void greyPhotosHaveGreyValues()
    {
        makeLayer(photo(2), {.kernel = false, .network = false});
        const QColor value = *m_layer->valueAt({77, 55});
        QVERIFY(value.red() == value.green() && value.green() == value.blue());
    }

    // Where a view shows the photo smaller than it is, as an overview does.
    void aFineCheckerInSmallIsAnEvenGrey_data()
    {
        QTest::addColumn<double>("zoom"); // screen pixels for one of the photo
        for (const double zoom : {0.9, 0.7, 0.55, 0.4, 0.3})
            QTest::addRow("%.2f", zoom) << zoom;
    }
    void aFineCheckerInSmallIsAnEvenGrey()
    {
        QFETCH(double, zoom);
        Image checker(256, 256, 1);
        for (int y = 0; y < checker.height(); ++y)
            for (int x = 0; x < checker.width(); ++x)
                checker.at(x, y, 0) = float((x + y) % 2);
        makeLayer(checker, {});
        const QImage small = painted(whole(zoom / scale));
        QVERIFY(!hasColour(small, unpainted));
        int darkest = 255;
        int lightest = 0;
        for (int y = 1; y < small.height() - 1; ++y)
            for (int x = 1; x < small.width() - 1; ++x) {
                darkest = std::min(darkest, qGray(small.pixel(x, y)));
                lightest = std::max(lightest, qGray(small.pixel(x, y)));
            }
        QVERIFY2(lightest - darkest <= (zoom > 0.8 ? 50 : 12),
                 qPrintable(QStringLiteral("%1 to %2").arg(darkest).arg(lightest)));
    }
};

QTEST_MAIN(PhotoLayerTest)
#include "photo_layer_test.moc"
