// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/preview_layer.h"

#include <QPainter>
#include <QTest>

using namespace enlarger;
using ui::Placement;
using ui::PreviewLayer;

class PreviewLayerTest : public QObject
{
    Q_OBJECT

private:
    // Left half red, right half blue.
    static QImage halves(const QSize& size)
    {
        QImage image(size, QImage::Format_RGB32);
        image.fill(Qt::red);
        QPainter(&image).fillRect(size.width() / 2, 0, size.width(), size.height(), Qt::blue);
        return image;
    }
    static QImage painted(PreviewLayer& layer)
    {
        QImage screen(layer.size(), QImage::Format_RGB32);
        screen.fill(Qt::green);
        QPainter painter(&screen);
        layer.paint(painter, {QRectF(QPointF(), layer.size()), 1.0, true});
        return screen;
    }

private Q_SLOTS:
    void liesWhereThePhotoWillLie()
    {
        const QSize photo(400, 200);
        PreviewLayer whole(halves({100, 50}), photo, Placement({0, 0, 400, 200}, {800, 400}));
        QCOMPARE(whole.size(), QSize(800, 400));
        const QImage screen = painted(whole);
        QCOMPARE(screen.pixelColor(0, 0), QColor(Qt::red));
        QCOMPARE(screen.pixelColor(399, 399), QColor(Qt::red));
        QCOMPARE(screen.pixelColor(400, 0), QColor(Qt::blue));
        QCOMPARE(screen.pixelColor(799, 399), QColor(Qt::blue));

        PreviewLayer crop(halves({100, 50}), photo, Placement({180, 0, 40, 20}, {80, 40}));
        const QImage part = painted(crop);
        QCOMPARE(part.pixelColor(39, 20), QColor(Qt::red));
        QCOMPARE(part.pixelColor(40, 20), QColor(Qt::blue));
    }

    void saysThatItIsNotThePhotoYet()
    {
        const PreviewLayer layer(halves({10, 10}), {10, 10}, Placement({0, 0, 10, 10}, {40, 40}));
        QVERIFY(!layer.isComplete());
        QCOMPARE(layer.status(1.0).kind, ui::LayerStatus::Kind::Computing);
        QVERIFY(!layer.valueAt({5, 5}));
    }
};

QTEST_MAIN(PreviewLayerTest)
#include "preview_layer_test.moc"
