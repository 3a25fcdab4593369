// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace enlarger::ui {

/// Looks and works like a combo box, but what it opens is its owner's affair.
class ModelField : public QComboBox
{
    Q_OBJECT

public:
    using QComboBox::QComboBox;

    void showPopup() override { Q_EMIT pickRequested(); }

Q_SIGNALS:
    void pickRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override; // Enter opens it too
};

} // namespace enlarger::ui
