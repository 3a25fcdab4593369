// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_field.h"

#include <QKeyEvent>

namespace enlarger::ui {

void ModelField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return showPopup();
    QComboBox::keyPressEvent(event);
}

} // namespace enlarger::ui
