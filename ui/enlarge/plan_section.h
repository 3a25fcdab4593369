// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QWidget>

class QLabel;

namespace enlarger::ui {

/// What an export will be, before it starts: pixels, size of the file, memory, time, and what a person should
/// know.
class PlanSection : public QWidget
{
    Q_OBJECT

public:
    explicit PlanSection(app::EnlargeSession& session, QWidget* parent = nullptr);

private:
    void refresh();

    app::EnlargeSession& m_session;
    QLabel* m_figures;
    QLabel* m_notes;
};

} // namespace enlarger::ui
