// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/fidelity_section.h"

#include "ui/enlarge/form_grid.h"
#include "ui/enlarge/strength_slider.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>

namespace enlarger::ui {

namespace {

constexpr int steps = 20; // of the slider: each value makes a network of its own, and its tiles are kept

} // namespace

FidelitySection::FidelitySection(app::EnlargeSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_strength(new StrengthSlider)
    , m_value(new QDoubleSpinBox)
    , m_reason(new QLabel)
    , m_lock(new QCheckBox(tr("Keep the photo's &colours")))
{
    m_strength->setRange(0, steps);
    m_strength->setPageStep(steps / 4);
    m_strength->setTickInterval(steps / 2);
    m_strength->setAccessibleName(tr("Strength"));
    m_strength->setToolTip(
        tr("0: faithful, nothing is invented. 1: crisp, with texture that the network invents. "
           "Use less where skin or hair looks painted. A double click goes back to the model's own."));
    m_value->setRange(0.0, 1.0);
    m_value->setSingleStep(1.0 / steps);
    m_value->setKeyboardTracking(false);
    m_value->setAccessibleName(tr("Strength, 0 to 1"));
    m_reason->setWordWrap(true);
    m_reason->setProperty("isQuiet", true);
    m_lock->setToolTip(
        tr("Takes the tones of larger areas from the photo, the detail from the network. Use it where "
           "a network tints skies or skin."));

    auto* faithful = new QLabel(tr("Faithful"));
    auto* crisp = new QLabel(tr("Crisp"));
    for (QLabel* end : {faithful, crisp})
        end->setProperty("isQuiet", true);
    auto* scale = new QVBoxLayout; // the slider, and a word under each of its ends
    scale->setSpacing(0);
    auto* words = new QHBoxLayout;
    words->addWidget(faithful);
    words->addStretch();
    words->addWidget(crisp);
    scale->addWidget(m_strength);
    scale->addLayout(words);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addLayout(scale, 1);
    row->addWidget(m_value, 0, Qt::AlignTop);
    auto* form = new FormGrid(this);
    auto* label = form->addField(tr("Detail"), row, m_strength, FormGrid::Weight::Main);
    label->setMinimumHeight(m_value->sizeHint().height()); // in line with the value, not with the words below
    form->alignTop(label);
    form->addBelow(m_reason);
    form->addBelow(m_lock);

    connect(m_strength, &QSlider::valueChanged, this,
            [this](int value) { m_session.setStrength(double(value) / steps); });
    connect(m_strength, &StrengthSlider::defaultRequested, &m_session, &app::EnlargeSession::resetStrength);
    connect(m_value, &QDoubleSpinBox::valueChanged, &m_session, &app::EnlargeSession::setStrength);
    connect(m_lock, &QCheckBox::toggled, this, [this](bool on) { m_session.setColourLock(on); });
    connect(&m_session, &app::EnlargeSession::changed, this, &FidelitySection::refresh);
    refresh();
}

void FidelitySection::refresh()
{
    const QString reason = m_session.strengthUnavailableReason();
    const QSignalBlocker quietStrength(m_strength);
    const QSignalBlocker quietValue(m_value);
    const QSignalBlocker quietLock(m_lock);
    m_strength->setEnabled(reason.isEmpty());
    m_strength->setValue(int(std::lround(m_session.strength() * steps)));
    m_value->setEnabled(reason.isEmpty());
    m_value->setValue(m_session.strength());
    m_reason->setText(reason.isEmpty() ? reason : reason + QLatin1Char('.'));
    m_reason->setVisible(!reason.isEmpty());
    m_lock->setChecked(m_session.colourLock());
}

} // namespace enlarger::ui
