// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/export_job.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace enlarger::ui {

/// How far an export is, or what it waits for.
class ExportProgress : public QWidget
{
    Q_OBJECT

public:
    explicit ExportProgress(QWidget* parent = nullptr);

    void setJob(app::ExportJob* job); // null: none
    /// What is said before everything else: "3 of 12".
    void setPrefix(const QString& text);
    /// What the preview still needs: 0: nothing; negative: not known.
    void setPreviewSeconds(double seconds);

    QString text() const;

Q_SIGNALS:
    void cancelRequested();

private:
    void refresh();
    QString state() const;

    QPointer<app::ExportJob> m_job;
    QString m_prefix; // may be empty
    double m_previewSeconds = 0.0;
    QLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
};

} // namespace enlarger::ui
