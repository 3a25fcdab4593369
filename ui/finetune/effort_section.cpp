// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/effort_section.h"

#include "app/files/path_text.h"
#include "ui/finetune/section.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace enlarger::ui {

using Effort = app::FineTuneSession::Effort;

EffortSection::EffortSection(app::FineTuneSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_minutes(new QDoubleSpinBox)
    , m_steps(new QSpinBox)
    , m_unit(new QComboBox)
    , m_measure(new QPushButton)
    , m_lower(new QPushButton)
    , m_estimate(quietLabel())
{
    m_minutes->setRange(1.0, 100'000.0);
    m_minutes->setDecimals(0);
    m_minutes->setAccessibleName(tr("Minutes"));
    m_minutes->setToolTip(
        tr("How long the network learns. The learning rate falls towards the end of this time."));
    m_steps->setRange(0, 1'000'000'000);
    m_steps->setSpecialValueText(tr("as the recipe says"));
    m_steps->setGroupSeparatorShown(true);
    m_steps->setSingleStep(100);
    m_steps->setAccessibleName(tr("Steps"));
    m_steps->setToolTip(tr("How many steps the network learns, whatever time they take."));
    m_unit->addItem(tr("minutes"), int(Effort::Minutes));
    m_unit->addItem(tr("steps"), int(Effort::Steps));
    m_unit->setAccessibleName(tr("Length in"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_minutes, 1);
    row->addWidget(m_steps, 1);
    row->addWidget(m_unit);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_measure, 1);
    buttons->addWidget(m_lower, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(headingLabel(tr("Effort")));
    layout->addLayout(row);
    layout->addWidget(m_estimate);
    layout->addLayout(buttons);

    connect(m_minutes, &QDoubleSpinBox::valueChanged, &m_session, &app::FineTuneSession::setMinutes);
    connect(m_steps, &QSpinBox::valueChanged, this, [this](int steps) { m_session.setSteps(steps); });
    connect(m_unit, &QComboBox::activated, this,
            [this] { m_session.setEffort(Effort(m_unit->currentData().toInt())); });
    connect(m_measure, &QPushButton::clicked, this, [this] {
        if (m_session.calibration().isRunning())
            m_session.cancelCalibration();
        else
            m_session.calibrate();
    });
    connect(m_lower, &QPushButton::clicked, &m_session, &app::FineTuneSession::lowerToFit);
    connect(&m_session, &app::FineTuneSession::changed, this, &EffortSection::refresh);
    refresh();
}

void EffortSection::refresh()
{
    const QSignalBlocker quietMinutes(m_minutes);
    const QSignalBlocker quietSteps(m_steps);
    const QSignalBlocker quietUnit(m_unit);
    m_minutes->setValue(m_session.minutes());
    m_steps->setValue(int(std::min<std::int64_t>(m_session.steps(), m_steps->maximum())));
    m_unit->setCurrentIndex(m_unit->findData(int(m_session.effort())));
    m_minutes->setVisible(m_session.effort() == Effort::Minutes);
    m_steps->setVisible(m_session.effort() == Effort::Steps);

    const app::Calibration& calibration = m_session.calibration();
    m_measure->setText(calibration.isRunning() ? tr("Cancel") : tr("What will it take?"));
    m_measure->setToolTip(
        tr("Runs a few real steps, and says how long they take and how much memory they need."));
    m_measure->setEnabled(calibration.isRunning() || m_session.canCalibrate());
    const auto smaller =
        calibration.cost() ? app::lowered(*calibration.cost(), m_session.recipe()) : std::nullopt;
    m_lower->setVisible(smaller.has_value());
    if (smaller)
        m_lower->setText((smaller->first == "data.batch" ? tr("Take batches of %1") : tr("Take crops of %1"))
                             .arg(app::toText(smaller->second)));
    m_estimate->setText(calibration.isRunning() ? tr("Running a few steps of it") : m_session.estimate());
    m_estimate->setVisible(!m_estimate->text().isEmpty());
}

} // namespace enlarger::ui
