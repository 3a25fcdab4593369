// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace enlarger::ui {

/// A combo box whose text is elided in the middle where it is narrow, so that both ends of a name can be
/// read.
class ChoiceBox : public QComboBox
{
    Q_OBJECT

public:
    using QComboBox::QComboBox;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace enlarger::ui
