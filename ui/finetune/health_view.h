// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/health.h"

#include <QWidget>

#include <vector>

namespace enlarger::ui {

/// How a training does: a row for each kind of health, with a dot that says at a glance whether there is
/// something to do. Hidden where there is nothing to say.
class HealthView : public QWidget
{
    Q_OBJECT

public:
    explicit HealthView(QWidget* parent = nullptr);

    void setRows(const std::vector<app::HealthRow>& rows);

private:
    std::vector<app::HealthRow> m_rows;
};

} // namespace enlarger::ui
