// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/device_section.h"

#include "ui/enlarge/form_grid.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalBlocker>

#include <algorithm>

namespace enlarger::ui {

DeviceSection::DeviceSection(app::EnlargeSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_device(new QComboBox)
    , m_precision(new QComboBox)
    , m_ensemble(new QCheckBox(tr("Mean of eight (8 × the time)")))
{
    m_device->setToolTip(tr("A graphics card is many times faster than the processor."));
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_precision->setToolTip(
        tr("Automatic is the fastest that is good enough on the device. fp32 is exact; the others "
           "differ in the last digit.\nint16 is often the fastest on processors with AVX2."));
    for (const auto& [precision, name] : namesOf(device::Precision()))
        m_precision->addItem(precision == device::Precision::Auto ? tr("Automatic")
                                                                  : QString::fromLatin1(name),
                             int(precision));
    m_ensemble->setToolTip(
        tr("The photo is enlarged in eight positions, turned and mirrored, and the mean is taken: a little "
           "closer to the original.\nExported files only; the preview shows one of the eight."));
    auto* form = new FormGrid(this);
    form->addField(tr("&Device"), m_device);
    form->addField(tr("&Precision"), m_precision);
    form->addBelow(m_ensemble);
    connect(m_device, &QComboBox::activated, this,
            [this] { m_session.setDevice(m_device->currentData().toString()); });
    connect(m_precision, &QComboBox::activated, this,
            [this] { m_session.setPrecision(device::Precision(m_precision->currentData().toInt())); });
    connect(m_ensemble, &QCheckBox::toggled, &m_session, &app::EnlargeSession::setEnsemble);
    connect(&m_session, &app::EnlargeSession::changed, this, &DeviceSection::refresh);
    refresh();
}

void DeviceSection::refresh()
{
    const QSignalBlocker quietDevice(m_device);
    const QSignalBlocker quietPrecision(m_precision);
    const QSignalBlocker quietEnsemble(m_ensemble);
    const auto& devices = m_session.devices();
    if (m_device->count() != int(devices.size()) + 1) { // devices do not come and go while the program runs
        m_device->clear();
        m_device->addItem(tr("Automatic"), QStringLiteral("auto"));
        for (const device::Device& device : devices)
            m_device->addItem(QString::fromStdString(device.description),
                              QString::fromStdString(device.name));
    }
    m_device->setCurrentIndex(std::max(0, m_device->findData(m_session.device())));
    m_precision->setCurrentIndex(m_precision->findData(int(m_session.precision())));
    m_ensemble->setChecked(m_session.ensemble());
}

} // namespace enlarger::ui
