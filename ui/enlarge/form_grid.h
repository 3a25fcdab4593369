// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGridLayout>

class QLabel;

namespace enlarger::ui {

/// Rows of a label and a field. All sections of the page use it: their labels end at one edge, and their
/// fields begin at one and have one width.
class FormGrid : public QGridLayout
{
    Q_OBJECT

public:
    explicit FormGrid(QWidget* parent); // whose layout it becomes

    enum class Weight { Main, Side }; // main: what a person decides first

    /// `buddy`: what the label's key leads to; null: `field`.
    QLabel* addField(const QString& label, QWidget* field, Weight weight = Weight::Side);
    QLabel* addField(const QString& label, QLayout* fields, QWidget* buddy, Weight weight = Weight::Side);
    /// For a label of a field of several lines.
    void alignTop(QLabel* label);
    /// Something that belongs to the field above: under it, close to it.
    void addBelow(QWidget* widget);

private:
    QLabel* addLabel(const QString& label, QWidget* buddy, Weight weight);
    int nextRow() { return rowCount(); }
};

} // namespace enlarger::ui
