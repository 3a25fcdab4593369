// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/placement.h"

#include <QRandomGenerator>
#include <QTest>

using namespace enlarger;
using image::PixelRect;
using ui::Placement;

class PlacementTest : public QObject
{
    Q_OBJECT

private:
    QRandomGenerator m_random{7};

    Placement anyPlacement()
    {
        const PixelRect source{m_random.bounded(500), m_random.bounded(500), m_random.bounded(1, 3000),
                               m_random.bounded(1, 3000)};
        return {source, QSize(m_random.bounded(1, 12000), m_random.bounded(1, 12000))};
    }
    double within(double length) { return m_random.generateDouble() * length; }

private Q_SLOTS:
    void thereAndBack()
    {
        for (int i = 0; i < 2000; ++i) {
            const Placement placement = anyPlacement();
            const PixelRect& source = placement.source();
            const PixelRect piece{source.x + m_random.bounded(source.width),
                                  source.y + m_random.bounded(source.height), 1 + m_random.bounded(50),
                                  1 + m_random.bounded(50)};
            const QRectF output = placement.toOutput(piece);
            const QPointF from = placement.toSource(output.topLeft());
            const QPointF to = placement.toSource(output.bottomRight());
            constexpr double rounding = 1e-7;
            QVERIFY(std::abs(from.x() - piece.x) < rounding && std::abs(from.y() - piece.y) < rounding);
            QVERIFY(std::abs(to.x() - piece.right()) < rounding &&
                    std::abs(to.y() - piece.bottom()) < rounding);
        }
    }

    void coversWhateverItTouches()
    {
        for (int i = 0; i < 2000; ++i) {
            const Placement placement = anyPlacement();
            const QRectF whole({}, QSizeF(placement.output()));
            const QRectF area(within(whole.width()), within(whole.height()), within(whole.width()),
                              within(whole.height()));
            const QRectF seen = area.intersected(whole);
            const PixelRect rect = placement.toSource(area);
            QCOMPARE(rect.intersected(placement.source()), rect); // never beyond the source
            const QRectF covered = placement.toOutput(rect);
            constexpr double rounding = 1e-6;
            QVERIFY(covered.adjusted(-rounding, -rounding, rounding, rounding).contains(seen));
            // and not a whole pixel more on any side
            QVERIFY(seen.left() - covered.left() < placement.factorX() + rounding);
            QVERIFY(covered.bottom() - seen.bottom() < placement.factorY() + rounding);
        }
    }

    void theWholeIsTheWhole()
    {
        for (int i = 0; i < 500; ++i) {
            const Placement placement = anyPlacement();
            QCOMPARE(placement.toSource(QRectF({}, QSizeF(placement.output()))), placement.source());
        }
    }

    void besideThePictureThereIsNothing()
    {
        const Placement placement({10, 20, 30, 40}, QSize(120, 160));
        QVERIFY(placement.toSource(QRectF(-50, -50, 20, 20)).empty());
        QVERIFY(placement.toSource(QRectF(121, 0, 20, 20)).empty());
        QCOMPARE(placement.toSource(QRectF(-50, -50, 54, 54)), (PixelRect{10, 20, 1, 1}));
        QCOMPARE(placement.toOutput({11, 21, 2, 1}), QRectF(4, 4, 8, 4));
    }
};

QTEST_APPLESS_MAIN(PlacementTest)
#include "placement_test.moc"
