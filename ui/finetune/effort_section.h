// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace enlarger::ui {

/// How long the training lasts, in minutes or in steps, and what it will take.
class EffortSection : public QWidget
{
    Q_OBJECT

public:
    explicit EffortSection(app::FineTuneSession& session, QWidget* parent = nullptr);

private:
    void refresh();

    app::FineTuneSession& m_session;
    QDoubleSpinBox* m_minutes;
    QSpinBox* m_steps;
    QComboBox* m_unit;
    QPushButton* m_measure;
    QPushButton* m_lower;
    QLabel* m_estimate;
};

} // namespace enlarger::ui
