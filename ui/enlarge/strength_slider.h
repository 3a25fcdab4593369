// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

namespace enlarger::ui {

/// A slider that goes where it is clicked, and back to its default with a double click; with a tick at both
/// ends and in the middle.
class StrengthSlider : public QSlider
{
    Q_OBJECT

public:
    explicit StrengthSlider(QWidget* parent = nullptr);

Q_SIGNALS:
    void defaultRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
};

} // namespace enlarger::ui
