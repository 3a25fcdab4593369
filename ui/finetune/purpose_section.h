// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace enlarger::ui {

class CardPicker;
class ModelField;

/// What the training is for: the recipe, and what it makes of the photos.
class PurposeSection : public QWidget
{
    Q_OBJECT

public:
    explicit PurposeSection(app::FineTuneSession& session, QWidget* parent = nullptr);

    CardPicker& picker() { return *m_picker; } // to be shown in the place of the page

Q_SIGNALS:
    void pickRequested();
    void settingsRequested();

private:
    void refresh();
    void pick();
    void choose(const QString& id);

    app::FineTuneSession& m_session;
    ModelField* m_choice;
    QLabel* m_sentence;
    QPushButton* m_settings;
    CardPicker* m_picker;
};

} // namespace enlarger::ui
