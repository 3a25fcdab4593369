// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"

#include <QTimer>
#include <QWidget>

#include <optional>

namespace enlarger::ui {

/// The title of a layer in the corner of its view, and how finished what is shown of it is: while it is
/// computed, a ring of progress and what stands in its place; where the zoom hides what it computes, that one
/// has to zoom in. A click on that does. A click on the title may offer other layers, and a cross may take
/// the view away.
class TitleBadge : public QWidget
{
    Q_OBJECT

public:
    explicit TitleBadge(QWidget* parent);

    QString title() const { return m_title; }
    void setTitle(const QString& title); // empty: no badge
    /// What is computed within a moment (150 ms) is not worth a sign; the accessible description says the
    /// same as the sign.
    void setStatus(const LayerStatus& status);
    QString text() const; // all of it: "Photo x4 · preview by Fast, 12 s left"
    void setTools(bool hasMenu, bool hasCross);

    enum class Part { Title, Status, Cross };
    Part partAt(int x) const;

    QSize sizeHint() const override;

Q_SIGNALS:
    void zoomInRequested();
    void menuRequested();
    void crossPressed();
    void sizeHintChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    bool hasRing() const { return m_showsStatus && m_status.kind == LayerStatus::Kind::Computing; }
    bool takesClick(Part part) const;
    int toolsWidth() const;
    void takeMouse();
    void setHovered(std::optional<Part> part);
    void showStatus(bool shown);
    void refresh();

    QString m_title;
    LayerStatus m_status;
    QTimer m_computingTimer;
    bool m_showsStatus = false;
    bool m_hasMenu = false;
    bool m_hasCross = false;
    std::optional<Part> m_hovered; // of those that take a click
};

} // namespace enlarger::ui
