// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger::ui {

struct Actions;
class CompareView;
class Filmstrip;

/// What the right button offers over the picture and over a thumbnail.
void addContextMenus(const Actions& actions, CompareView& view, Filmstrip& strip);

} // namespace enlarger::ui
