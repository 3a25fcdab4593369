// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QWidget>

namespace enlarger::ui {

/// Shows an icon at one size, in the colours and at the scale of the moment: a label would keep the pixels of
/// the theme that it was made in.
class IconLabel : public QWidget
{
public:
    explicit IconLabel(int side, QWidget* parent = nullptr);

    void setIcon(const QIcon& icon);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QIcon m_icon;
};

} // namespace enlarger::ui
