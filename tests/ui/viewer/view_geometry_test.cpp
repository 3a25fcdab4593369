// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/view_geometry.h"

#include <QTest>

#include <cmath>
#include <random>

using enlarger::ui::ViewGeometry;

namespace {

bool isNear(double one, double other, double tolerance)
{
    return std::abs(one - other) <= tolerance;
}

bool isNear(QPointF one, QPointF other, double tolerance)
{
    return isNear(one.x(), other.x(), tolerance) && isNear(one.y(), other.y(), tolerance);
}

bool isWhole(double value)
{
    return isNear(value, std::round(value), 1e-6);
}

// Calls `check` with many pictures, views, pixel ratios, phases, zooms and centres.
template <class Check>
void forManyGeometries(const Check& check)
{
    std::mt19937 random(6);
    std::uniform_real_distribution<double> anywhere(-0.2, 1.2);
    for (const QSize picture : {QSize(1, 1), QSize(97, 130), QSize(1772, 1181), QSize(3104, 3636),
                                QSize(40000, 300), QSize(24000, 16000)}) {
        for (const QSizeF view : {QSizeF(1600, 1000), QSizeF(799, 375), QSizeF(33, 700)}) {
            for (const double ratio : {1.0, 1.25, 1.5, 2.0, 3.0}) {
                for (const double zoom :
                     {0.001, 0.05, 0.37, 0.5, 1.0, 1.1, 2.0, 2.5, 3.0, 8.0, 32.0, 100.0}) {
                    ViewGeometry geometry(picture, view, ratio);
                    geometry.setView(view, ratio, QPointF(anywhere(random), anywhere(random)) * 10);
                    geometry.setPlace(
                        zoom, {anywhere(random) * picture.width(), anywhere(random) * picture.height()});
                    check(geometry);
                    if (QTest::currentTestFailed())
                        return;
                }
            }
        }
    }
}

} // namespace

class ViewGeometryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mappingsAreInverse()
    {
        forManyGeometries([](const ViewGeometry& geometry) {
            const double width = geometry.pictureSize().width();
            const double height = geometry.pictureSize().height();
            for (const double part : {0.0, 0.123456, 0.5, 1.0}) {
                const QPointF there(width * part, height * (1 - part));
                QVERIFY(isNear(geometry.mapToImage(geometry.mapToView(there)), there, 1e-6));
                const QPointF here(geometry.viewSize().width() * part,
                                   geometry.viewSize().height() * (1 - part));
                QVERIFY(isNear(geometry.mapToView(geometry.mapToImage(here)), here, 1e-6));
                QVERIFY(isNear(geometry.toView().map(there), geometry.mapToView(there), 1e-6));
            }
        });
    }

    void thereIsNoEmptyBorder()
    {
        forManyGeometries([](const ViewGeometry& geometry) {
            const double pixel = 1.001 / geometry.pixelRatio(); // whole device pixels may leave a part of one
            const QRectF picture = geometry.mapToView(QRectF({}, QSizeF(geometry.pictureSize())));
            const auto check = [pixel](double start, double end, double view) {
                if (end - start > view) {
                    QVERIFY(start <= pixel);
                    QVERIFY(end >= view - pixel);
                } else {
                    QVERIFY(isNear(start, view - end, 2 * pixel)); // centred
                }
            };
            check(picture.left(), picture.right(), geometry.viewSize().width());
            check(picture.top(), picture.bottom(), geometry.viewSize().height());
        });
    }

    void wholePixelsLieOnDevicePixels()
    {
        const QPointF phase(0.25, 0.75);
        for (const double ratio : {1.0, 1.25, 1.5, 2.0}) {
            for (const double zoom : {1.0, 2.0, 7.0}) {
                ViewGeometry geometry({3001, 2001}, {801, 603}, ratio);
                geometry.setView({801, 603}, ratio, phase);
                geometry.setPlace(zoom, {1234.567, 987.654});
                const QPointF place = geometry.mapToView(QPointF(1000, 900)) * ratio + phase;
                QVERIFY(isWhole(place.x()));
                QVERIFY(isWhole(place.y()));
            }
        }
    }

    void zoomStaysWithinItsLimits()
    {
        forManyGeometries([](const ViewGeometry& geometry) {
            QVERIFY(geometry.zoom() <= ViewGeometry::maxZoom);
            QVERIFY(geometry.zoom() >= std::min(geometry.fitZoom(), 0.05));
        });
        ViewGeometry large({60000, 40000}, {600, 400}, 1);
        large.setPlace(0, {});
        QCOMPARE(large.zoom(), 0.01); // all of it is seen, below 5%
        ViewGeometry middling({3000, 2000}, {600, 400}, 1);
        middling.setPlace(0, {});
        QCOMPARE(middling.zoom(), 0.05);
    }

    void fitShowsAllAndEnlargesNothing()
    {
        forManyGeometries([](ViewGeometry geometry) {
            geometry.fit();
            QVERIFY(geometry.showsAll());
            QVERIFY(geometry.zoom() <= 1.0);
            const QRectF seen = geometry.visibleArea();
            QVERIFY(isNear(seen.width(), geometry.pictureSize().width(), 1e-3 + 2 / geometry.zoom()));
            QVERIFY(isNear(seen.height(), geometry.pictureSize().height(), 1e-3 + 2 / geometry.zoom()));
        });
    }

    void zoomingKeepsThePixelUnderTheCursor()
    {
        for (const double ratio : {1.0, 1.25, 2.0}) {
            ViewGeometry geometry({20000, 20000}, {1000, 800}, ratio);
            geometry.setPlace(1.0, {10000, 10000});
            for (const double factor : {1.25, 1.1, 2.0, 0.5, 0.77, 1.6}) {
                const QPointF cursor(123.5, 654.25);
                const QPointF before = geometry.mapToImage(cursor);
                const double zoom = geometry.zoom();
                geometry.zoomAt(cursor, factor);
                QVERIFY(isNear(geometry.zoom(), zoom * factor, 1e-9));
                QVERIFY(isNear(geometry.mapToView(before), cursor,
                               0.51 / ratio)); // half a device pixel to be crisp
            }
        }
    }

    void zoomingByPartsComesBackToWholeZooms()
    {
        ViewGeometry geometry({20000, 20000}, {1000, 800}, 1);
        geometry.setPlace(1.0, {10000, 10000});
        for (int i = 0; i < 10; ++i)
            geometry.zoomAt({500, 400}, 1.1);
        for (int i = 0; i < 10; ++i)
            geometry.zoomAt({500, 400}, 1 / 1.1);
        QCOMPARE(geometry.zoom(), 1.0);
        QVERIFY(isWhole(geometry.mapToView(QPointF(0, 0)).x()));
    }

    void panningMovesThePicture()
    {
        ViewGeometry geometry({20000, 20000}, {1000, 800}, 2);
        geometry.setPlace(0.7, {10000, 10000});
        const QPointF pixel(9876, 10321);
        const QPointF before = geometry.mapToView(pixel);
        geometry.panBy({31, -17});
        QVERIFY(isNear(geometry.mapToView(pixel), before + QPointF(31, -17), 1e-6));
    }

    void anotherSizeShowsTheSame()
    {
        ViewGeometry geometry({3000, 2000}, {600, 400}, 1);
        geometry.setPlace(1.0, {700, 1300});
        const QRectF before = geometry.visibleArea();
        geometry.setPictureSize({6000, 4000});
        QCOMPARE(geometry.zoom(), 0.5);
        QVERIFY(isNear(geometry.visibleArea().topLeft(), before.topLeft() * 2, 1));
        QVERIFY(isNear(geometry.visibleArea().bottomRight(), before.bottomRight() * 2, 1));
        geometry.setPictureSize({3000, 2000});
        QCOMPARE(geometry.zoom(), 1.0);
    }

    void roundZoomsFollowOneAnother()
    {
        QCOMPARE(ViewGeometry::nextZoom(0.37), 0.5);
        QCOMPARE(ViewGeometry::nextZoom(1.0), 1.5);
        QCOMPARE(ViewGeometry::nextZoom(32.0), 32.0);
        QCOMPARE(ViewGeometry::previousZoom(1.0), 2.0 / 3);
        QCOMPARE(ViewGeometry::previousZoom(0.9), 2.0 / 3);
        QCOMPARE(ViewGeometry::previousZoom(0.03), 0.015);
        double zoom = 0.01;
        while (zoom < 32.0) {
            const double next = ViewGeometry::nextZoom(zoom);
            QVERIFY(next > zoom);
            zoom = next;
        }
    }

    void nothingIsNothing()
    {
        ViewGeometry empty;
        empty.fit();
        empty.zoomAt({10, 10}, 2);
        QVERIFY(empty.visibleArea().isEmpty());
        ViewGeometry noView({100, 100}, {0, 0}, 1);
        QVERIFY(noView.visibleArea().isEmpty());
        QVERIFY(std::isfinite(noView.fitZoom()));
    }
};

QTEST_APPLESS_MAIN(ViewGeometryTest)
#include "view_geometry_test.moc"
