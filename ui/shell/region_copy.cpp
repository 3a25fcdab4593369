// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/region_copy.h"

#include "app/session/region_service.h"
#include "ui/shell/message_bar.h"
#include "ui/viewer/compare_view.h"

#include <QApplication>
#include <QClipboard>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

namespace {

constexpr double mostOnClipboard = 100e6; // pixels: what other programs take
constexpr double copyScale = 2.0;         // above 100%: also a result as large as the photo is computed

double pixelsOf(const QRect& area)
{
    return double(area.width()) * area.height();
}

} // namespace

RegionCopy::RegionCopy(CompareView& view, app::RegionService& regions, MessageBar& messages, QObject* parent)
    : QObject(parent)
    , m_view(view)
    , m_regions(regions)
    , m_messages(messages)
{
    connect(&regions, &app::RegionService::progressChanged, this, &RegionCopy::sayProgress);
    connect(&regions, &app::RegionService::layerFailed, this, &RegionCopy::cancel); // its message is shown
}

RegionCopy::~RegionCopy()
{
    cancel();
}

void RegionCopy::start()
{
    cancel();
    Layer* layer = m_view.activeLayer();
    const QRect area = m_view.visibleArea().toAlignedRect() & (layer ? QRect({}, layer->size()) : QRect());
    if (area.isEmpty())
        return;
    const double most = std::min(mostOnClipboard, m_regions.mostPixels());
    if (pixelsOf(area) > most) {
        m_messages.showProblems(
            {tr("Nothing was copied: %1 megapixels of the enlarged photo are visible, and "
                "at most %2 can be copied. Zoom in, or export the photo.")
                 .arg(std::ceil(pixelsOf(area) / 1e6))
                 .arg(std::floor(most / 1e6))});
        return;
    }
    m_layer = layer;
    m_area = area;
    connect(layer, &Layer::changed, this, &RegionCopy::follow);
    connect(layer, &QObject::destroyed, this, [this] {
        m_layer = nullptr;
        m_messages.showProblems({tr("Nothing was copied: what was visible has changed meanwhile.")});
    });
    LayerView seen;
    seen.area = area;
    seen.scale = copyScale;
    layer->setVisibleRegion(this, seen, QRectF(area).center());
    follow();
    sayProgress();
}

void RegionCopy::cancel()
{
    if (!m_layer)
        return;
    m_layer->disconnect(this);
    m_layer->setVisibleRegion(this, {}, {});
    m_layer = nullptr;
}

void RegionCopy::follow()
{
    if (m_layer && m_layer->isFinished(m_area))
        finish();
}

void RegionCopy::sayProgress()
{
    if (!m_layer)
        return;
    const double seconds = m_regions.progress().secondsLeft;
    const QString time = seconds >= 1.0 ? tr(" About %1 s.").arg(std::ceil(seconds)) : QString();
    m_messages.showProgress(tr("What is visible is computed before it is copied.") + time,
                            {tr("Cancel"), [this] {
                                 cancel();
                                 m_messages.hide();
                             }});
}

void RegionCopy::finish()
{
    QImage image(m_area.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    {
        QPainter painter(&image);
        painter.translate(-m_area.topLeft());
        LayerView view;
        view.area = m_area;
        view.scale = copyScale;
        m_layer->paint(painter, view);
    }
    cancel();
    QApplication::clipboard()->setImage(image);
    m_messages.showInfo(tr("%1 × %2 pixels are on the clipboard.").arg(image.width()).arg(image.height()));
}

} // namespace enlarger::ui
