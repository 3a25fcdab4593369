// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QMenu;

namespace enlarger::ui {

struct Workbench;

/// What `choose` is called with: the key of a candidate. One that was no candidate before has been made one.
using ChooseCandidate = std::function<void(const QString& key)>;

/// Fills the menu of a pane that shows the candidate `shown`: all candidates, further models, and the other
/// opened photos.
void fillPaneMenu(QMenu& menu, Workbench& bench, const QString& shown, const ChooseCandidate& choose);

/// Fills the menu of what can be added to what is compared: candidates that are not in `shown`, models that
/// are none yet, and other photos; and of what can be taken away again.
void fillAddMenu(QMenu& menu, Workbench& bench, const QStringList& shown, const ChooseCandidate& choose);

} // namespace enlarger::ui
