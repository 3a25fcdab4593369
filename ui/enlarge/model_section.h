// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QWidget>

class QLabel;

namespace enlarger::ui {

class ModelField;

/// The model: its name, what kind it is, and one plain sentence.
class ModelSection : public QWidget
{
    Q_OBJECT

public:
    ModelSection(app::EnlargeSession& session, app::ModelCatalog& catalog, QWidget* parent = nullptr);

Q_SIGNALS:
    void pickRequested(); // the cards are wanted

private:
    void refill(); // the catalog is another
    void refresh();

    app::EnlargeSession& m_session;
    app::ModelCatalog& m_catalog;
    ModelField* m_choice;
    QLabel* m_facts;
    QLabel* m_sentence;
};

} // namespace enlarger::ui
