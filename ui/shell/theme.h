// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/settings.h"

#include <QIcon>

class QApplication;

namespace enlarger::ui {

/// Colours and icons of the whole window: neutral greys, so that no colour of the room tints the judgement of
/// a picture, and one quiet blue.
namespace theme {

/// Puts it on: Fusion, a palette, a small style sheet, the desktop's font at 13 pixels or more. "System" is
/// as SystemTheme says now.
void apply(QApplication& application, app::Settings::Theme theme);

/// One of resources/icons in the colour of the palette's text, sharp at any scale. It follows a change of
/// theme.
QIcon icon(const QString& name);

} // namespace theme

} // namespace enlarger::ui
