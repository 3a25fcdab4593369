// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace enlarger::app {
class ModelCatalog;
}

namespace enlarger::ui {

/// The program's version and licence, what it is made with, and each model's licence, as rich text.
QString aboutText(const app::ModelCatalog& catalog);
void showAbout(const app::ModelCatalog& catalog, QWidget* parent);

} // namespace enlarger::ui
