// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/actions.h"

#include <QSize>
#include <QWidget>

#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QKeyEvent;

namespace enlarger::ui {

class StrengthSlider;

/// What can be chosen while a photo is cropped: the crop's proportions, and how the photo is turned.
class CropBar : public QWidget
{
    Q_OBJECT

public:
    explicit CropBar(const Actions& actions, QWidget* parent = nullptr);

    /// Free proportions, those of `photo` to choose from, and the angle at which it is straightened.
    void begin(QSize photo, double degrees);
    int fullWidth() const; // with all that it has
    /// In less than that, what keys do as well gives way.
    void setRoom(int width);

    /// What is chosen from now on is upright where it would have lain, and the other way round.
    void swapSides();

Q_SIGNALS:
    void ratioChosen(std::optional<double> ratio); // width over height; nothing: free
    void degreesChanged(double degrees);           // -45..45, clockwise; while the slider moves
    void left();                                   // by Enter or Escape: keys are for the picture again

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void prepareRatios();
    void prepareAngle();
    void chooseRatio();

    QComboBox* m_ratio;
    StrengthSlider* m_slider; // tenths of a degree
    QDoubleSpinBox* m_angle;
    QList<QWidget*> m_optional; // in the order in which they stay
    QSize m_photo;
    bool m_isUpright = false;
};

} // namespace enlarger::ui
