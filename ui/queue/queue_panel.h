// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/queue/job_view.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace enlarger::ui {

/// The photos that are to be enlarged, one after another, and how far the whole is.
class QueuePanel : public QWidget
{
    Q_OBJECT

public:
    explicit QueuePanel(app::JobQueue& queue, QWidget* parent = nullptr);

    JobView& view() const { return *m_view; }

    /// The folder whose new photos are added; empty: none.
    void setWatchedFolder(const QString& folder);

    QSize sizeHint() const override;

Q_SIGNALS:
    void watchRequested(); // of a folder, to be chosen
    void unwatchRequested();
    void addRequested(); // of files, to be chosen
    void closeRequested();

private:
    QWidget* makeHead();
    void refresh();
    void startOrPause();

    app::JobQueue& m_queue;
    QLabel* m_summary;
    QProgressBar* m_bar;
    QToolButton* m_start;
    QToolButton* m_clear;
    QToolButton* m_watch;
    QString m_watched;
    JobView* m_view;
    QLabel* m_empty;
};

} // namespace enlarger::ui
