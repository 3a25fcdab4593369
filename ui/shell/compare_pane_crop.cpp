// SPDX-License-Identifier: GPL-3.0-or-later
// Cropping and turning. The rest of the pane is in compare_pane.cpp.
#include "ui/shell/compare_pane.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace enlarger::ui {

namespace {

// A rectangle of a picture `from` pixels wide, in the same one `to` pixels wide.
image::PixelRect scaled(const image::PixelRect& rect, int from, int to)
{
    const auto length = [factor = double(to) / from](int pixels) {
        return int(std::lround(pixels * factor));
    };
    return {length(rect.x), length(rect.y), length(rect.width), length(rect.height)};
}

} // namespace

void ComparePane::wireTurns()
{
    connect(m_actions.rotateLeft, &QAction::triggered, this, [this] { rotate(-1); });
    connect(m_actions.rotateRight, &QAction::triggered, this, [this] { rotate(1); });
    connect(m_actions.swapCrop, &QAction::triggered, this, [this] {
        m_view->cropTool().swapSides();
        m_bar->cropBar().swapSides();
    });
    constexpr int delay = 250; // milliseconds
    m_straightenDelay.setSingleShot(true);
    m_straightenDelay.setInterval(delay);
    connect(&m_straightenDelay, &QTimer::timeout, this, &ComparePane::straighten);
    connect(&m_bar->cropBar(), &CropBar::degreesChanged, this, [this](double degrees) {
        m_degrees = degrees;
        updateTilt();
        m_straightenDelay.start();
    });
    connect(&m_bar->cropBar(), &CropBar::left, m_view, [this] { m_view->setFocus(); });
}

void ComparePane::setCropping(bool on)
{
    app::Document* document = m_bench.documents.current();
    if (!document || m_bench.candidates.list().empty())
        on = false;
    m_straightenDelay.stop();
    m_rectAfterQuarter.reset();
    m_view->cropTool().setTilt(0.0);
    m_bench.candidates.setCropIgnored(on);
    if (on) {
        const Placement whole = m_bench.candidates.placement();
        m_cropped = document;
        m_turnAfter = document->turn();
        m_cropAfter = document->crop();
        m_degrees = document->turn().degrees;
        m_view->cropTool().setRatio(std::nullopt);
        m_view->cropTool().setRectangle(document->crop() ? whole.toOutput(*document->crop()) : QRectF());
        m_bar->cropBar().begin(document->size(), m_degrees);
        m_view->fit();
    } else if (document && document == std::exchange(m_cropped, nullptr)) {
        m_bench.documents.setTurn(document, m_turnAfter, m_cropAfter);
    }
    m_view->setCropTool(on);
    updateHint();
    m_bar->setCropping(on);
    m_actions.crop->setChecked(on);
    m_actions.swapCrop->setEnabled(on);
    if (on)
        m_view->setFocus();
}

// While cropping, the tool's rectangle goes along as soon as the turned photo is shown.
void ComparePane::rotate(int quarters)
{
    app::Document* document = m_bench.documents.current();
    if (!document)
        return;
    if (m_view->hasCropTool()) {
        const image::PixelRect whole = wholeAt({document->wantedTurn().quarters, m_shownTurn.degrees});
        m_rectAfterQuarter = image::turnedRect(wantedRect(), whole.width, whole.height, quarters);
    }
    m_bench.documents.rotate(document, quarters);
    if (m_rectAfterQuarter && document->wantedTurn().quarters == m_shownTurn.quarters) // back again
        placeTurnedRect();
}

// Of the current photo, LR pixels.
image::PixelRect ComparePane::wholeAt(const image::Turn& turn) const
{
    const image::PhotoInfo& info = m_bench.documents.current()->info();
    return image::turnedPicture(info.unturnedWidth, info.unturnedHeight, turn);
}

image::PixelRect ComparePane::wantedRect() const
{
    return m_rectAfterQuarter ? *m_rectAfterQuarter : sourceOf(m_view->cropTool().rectangle());
}

void ComparePane::straighten()
{
    app::Document* document = m_bench.documents.current();
    if (document && m_view->hasCropTool())
        m_bench.documents.setTurn(document, {document->wantedTurn().quarters, m_degrees}, document->crop());
}

// Another photo, or the same one turned, is shown.
void ComparePane::followTurn()
{
    const image::Turn before = std::exchange(m_shownTurn, m_bench.documents.current()->turn());
    if (!m_view->hasCropTool())
        return;
    CropTool& tool = m_view->cropTool();
    if (m_rectAfterQuarter && before.quarters != m_shownTurn.quarters) {
        m_rectAfterQuarter =
            scaled(*m_rectAfterQuarter, wholeAt({m_shownTurn.quarters, before.degrees}).width,
                   wholeAt(m_shownTurn).width);
        const auto ratio = tool.ratio();
        tool.setRatio(std::nullopt);
        placeTurnedRect();
        const bool isSwapped = before.swapsSides() != m_shownTurn.swapsSides();
        if (ratio)
            tool.setRatio(isSwapped ? 1.0 / *ratio : *ratio);
        if (isSwapped)
            m_bar->cropBar().swapSides();
    }
    updateTilt();
}

// What is wanted is seen before it is read.
void ComparePane::updateTilt()
{
    const double zoom = double(wholeAt(m_shownTurn).width) / wholeAt({m_shownTurn.quarters, m_degrees}).width;
    m_view->cropTool().setTilt(m_degrees - m_shownTurn.degrees, zoom);
}

void ComparePane::placeTurnedRect()
{
    m_view->cropTool().setRectangle(m_bench.candidates.placement().toOutput(*m_rectAfterQuarter));
    m_rectAfterQuarter.reset();
}

image::PixelRect ComparePane::sourceOf(const QRectF& area) const
{
    const Placement whole = m_bench.candidates.placement();
    const QPointF from = whole.toSource(area.topLeft());
    const QPointF to = whole.toSource(area.bottomRight());
    const int left = int(std::lround(from.x()));
    const int top = int(std::lround(from.y()));
    return image::PixelRect{left, top, std::max(1, int(std::lround(to.x())) - left),
                            std::max(1, int(std::lround(to.y())) - top)}
        .intersected(whole.source());
}

void ComparePane::applyCrop()
{
    const app::Document* document = m_bench.documents.current();
    if (!document)
        return;
    const image::PixelRect rect = wantedRect();
    const image::PixelRect whole = wholeAt({document->wantedTurn().quarters, m_shownTurn.degrees});
    m_turnAfter = {document->wantedTurn().quarters, m_degrees};
    m_cropAfter.reset();
    if (rect != whole && !rect.empty())
        m_cropAfter = scaled(rect, whole.width, wholeAt(m_turnAfter).width);
    m_actions.crop->setChecked(false);
    m_view->fit();
}

} // namespace enlarger::ui
