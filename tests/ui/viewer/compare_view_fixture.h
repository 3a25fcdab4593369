// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/viewer/fake_layers.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/title_badge.h"

#include <QObject>
#include <QRegularExpression>
#include <QTest>

#include <memory>
#include <vector>

namespace enlarger::tests {

/// What tests of comparing begin with: a view of 801 x 601 and five candidates of one size, each of its own
/// colour: red, green, blue, yellow, cyan.
class CompareViewFixture : public QObject
{
protected:
    static constexpr QSize pictureSize{4000, 3000};

    void open()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        const QList<QColor> colours{Qt::red, Qt::green, Qt::blue, Qt::yellow, Qt::cyan};
        const QStringList titles{"Original", "Bicubic", "Faithful", "Crisp", "Odd"};
        QList<ui::Layer*> layers;
        for (int i = 0; i < colours.size(); ++i) {
            m_layers.push_back(std::make_unique<ImageLayer>(titles[i], pictureSize, colours[i]));
            layers.append(m_layers.back().get());
        }
        m_view = std::make_unique<ui::CompareView>();
        m_view->resize(801, 601);
        m_view->setLayers(layers);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void close()
    {
        m_view.reset();
        m_layers.clear();
    }

    static QColor at(const QImage& image, QPointF place)
    {
        return QColor(image.pixel((place * image.devicePixelRatio()).toPoint()));
    }

    QColor paletteColour(QPalette::ColorRole role) const
    {
        return QColor(m_view->palette().color(role).rgb());
    }
    QColor middle() const { return at(m_view->grab().toImage(), {400, 300}); }
    ui::TitleBadge* badge(int pane) const
    {
        return m_view->visibleViews()[pane]->findChild<ui::TitleBadge*>();
    }
    void still()
    {
        for (const ui::PictureView* pane : m_view->visibleViews())
            QTRY_VERIFY(!pane->isMoving());
    }

    std::vector<std::unique_ptr<ImageLayer>> m_layers;
    std::unique_ptr<ui::CompareView> m_view;
};

} // namespace enlarger::tests
