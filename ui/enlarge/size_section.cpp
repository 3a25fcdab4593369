// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/size_section.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace enlarger::ui {

SizeSection::SizeSection(app::EnlargeSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_kind(new QComboBox)
    , m_value(new QDoubleSpinBox)
    , m_result(new QLabel)
{
    m_kind->addItems({tr("Factor"), tr("Width"), tr("Height"), tr("Long side"), tr("Megapixels")});
    m_kind->setAccessibleName(tr("Kind of size"));
    m_kind->setToolTip(
        tr("How the size of the result is given. More than the model's own factor runs it twice; "
           "everything else is resampled from its result."));
    m_value->setKeyboardTracking(false);
    m_value->setAccessibleName(tr("Size of the result"));
    m_result->setProperty("isQuiet", true);

    auto* row = new QHBoxLayout;
    row->addWidget(m_kind, 1);
    row->addWidget(m_value, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_result);

    connect(m_kind, &QComboBox::activated, this, &SizeSection::chooseKind);
    connect(m_value, &QDoubleSpinBox::valueChanged, this, &SizeSection::apply);
    connect(&m_session, &app::EnlargeSession::changed, this, &SizeSection::refresh);
    refresh();
}

SizeSection::Kind SizeSection::kind() const
{
    return Kind(m_kind->currentIndex());
}

double SizeSection::present(Kind kind) const
{
    const QSize out = m_session.outputSize();
    switch (kind) {
    case Factor:
        return out.isEmpty() ? m_session.scale() : m_session.factor();
    case Width:
        return out.width();
    case Height:
        return out.height();
    case LongSide:
        return std::max(out.width(), out.height());
    case Megapixels:
        return double(out.width()) * out.height() / 1e6;
    }
    return 0.0;
}

void SizeSection::fitSpinBox(Kind kind)
{
    m_value->setDecimals(kind == Factor ? 2 : kind == Megapixels ? 1 : 0);
    m_value->setRange(kind == Factor || kind == Megapixels ? 0.1 : 1.0, kind == Factor ? 64.0 : 1e6);
    m_value->setSingleStep(kind == Factor ? 0.5 : kind == Megapixels ? 1.0 : 100.0);
    m_value->setSuffix(kind == Factor ? tr(" ×") : kind == Megapixels ? tr(" MP") : tr(" px"));
}

void SizeSection::chooseKind()
{
    const double value = present(kind());
    {
        const QSignalBlocker quiet(m_value);
        fitSpinBox(kind());
        m_value->setValue(value);
    }
    if (!m_session.outputSize().isEmpty())
        apply();
}

void SizeSection::apply()
{
    const double value = m_value->value();
    infer::OutputSize size;
    switch (kind()) {
    case Factor:
        if (value != m_session.scale()) // the model's own: it follows the model
            size.factor = value;
        break;
    case Width:
        size.width = int(value);
        break;
    case Height:
        size.height = int(value);
        break;
    case LongSide:
        size.longSide = int(value);
        break;
    case Megapixels:
        size.megapixels = value;
        break;
    }
    m_session.setRequestedSize(size);
}

void SizeSection::refresh()
{
    const infer::OutputSize& requested = m_session.requestedSize();
    const Kind now = requested.width        ? Width
                     : requested.height     ? Height
                     : requested.longSide   ? LongSide
                     : requested.megapixels ? Megapixels
                                            : Factor;
    const double value = requested.width        ? *requested.width
                         : requested.height     ? *requested.height
                         : requested.longSide   ? *requested.longSide
                         : requested.megapixels ? *requested.megapixels
                                                : requested.factor.value_or(m_session.scale());
    const QSignalBlocker quietKind(m_kind);
    const QSignalBlocker quietValue(m_value);
    if (m_kind->currentIndex() != now || m_value->suffix().isEmpty()) {
        m_kind->setCurrentIndex(now);
        fitSpinBox(now);
    }
    if (value > 0.0)
        m_value->setValue(value);
    const QSize in = m_session.sourceSize();
    const QSize out = m_session.outputSize();
    m_result->setText(out.isEmpty() ? tr("No photo is open")
                                    : tr("%1 × %2  →  %3 × %4 pixels")
                                          .arg(in.width())
                                          .arg(in.height())
                                          .arg(out.width())
                                          .arg(out.height()));
}

} // namespace enlarger::ui
