// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/resample.h"
#include "tests/core/infer/screen/region_material.h"
#include "ui/layers/difference_image.h"
#include "ui/layers/difference_layer.h"

#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using image::Image;
using image::PixelRect;
using infer::RegionTile;
using ui::Difference;
using ui::DifferenceLayer;
using ui::LayerView;
using ui::Placement;

namespace {

Image filled(int width, int height, int channels, float value)
{
    Image picture(width, height, channels);
    std::fill_n(picture.data(), picture.size(), value);
    return picture;
}

/// A tile of factor 2 over `area`; every SR pixel gets its value from `valueOf(x, y, channel)`.
template <class Value>
RegionTile tileOver(const PixelRect& area, Value valueOf)
{
    RegionTile tile;
    tile.area = area;
    tile.width = 2 * area.width;
    tile.height = 2 * area.height;
    tile.isFinal = true;
    for (int y = 0; y < tile.height; ++y)
        for (int x = 0; x < tile.width; ++x)
            for (int c = 0; c < 3; ++c)
                tile.values.push_back(std::uint8_t(valueOf(x, y, c)));
    return tile;
}

} // namespace

class DifferenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void sourceAgainstHand_data()
    {
        QTest::addColumn<int>("channels");
        for (const int channels : {1, 2, 3, 4})
            QTest::addRow("%d channels", channels) << channels;
    }
    // LR is 100 everywhere. The mean over 2 x 2 SR pixels of the left column is 100, of the right one 104 in
    // red, 96 in green and 100 in blue.
    void sourceAgainstHand()
    {
        QFETCH(int, channels);
        const auto picture = tests::packed(filled(4, 3, channels, 100.0f / 255.0f));
        const RegionTile tile = tileOver({1, 1, 2, 1}, [](int x, int y, int c) {
            if (x < 2)
                return x == y ? 90 : 110;
            return c == 0 ? 100 + 4 * x - 6 : c == 1 ? (y == 0 ? 92 : 100) : 100;
        });
        const QImage image = differenceImage(Difference::FromSource, tile, *picture, 8.0);
        QCOMPARE(image.size(), QSize(2, 1)); // LR pixels
        QCOMPARE(QColor(image.pixel(0, 0)), QColor(128, 128, 128));
        QCOMPARE(QColor(image.pixel(1, 0)), QColor(128 + 8 * 4, 128 - 8 * 4, 128));
    }

    void bicubicAgainstHand()
    {
        const auto picture = tests::packed(filled(8, 8, 3, 100.0f / 255.0f)); // bicubic of it is 100
        const RegionTile tile = tileOver(
            {0, 4, 4, 4}, [](int x, int y, int c) { return x == 3 && y == 2 ? 100 + 5 * (c - 1) : 100; });
        const QImage image = differenceImage(Difference::FromBicubic, tile, *picture, 8.0);
        QCOMPARE(image.size(), QSize(8, 8)); // SR pixels
        QCOMPARE(QColor(image.pixel(2, 2)), QColor(128, 128, 128));
        QCOMPARE(QColor(image.pixel(3, 2)), QColor(128 - 40, 128, 128 + 40));
    }

    void farDifferencesAreCut()
    {
        const auto picture = tests::packed(filled(2, 2, 3, 100.0f / 255.0f));
        const RegionTile tile = tileOver({0, 0, 2, 2}, [](int, int, int c) {
            return c == 0 ? 255 : c == 1 ? 0 : 100;
        });
        for (const Difference kind : {Difference::FromSource, Difference::FromBicubic})
            QCOMPARE(QColor(differenceImage(kind, tile, *picture, 8.0).pixel(1, 1)), QColor(255, 0, 128));
    }

    // Whatever the place of the tile: bicubic minus itself is nothing.
    void bicubicOfAPieceIsThatOfTheWhole_data()
    {
        QTest::addColumn<QRect>("area");
        QTest::newRow("corner") << QRect(0, 0, 8, 8);
        QTest::newRow("middle") << QRect(8, 8, 8, 8);
        QTest::newRow("far corner") << QRect(16, 8, 5, 9);
    }
    void bicubicOfAPieceIsThatOfTheWhole()
    {
        QFETCH(QRect, area);
        Image photo(21, 17, 3);
        for (std::size_t i = 0; i < std::size_t(photo.size()); ++i)
            photo.data()[i] = float((i * 37) % 101) / 100.0f;
        const auto picture = tests::packed(photo);
        const Image packed = picture->piece({0, 0, 21, 17});
        const Image large = tests::inBytes(image::resize(packed, 42, 34));
        const RegionTile tile =
            tileOver({area.x(), area.y(), area.width(), area.height()}, [&](int x, int y, int c) {
                return int(large.at(2 * area.x() + x, 2 * area.y() + y, c));
            });
        const QImage image = differenceImage(Difference::FromBicubic, tile, *picture, 1.0);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                for (const int level :
                     {qRed(image.pixel(x, y)), qGreen(image.pixel(x, y)), qBlue(image.pixel(x, y))})
                    QVERIFY2(std::abs(level - 128) <= 1, qPrintable(QString::number(level)));
    }

    void theLayerIsGreyUntilItsTilesAreDone()
    {
        DeviceQueue queue;
        app::RegionService service(queue);
        const auto picture = tests::packed(filled(32, 16, 3, 0.5f));
        infer::RegionStage stage;
        stage.factor = 2.0;
        stage.halo = 0;
        stage.tile = 16;
        stage.enlarge = [](const Image& piece, Gate&, const NoticeSink&) -> Result<Image> {
            return filled(2 * piece.width(), 2 * piece.height(), 3, 130.0f / 255.0f); // the photo: 128
        };
        const auto network = tests::layerOf(picture, {tests::made(std::move(stage))});
        for (const Difference kind : {Difference::FromSource, Difference::FromBicubic}) {
            DifferenceLayer layer(service,
                                  {kind, Placement({0, 0, 32, 16}, QSize(64, 32)), picture, network});
            QVERIFY(layer.title().contains(QStringLiteral("x 8")));
            LayerView view;
            view.area = QRectF(0, 0, 64, 32);
            const auto painted = [&] {
                QImage image(64, 32, QImage::Format_RGB32);
                image.fill(Qt::red);
                QPainter painter(&image);
                layer.paint(painter, view);
                painter.end();
                return image;
            };
            if (kind == Difference::FromSource)
                QCOMPARE(QColor(painted().pixel(20, 20)), QColor(128, 128, 128));
            layer.setVisibleRegion(this, view, {});
            QTRY_COMPARE(QColor(painted().pixel(20, 20)), QColor(144, 144, 144));
            QTRY_COMPARE(QColor(painted().pixel(60, 4)), QColor(144, 144, 144));
            QVERIFY(!layer.valueAt({3, 3}));
            layer.setVisibleRegion(this, {}, {});
        }
    }

    void theLayerMayGoWhileItsPicturesAreMade()
    {
        DeviceQueue queue;
        app::RegionService service(queue);
        const auto picture = tests::packed(filled(64, 64, 3, 0.5f));
        const auto network = tests::layerOf(picture, {tests::made(tests::blurStage(1, 2, 16))});
        QSignalSpy tiles(&service, &app::RegionService::tileDone);
        LayerView view;
        view.area = QRectF(0, 0, 128, 128);
        auto layer = std::make_unique<DifferenceLayer>(
            service, DifferenceLayer::Content{Difference::FromBicubic, Placement({0, 0, 64, 64}, {128, 128}),
                                              picture, network});
        layer->setVisibleRegion(this, view, {});
        QTRY_VERIFY(tiles.size() >= 2);
        layer = nullptr;
        QCoreApplication::processEvents();
        QTRY_COMPARE(service.progress().waiting, 0); // its request is withdrawn with it
    }
};

QTEST_MAIN(DifferenceTest)
#include "difference_test.moc"
