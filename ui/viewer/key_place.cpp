// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/key_place.h"

#include <QKeyEvent>

#include <string_view>

namespace enlarger::ui {

Qt::Key usKeyAt(quint32 scanCode)
{
#ifdef Q_OS_LINUX
    struct Row // of neighbouring keys; codes as X11 and Wayland give them: evdev's plus 8
    {
        quint32 first;
        std::string_view keys;
    };
    static constexpr Row rows[] = {
        {10, "1234567890-="}, {24, "QWERTYUIOP"}, {38, "ASDFGHJKL"}, {52, "ZXCVBNM,"}};
    for (const Row& row : rows)
        if (scanCode >= row.first && scanCode < row.first + row.keys.size())
            return Qt::Key(row.keys[scanCode - row.first]); // Qt's codes are ASCII's
#else
    Q_UNUSED(scanCode);
#endif
    return Qt::Key_unknown;
}

int digitOf(const QKeyEvent& event)
{
    if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
        return 0;
    const auto digit = [](int key) { return key >= Qt::Key_1 && key <= Qt::Key_9 ? key - Qt::Key_0 : 0; };
    if (const int typed = digit(event.key()))
        return typed;
    return event.modifiers() & Qt::ShiftModifier ? 0 : digit(usKeyAt(event.nativeScanCode()));
}

} // namespace enlarger::ui
