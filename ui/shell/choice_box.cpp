// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/choice_box.h"

#include <QStyleOptionComboBox>
#include <QStylePainter>

namespace enlarger::ui {

void ChoiceBox::paintEvent(QPaintEvent* /*event*/)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const QRect text =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    constexpr int padding = 3; // of the style, at both sides
    option.currentText =
        option.fontMetrics.elidedText(option.currentText, Qt::ElideMiddle, text.width() - 2 * padding);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

} // namespace enlarger::ui
