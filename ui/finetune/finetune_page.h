// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace enlarger::ui {

/// What is to be trained and for how long, and the buttons of the training.
class FineTunePage : public QWidget
{
    Q_OBJECT

public:
    FineTunePage(app::FineTuneSession& session, app::ModelCatalog& catalog, QWidget* parent = nullptr);

    /// A sentence above the buttons, until the next training.
    void tell(const QString& sentence);

Q_SIGNALS:
    void useRequested(const QString& model); // in the other workspace

private:
    QWidget* makeSettings();
    QWidget* makeWork();
    void refresh();
    void refreshModels();
    void refreshWork();
    void refreshHealth();
    void addFiles(bool folders);

    app::FineTuneSession& m_session;
    app::ModelCatalog& m_catalog;
    QWidget* m_settings;
    QLabel* m_photos;
    QLabel* m_troubles;
    QPushButton* m_clear;
    QComboBox* m_from;
    QComboBox* m_recipe;
    QLabel* m_purpose;
    QDoubleSpinBox* m_minutes;
    QLineEdit* m_name;
    QLabel* m_health;
    QLabel* m_notes;
    QStringList m_told; // the newest last
    QLabel* m_state;
    QProgressBar* m_progress;
    QPushButton* m_start;
    QPushButton* m_pause;
    QPushButton* m_stop;
    QPushButton* m_use;
    QString m_made; // the newest model
};

} // namespace enlarger::ui
