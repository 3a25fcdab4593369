// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;

namespace enlarger::ui {

class StrengthSlider;

/// Strength (between a faithful and a crisp network) and the colour lock.
class FidelitySection : public QWidget
{
    Q_OBJECT

public:
    explicit FidelitySection(app::EnlargeSession& session, QWidget* parent = nullptr);

private:
    void refresh();

    app::EnlargeSession& m_session;
    StrengthSlider* m_strength;
    QDoubleSpinBox* m_value;
    QLabel* m_reason;
    QCheckBox* m_lock;
};

} // namespace enlarger::ui
