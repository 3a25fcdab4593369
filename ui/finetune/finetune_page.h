// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QToolButton;
class QStackedWidget;

namespace enlarger::ui {

class HealthView;
class PurposeSection;
class SettingsDrawer;
class StartSection;
class TrainingMenu;

/// What is to be trained and for how long, and the buttons of the training.
class FineTunePage : public QWidget
{
    Q_OBJECT

public:
    FineTunePage(app::FineTuneSession& session, app::ModelCatalog& catalog, QWidget* parent = nullptr);

    /// A sentence above the buttons, until the next training.
    void tell(const QString& sentence);
    /// A model that can be used now; empty: none.
    void offer(const QString& model);
    const QString& offered() const { return m_made; }

    TrainingMenu& menu() { return *m_menu; }

Q_SIGNALS:
    void useRequested(const QString& model); // in the other workspace

private:
    QWidget* makeSheet();
    QWidget* makeWork();
    template <class Widget>
    void lend(Widget& widget, QWidget& section);
    void showInPlace(QWidget& widget);
    void refresh();
    void forgetNotes();
    void refreshWork();

    app::FineTuneSession& m_session;
    QStackedWidget* m_stack; // the page, and what is shown in its place
    StartSection* m_start;
    PurposeSection* m_purpose;
    SettingsDrawer* m_drawer;
    QLineEdit* m_name;
    HealthView* m_health;
    QLabel* m_notes;
    QStringList m_told; // the newest last
    QLabel* m_state;
    QProgressBar* m_progress;
    QPushButton* m_begin;
    QPushButton* m_pause;
    QPushButton* m_stop;
    QPushButton* m_use;
    TrainingMenu* m_menu;
    QToolButton* m_more; // shows it
    QString m_made;      // the newest model
};

} // namespace enlarger::ui
