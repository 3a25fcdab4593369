// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/photo_difference_layer.h"

#include "ui/layers/tile_painter.h"

#include <QPainter>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int gain = 4;
constexpr int noDifference = 128;

int amplified(int one, int other)
{
    return std::clamp(noDifference + gain * (other - one), 0, 255);
}

} // namespace

PhotoDifferenceLayer::PhotoDifferenceLayer(Content content, QObject* parent)
    : Layer(parent)
    , m_content(std::move(content))
{}

QString PhotoDifferenceLayer::title() const
{
    return tr("%1 minus this photo (x %2)").arg(m_content.name).arg(gain);
}

QImage PhotoDifferenceLayer::differenceOf(int level, const QRect& area) const
{
    const QImage& one = m_content.photo->level(level);
    const QImage& other = m_content.other->level(level);
    QImage difference(area.size(), QImage::Format_RGB32);
    for (int y = 0; y < area.height(); ++y) {
        const auto* a = reinterpret_cast<const QRgb*>(one.constScanLine(area.top() + y)) + area.left();
        const auto* b = reinterpret_cast<const QRgb*>(other.constScanLine(area.top() + y)) + area.left();
        auto* out = reinterpret_cast<QRgb*>(difference.scanLine(y));
        for (int x = 0; x < area.width(); ++x)
            out[x] = qRgb(amplified(qRed(a[x]), qRed(b[x])), amplified(qGreen(a[x]), qGreen(b[x])),
                          amplified(qBlue(a[x]), qBlue(b[x])));
    }
    return difference;
}

void PhotoDifferenceLayer::paint(QPainter& painter, const LayerView& view)
{
    const image::PixelRect area = m_content.placement.toSource(view.area);
    if (area.empty())
        return;
    TilePainter to(painter, view, m_content.placement, toQRect(area));
    const int level = m_content.photo->levelFor(std::min(1.0, view.scale * m_content.placement.factorX()));
    if (level == 0) {
        to.paintRest(differenceOf(0, toQRect(area)), area);
        return;
    }
    if (m_small.isNull() || level != m_level) {
        m_level = level;
        m_small = differenceOf(level, m_content.photo->level(level).rect());
    }
    const QImage& whole = m_content.photo->level(0);
    to.paintRest(m_small, {0, 0, whole.width(), whole.height()});
}

void PhotoDifferenceLayer::setVisibleRegion(const void* /*viewer*/, const LayerView& /*view*/,
                                            QPointF /*focus*/)
{
    // Nothing is computed ahead.
}

std::optional<QColor> PhotoDifferenceLayer::valueAt(QPoint /*pixel*/) const
{
    return std::nullopt;
}

} // namespace enlarger::ui
