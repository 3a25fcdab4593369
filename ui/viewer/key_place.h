// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>
#include <QtGlobal>

class QKeyEvent;

namespace enlarger::ui {

/// The key that a US keyboard has at the place of the pressed one; Key_unknown where the platform does not
/// tell the place (it does on X11 and Wayland), or no letter, digit, comma, minus or equals sign is there.
Qt::Key usKeyAt(quint32 scanCode);

/// 1 to 9 where the event is one of these digits, by what it types or by its place, with nothing but Shift or
/// the keypad: on AZERTY the digits stand on shifted keys. Else 0.
int digitOf(const QKeyEvent& event);

} // namespace enlarger::ui
