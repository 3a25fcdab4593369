// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace enlarger::ui {

struct Actions;
class CompareView;
class Filmstrip;

/// What the right button offers over the picture, over a thumbnail and over the page of settings.
void addContextMenus(const Actions& actions, CompareView& view, Filmstrip& strip, QWidget& page);

} // namespace enlarger::ui
