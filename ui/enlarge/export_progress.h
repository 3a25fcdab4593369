// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_queue.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace enlarger::ui {

/// How far the export is that runs, or what it waits for; of several, which one it is.
class ExportProgress : public QWidget
{
    Q_OBJECT

public:
    explicit ExportProgress(QWidget* parent = nullptr);

    /// The queue must outlive this widget.
    void follow(app::JobQueue& queue);
    /// What the preview still needs: 0: nothing; negative: not known.
    void setPreviewSeconds(double seconds);

    QString text() const;

Q_SIGNALS:
    void cancelRequested();

private:
    void refresh();
    QString state(const app::Job& job) const;

    app::JobQueue* m_queue = nullptr; // null: follows none yet
    double m_previewSeconds = 0.0;
    QLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
};

} // namespace enlarger::ui
