// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/settings.h"

#include <QDialog>

namespace enlarger::ui {

/// The few things that are set once. They count at once; there is nothing to apply.
class PreferencesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PreferencesDialog(app::Settings& settings, QWidget* parent = nullptr);
};

} // namespace enlarger::ui
