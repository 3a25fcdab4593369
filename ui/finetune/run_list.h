// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/run_catalog.h"

#include <QListView>

namespace enlarger::ui {

/// The runs of the data folder: a name, and a line on where each stands.
class RunList : public QListView
{
    Q_OBJECT

public:
    explicit RunList(app::RunCatalog& catalog, QWidget* parent = nullptr);

    const app::RunInfo* current() const; // null: none is chosen
    void choose(const QString& name);

Q_SIGNALS:
    void chosen();                            // another current(), or the same one read anew
    void resumeRequested(const QString& run); // its name

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    app::RunCatalog& m_catalog;
    QString m_name; // of the one that is chosen, through readings
};

} // namespace enlarger::ui
