// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

namespace enlarger::ui {

/// The line between the two pictures of a split view, with a handle in its middle. Dragged, or moved by the
/// arrow keys, it asks to go elsewhere; its parent places it.
class SplitDivider : public QWidget
{
    Q_OBJECT

public:
    explicit SplitDivider(QWidget* parent);

    /// The line's place in the parent; the divider is as high as its parent.
    void setPlace(int x);

Q_SIGNALS:
    void moveRequested(double x); // in the parent

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRect handle() const;

    std::optional<double> m_grabbedAt; // where the line was taken hold of, from its place
};

} // namespace enlarger::ui
