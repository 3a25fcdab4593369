// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QWidget>

class QLabel;

namespace enlarger::ui {

/// What an export will be, before it starts: pixels, size of the file, time, memory, and what a person should
/// know. What is known is shown at once; it is refined when the device is free.
class PlanSection : public QWidget
{
    Q_OBJECT

public:
    explicit PlanSection(app::EnlargeSession& session, QWidget* parent = nullptr);

    /// What the preview still needs, for which an export would wait: 0: nothing; negative: not known.
    void setPreviewSeconds(double seconds);

private:
    void refresh();
    QString figures(const infer::UpscalePlan& plan) const;
    QString timeText(double seconds) const; // a whole sentence without a full stop

    app::EnlargeSession& m_session;
    double m_previewSeconds = 0.0;
    QLabel* m_figures;
    QLabel* m_notes;
};

} // namespace enlarger::ui
