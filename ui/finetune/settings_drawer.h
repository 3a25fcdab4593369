// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace enlarger::ui {

class FieldRow;

/// All fields of the recipe, in the place of the page: they can be searched, those that were changed are
/// marked, and they go to a file and come from one.
class SettingsDrawer : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsDrawer(app::FineTuneSession& session, QWidget* parent = nullptr);

    /// Asks for a JSON file and loads it; for the page too.
    static void openRecipe(app::FineTuneSession& session, QWidget* parent);

Q_SIGNALS:
    void closed();

protected:
    void showEvent(QShowEvent* event) override; // the fields are made when they are first wanted
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Group
    {
        QLabel* heading;
        std::vector<FieldRow*> rows;
    };

    QLayout* makeHeader();
    QLayout* makeFooter();
    void makeFields();
    void refresh();
    void filter();
    void save();

    app::FineTuneSession& m_session;
    QLineEdit* m_search;
    QCheckBox* m_onlyChanged;
    QLabel* m_recipe;
    QLabel* m_none;
    QVBoxLayout* m_fields;
    QPushButton* m_resetAll;
    std::vector<Group> m_groups;
};

} // namespace enlarger::ui
