// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_info.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace enlarger::ui {

/// The name and the notes of a run. Models that it has made go by its name.
class RunDialog : public QDialog
{
    Q_OBJECT

public:
    explicit RunDialog(const app::RunInfo& run, QWidget* parent = nullptr);

    QString name() const;
    QString notes() const;

private:
    void check();

    QLineEdit* m_name;
    QPlainTextEdit* m_notes;
    QLabel* m_problem;
    QPushButton* m_accept;
};

} // namespace enlarger::ui
