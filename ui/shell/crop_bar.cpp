// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/crop_bar.h"

#include "core/image/pixels/turn.h"
#include "ui/enlarge/strength_slider.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace enlarger::ui {

namespace {

constexpr int buttonSide = 31;
constexpr int stepsPerDegree = 10;
constexpr int gap = 4;

} // namespace

CropBar::CropBar(const Actions& actions, QWidget* parent)
    : QWidget(parent)
    , m_ratio(new QComboBox)
    , m_slider(new StrengthSlider)
    , m_angle(new QDoubleSpinBox)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(gap);
    const auto addButton = [&](QAction* action) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setIconSize(QSize(20, 20));
        button->setFixedSize(buttonSide, buttonSide);
        button->setAccessibleName(action->text());
        layout->addWidget(button);
        m_optional << button;
    };
    layout->addWidget(m_ratio);
    addButton(actions.swapCrop);
    addButton(actions.rotateLeft);
    addButton(actions.rotateRight);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_angle);
    m_optional.prepend(m_slider);
    prepareRatios();
    prepareAngle();
    m_ratio->setMinimumWidth(m_ratio->sizeHint().width());
}

int CropBar::fullWidth() const
{
    int width = m_ratio->minimumWidth() + m_angle->minimumSizeHint().width() + gap;
    for (const QWidget* optional : m_optional)
        width += optional->minimumWidth() + gap;
    return width;
}

void CropBar::setRoom(int width)
{
    int room = width - m_ratio->minimumWidth() - m_angle->minimumSizeHint().width() - gap;
    for (QWidget* optional : std::as_const(m_optional)) {
        room -= optional->minimumWidth() + gap;
        optional->setVisible(room >= 0);
    }
}

void CropBar::prepareRatios()
{
    m_ratio->setAccessibleName(tr("Proportions of the crop"));
    m_ratio->setToolTip(tr("Proportions of the crop"));
    m_ratio->addItem(tr("Free"));
    m_ratio->addItem(tr("Original"), 0.0);
    for (const auto& [text, ratio] :
         {std::pair("1 : 1", 1.0), std::pair("5 : 4", 1.25), std::pair("4 : 3", 4.0 / 3.0),
          std::pair("3 : 2", 1.5), std::pair("16 : 9", 16.0 / 9.0)})
        m_ratio->addItem(QString::fromLatin1(text), ratio);
    connect(m_ratio, &QComboBox::activated, this, &CropBar::chooseRatio);
}

void CropBar::prepareAngle()
{
    constexpr double most = image::Turn::mostDegrees;
    m_angle->setRange(-most, most);
    m_angle->setDecimals(1);
    m_angle->setSingleStep(1.0 / stepsPerDegree);
    m_angle->setSuffix(QStringLiteral("°"));
    m_angle->setAlignment(Qt::AlignRight);
    m_angle->setAccessibleName(tr("Straighten, in degrees"));
    m_angle->setToolTip(tr("Straighten: turns the photo clockwise, and cuts the empty corners off"));
    m_slider->setRange(-int(most) * stepsPerDegree, int(most) * stepsPerDegree);
    m_slider->setPageStep(stepsPerDegree);
    m_slider->setTickInterval(int(most) * stepsPerDegree); // the ends, and level in the middle
    m_slider->setFocusPolicy(Qt::TabFocus);                // a click leaves the picture its keys
    m_slider->setMinimumWidth(70);
    m_slider->setMaximumWidth(220);
    m_slider->setAccessibleName(m_angle->accessibleName());
    m_slider->setToolTip(m_angle->toolTip() + QLatin1Char('\n') + tr("A double click sets it level again."));
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int steps) { m_angle->setValue(double(steps) / stepsPerDegree); });
    connect(m_slider, &StrengthSlider::defaultRequested, m_slider, [this] { m_slider->setValue(0); });
    connect(m_angle, &QDoubleSpinBox::valueChanged, this, [this](double degrees) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(int(std::lround(degrees * stepsPerDegree)));
        Q_EMIT degreesChanged(degrees);
    });
}

void CropBar::begin(QSize photo, double degrees)
{
    m_photo = photo;
    m_isUpright = photo.height() > photo.width();
    m_ratio->setCurrentIndex(0);
    const QSignalBlocker quiet(m_angle), quietToo(m_slider);
    m_angle->setValue(degrees);
    m_slider->setValue(int(std::lround(degrees * stepsPerDegree)));
}

void CropBar::swapSides()
{
    m_isUpright = !m_isUpright;
}

void CropBar::chooseRatio()
{
    const QVariant chosen = m_ratio->currentData();
    if (!chosen.isValid()) {
        Q_EMIT ratioChosen(std::nullopt);
        return;
    }
    double ratio = chosen.toDouble();
    if (ratio == 0.0 && !m_photo.isEmpty())
        ratio =
            double(std::max(m_photo.width(), m_photo.height())) / std::min(m_photo.width(), m_photo.height());
    Q_EMIT ratioChosen(m_isUpright ? 1.0 / ratio : ratio);
}

void CropBar::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape)
        Q_EMIT left();
    else
        QWidget::keyPressEvent(event);
}

} // namespace enlarger::ui
