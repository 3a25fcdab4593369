// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/run_order.h"

#include <QStringList>
#include <QWidget>

class QAction;
class QLabel;
class QListView;

namespace enlarger::ui {

/// The runs of the data folder, to be searched and sorted, with what can be done with each in a context menu.
class RunList : public QWidget
{
    Q_OBJECT

public:
    explicit RunList(app::RunCatalog& catalog, QWidget* parent = nullptr);

    const app::RunInfo* current() const; // null: none is chosen
    void choose(const QString& name);    // as soon as it is there
    const app::RunOrder& order() const { return *m_order; }

    /// The runs whose curves are to be drawn over the chosen one's, by their names; six at most, the newest
    /// choice last.
    const QStringList& laidOver() const { return m_laidOver; }

Q_SIGNALS:
    void laidOverChanged();
    void chosen(); // another current(), none, or the same one read anew
    // Of a run, by its name:
    void resumeRequested(const QString& run);
    void cloneRequested(const QString& run);
    void editRequested(const QString& run); // its name and notes
    void keepRequested(const QString& run); // its network, as a model
    void exportRequested(const QString& run);
    void removeRequested(const QString& run);

private:
    QWidget* makeHead();
    void makeActions();
    void search(const QString& words);
    void refresh();
    void showFolder() const;
    void layOver(bool on);

    app::RunOrder* m_order;
    QListView* m_view;
    QLabel* m_empty;
    QStringList m_laidOver;
    QString m_name; // of the one that is chosen, through readings and searches
    bool m_isSearching = false;
    QAction* m_resume = nullptr;
    QAction* m_clone = nullptr;
    QAction* m_layOver = nullptr;
    QAction* m_edit = nullptr;
    QAction* m_keep = nullptr;
    QAction* m_export = nullptr;
    QAction* m_folder = nullptr;
    QAction* m_remove = nullptr;
};

} // namespace enlarger::ui
