// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QWidget>

class QLabel;

namespace enlarger::ui {

class CardPicker;
class ModelField;

/// The model that a run begins with, and its cards.
class StartSection : public QWidget
{
    Q_OBJECT

public:
    StartSection(app::FineTuneSession& session, app::ModelCatalog& catalog, QWidget* parent = nullptr);

    CardPicker& picker() { return *m_picker; } // to be shown in the place of the page

Q_SIGNALS:
    void pickRequested();

private:
    void refill();
    void refresh();
    void pick();

    app::FineTuneSession& m_session;
    app::ModelCatalog& m_catalog;
    ModelField* m_choice;
    QLabel* m_sentence;
    CardPicker* m_picker;
};

} // namespace enlarger::ui
