// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/viewer/fake_layers.h"
#include "ui/viewer/picture_view.h"
#include "ui/viewer/split_divider.h"
#include "ui/viewer/title_badge.h"

#include <QObject>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <memory>

namespace enlarger::tests {

/// What tests of a view begin with: an empty view of 600 x 400, and two layers for it, red and blue.
class PictureViewFixture : public QObject
{
protected:
    void open()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        m_red = std::make_unique<ImageLayer>("Red", QSize(4000, 3000), Qt::red);
        m_blue = std::make_unique<ImageLayer>("Blue", QSize(4000, 3000), Qt::blue);
        m_view = std::make_unique<ui::PictureView>();
        m_view->resize(600, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void close()
    {
        m_view.reset();
        m_red.reset();
        m_blue.reset();
    }

    QColor colourAt(QPointF viewPoint) const
    {
        const QImage image = m_view->grab().toImage();
        return QColor(image.pixel((viewPoint * image.devicePixelRatio()).toPoint()));
    }

    // The pixel of the picture under the middle of the device pixel that colourAt() reads.
    QPoint pixelAt(QPointF viewPoint) const
    {
        const double ratio = m_view->devicePixelRatioF();
        const QPointF middle = QPointF((viewPoint * ratio).toPoint()) + QPointF(0.5, 0.5);
        const QPointF pixel = m_view->viewGeometry().mapToImage(middle / ratio);
        return {int(std::floor(pixel.x())), int(std::floor(pixel.y()))};
    }

    QColor ground() const { return QColor(m_view->palette().color(m_view->backgroundRole()).rgb()); }
    void still() { QTRY_VERIFY(!m_view->isMoving()); }
    QList<ui::TitleBadge*> badges() const { return m_view->findChildren<ui::TitleBadge*>(); }
    ui::SplitDivider* divider() const { return m_view->findChild<ui::SplitDivider*>(); }

    std::unique_ptr<ImageLayer> m_red;
    std::unique_ptr<ImageLayer> m_blue;
    std::unique_ptr<ui::PictureView> m_view;
};

} // namespace enlarger::tests
