// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

namespace enlarger::ui {

/// A slider that goes where it is clicked, and back to its default with a double click.
class StrengthSlider : public QSlider
{
    Q_OBJECT

public:
    explicit StrengthSlider(QWidget* parent = nullptr);

Q_SIGNALS:
    void defaultRequested();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
};

} // namespace enlarger::ui
