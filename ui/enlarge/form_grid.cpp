// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/form_grid.h"

#include <QLabel>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int labelColumn = 0, fieldColumn = 1;
constexpr int gap = 8; // between label and field, and between rows

// Of the longest label, so that every grid of the page has one column.
int labelWidth(const QWidget& widget)
{
    QFont bold = widget.font();
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics main(bold), side(widget.font());
    int width = 0;
    for (const QString& label : {FormGrid::tr("Model"), FormGrid::tr("Detail")})
        width = std::max(width, main.horizontalAdvance(label));
    for (const QString& label :
         {FormGrid::tr("Precision"), FormGrid::tr("Estimate"), FormGrid::tr("On paper")})
        width = std::max(width, side.horizontalAdvance(label));
    return width;
}

} // namespace

FormGrid::FormGrid(QWidget* parent)
    : QGridLayout(parent)
{
    setContentsMargins({});
    setHorizontalSpacing(gap);
    setVerticalSpacing(gap);
    setColumnMinimumWidth(labelColumn, labelWidth(*parent));
    setColumnStretch(fieldColumn, 1);
}

QLabel* FormGrid::addLabel(const QString& label, QWidget* buddy, Weight weight)
{
    auto* text = new QLabel(label);
    text->setProperty(weight == Weight::Main ? "isHeading" : "isQuiet", true);
    text->setBuddy(buddy);
    addWidget(text, nextRow(), labelColumn, Qt::AlignRight | Qt::AlignVCenter);
    return text;
}

QLabel* FormGrid::addField(const QString& label, QWidget* field, Weight weight)
{
    QLabel* text = addLabel(label, field, weight);
    addWidget(field, rowCount() - 1, fieldColumn);
    return text;
}

QLabel* FormGrid::addField(const QString& label, QLayout* fields, QWidget* buddy, Weight weight)
{
    QLabel* text = addLabel(label, buddy, weight);
    addLayout(fields, rowCount() - 1, fieldColumn);
    return text;
}

void FormGrid::alignTop(QLabel* label)
{
    setAlignment(label, Qt::AlignRight | Qt::AlignTop);
}

void FormGrid::addBelow(QWidget* widget)
{
    addWidget(widget, nextRow(), fieldColumn);
}

} // namespace enlarger::ui
