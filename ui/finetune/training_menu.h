// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QMenu>

namespace enlarger::ui {

/// What else can be done with a training: while it goes on, a lower rate and more time; at any time, a name
/// and notes, and its network as a model or a file for other programs.
class TrainingMenu : public QMenu
{
    Q_OBJECT

public:
    explicit TrainingMenu(app::FineTuneSession& session, QWidget* parent = nullptr);

    /// Whether there is anything to choose now.
    bool offersAnything() const;

Q_SIGNALS:
    // Of the training's run:
    void editRequested();
    void keepRequested();
    void exportRequested();

private:
    void fill();
    void fillChanges(app::TrainingJob& job);

    app::FineTuneSession& m_session;
};

/// Where a network is to be written; empty: nowhere.
QString askForModelFile(const QString& name, QWidget* parent);

} // namespace enlarger::ui
