// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/model_library.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;

namespace enlarger::ui {

/// Asks with which other model one is to be mixed, how much of either, and for the name of the third.
class MixDialog : public QDialog
{
    Q_OBJECT

public:
    /// `others`: not empty.
    MixDialog(const models::StoredModel& model, const std::vector<const models::StoredModel*>& others,
              QWidget* parent);

    QString other() const;   // a name of the catalog
    double strength() const; // 0: the model, 1: the other
    QString name() const;

    /// What a model may be called, for a person.
    static QString nameRule();

private:
    void proposeName();
    void check();

    QString m_model;
    QComboBox* m_other;
    QSlider* m_slider;
    QLabel* m_share;
    QLineEdit* m_name;
    QLabel* m_problem;
    QPushButton* m_accept;
};

} // namespace enlarger::ui
