// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QMenu>

namespace enlarger::ui {

/// What else can be done with a training: while it goes on, a lower rate and more time; when it has ended, a
/// copy of its model for other programs.
class TrainingMenu : public QMenu
{
    Q_OBJECT

public:
    TrainingMenu(app::FineTuneSession& session, app::ModelCatalog& catalog, QWidget* parent = nullptr);

    /// The model that the last training made; empty: none yet.
    void setModel(const QString& model) { m_model = model; }
    /// Whether there is anything to choose now.
    bool offersAnything() const;

private:
    void fill();
    void exportModel();

    app::FineTuneSession& m_session;
    app::ModelCatalog& m_catalog;
    QString m_model;
};

} // namespace enlarger::ui
