// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/finetune_session.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSlider;

namespace enlarger::ui {

class SampleView;

/// A crop of a photo and its small copy as the training will see them, and the settings that matter most for
/// that. Hidden where there are no photos.
class SampleSection : public QWidget
{
    Q_OBJECT

public:
    explicit SampleSection(app::FineTuneSession& session, QWidget* parent = nullptr);

private:
    QSlider* addSlider(const QString& name, const QString& use, int least, int most);
    void refresh();

    app::FineTuneSession& m_session;
    SampleView* m_view;
    QLabel* m_problem;
    QComboBox* m_degradation;
    QPushButton* m_another;
    QWidget* m_spoiling; // the sliders
    QSlider* m_noise;
    QSlider* m_quality;
    bool m_isRefreshing = false; // sliders move by themselves
};

} // namespace enlarger::ui
