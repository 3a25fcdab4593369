// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/size_section.h"

#include "ui/enlarge/form_grid.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

using app::LengthUnit;
using app::PrintSize;

SizeSection::SizeSection(app::EnlargeSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_kind(new QComboBox)
    , m_value(new QDoubleSpinBox)
    , m_unit(new QComboBox)
    , m_dpi(new QSpinBox)
    , m_result(new QLabel)
{
    m_kind->addItems({tr("Factor"), tr("Width"), tr("Height"), tr("Long side"), tr("Megapixels"),
                      tr("Print width"), tr("Print height"), tr("Print long side")});
    m_kind->insertSeparator(PrintWidth); // between pixels and paper; it counts as an item
    m_kind->setAccessibleName(tr("Kind of size"));
    m_kind->setToolTip(
        tr("How the size of the result is given. More than the model's own factor runs it twice; "
           "everything else is resampled from its result."));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_value->setKeyboardTracking(false);
    m_value->setAccessibleName(tr("Size of the result"));
    m_unit->addItem(tr("cm"), int(LengthUnit::Centimetre));
    m_unit->addItem(tr("inches"), int(LengthUnit::Inch));
    m_unit->setAccessibleName(tr("Unit of length"));
    m_dpi->setRange(int(app::leastDpi), int(app::mostDpi));
    m_dpi->setValue(int(app::standardDpi));
    m_dpi->setSuffix(tr(" dpi"));
    m_dpi->setKeyboardTracking(false);
    m_dpi->setAccessibleName(tr("Pixels per inch"));
    m_dpi->setToolTip(tr("Pixels per inch of the print: 300 for what is held in the hand, 150 for a poster. "
                         "The file says it, so that it is printed in this size."));
    m_result->setProperty("isQuiet", true);
    m_result->setWordWrap(true);
    layOut();

    connect(m_kind, &QComboBox::activated, this, &SizeSection::chooseKind);
    connect(m_unit, &QComboBox::activated, this, &SizeSection::chooseKind);
    connect(m_value, &QDoubleSpinBox::valueChanged, this, &SizeSection::apply);
    connect(m_dpi, &QSpinBox::valueChanged, this, &SizeSection::apply);
    connect(&m_session, &app::EnlargeSession::changed, this, &SizeSection::refresh);
    refresh();
}

void SizeSection::layOut()
{
    const auto pair = [](QWidget* left, QWidget* right) {
        auto* row = new QHBoxLayout;
        row->setSpacing(8);
        for (QWidget* field : {left, right}) // parts of one field
            field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        row->addWidget(left, 4);
        row->addWidget(right, 3);
        return row;
    };
    auto* form = new FormGrid(this);
    form->addField(tr("Size"), pair(m_kind, m_value), m_value, FormGrid::Weight::Main);
    m_paper = form->addField(tr("On paper"), pair(m_unit, m_dpi), m_dpi);
    form->addBelow(m_result);
}

// Without the separator.
SizeSection::Kind SizeSection::kind() const
{
    const int index = m_kind->currentIndex();
    return Kind(index > PrintWidth ? index - 1 : index);
}

LengthUnit SizeSection::unit() const
{
    return LengthUnit(m_unit->currentData().toInt());
}

double SizeSection::present(Kind kind) const
{
    const QSize out = m_session.outputSize();
    const auto onPaper = [this](int pixels) { return app::lengthOf(pixels, unit(), m_dpi->value()).value; };
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
    case PrintWidth:
        return onPaper(out.width());
    case PrintHeight:
        return onPaper(out.height());
    case PrintLongSide:
        return onPaper(std::max(out.width(), out.height()));
    }
    return 0.0;
}

void SizeSection::fitFields(Kind kind)
{
    const bool isPixels = kind == Width || kind == Height || kind == LongSide;
    m_value->setDecimals(isPixels ? 0 : kind == Megapixels ? 1 : 2);
    m_value->setRange(isPixels ? 1.0 : 0.1, kind == Factor ? 64.0 : isPrint() ? 10'000.0 : 1e6);
    m_value->setSingleStep(kind == Factor ? 0.5 : isPixels ? 100.0 : 1.0);
    m_value->setSuffix(kind == Factor               ? tr(" ×")
                       : kind == Megapixels         ? tr(" MP")
                       : isPixels                   ? tr(" px")
                       : unit() == LengthUnit::Inch ? tr(" in")
                                                    : tr(" cm"));
    for (QWidget* field :
         {static_cast<QWidget*>(m_paper), static_cast<QWidget*>(m_unit), static_cast<QWidget*>(m_dpi)})
        field->setVisible(isPrint());
}

void SizeSection::chooseKind()
{
    const double value = present(kind());
    {
        const QSignalBlocker quiet(m_value);
        fitFields(kind());
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
    case PrintWidth:
    case PrintHeight:
    case PrintLongSide:
        m_session.setPrintSize(
            {PrintSize::Side(kind() - PrintWidth), {value, unit()}, double(m_dpi->value())});
        return;
    }
    m_session.setRequestedSize(size);
}

SizeSection::Kind SizeSection::requestedKind() const
{
    if (m_session.printSize())
        return Kind(PrintWidth + int(m_session.printSize()->side));
    const infer::OutputSize& size = m_session.requestedSize();
    return size.width        ? Width
           : size.height     ? Height
           : size.longSide   ? LongSide
           : size.megapixels ? Megapixels
                             : Factor;
}

double SizeSection::requested(Kind kind) const
{
    const infer::OutputSize& size = m_session.requestedSize();
    switch (kind) {
    case Factor:
        return size.factor.value_or(m_session.scale());
    case Width:
        return *size.width;
    case Height:
        return *size.height;
    case LongSide:
        return *size.longSide;
    case Megapixels:
        return *size.megapixels;
    case PrintWidth:
    case PrintHeight:
    case PrintLongSide:
        return m_session.printSize()->length.value;
    }
    return 0.0;
}

void SizeSection::refresh()
{
    const QSignalBlocker quietKind(m_kind);
    const QSignalBlocker quietValue(m_value);
    const QSignalBlocker quietUnit(m_unit);
    const QSignalBlocker quietDpi(m_dpi);
    const Kind now = requestedKind();
    const LengthUnit unitBefore = unit();
    if (const auto& print = m_session.printSize()) {
        m_unit->setCurrentIndex(m_unit->findData(int(print->length.unit)));
        m_dpi->setValue(int(std::lround(print->dpi)));
    }
    if (kind() != now || unit() != unitBefore || m_value->suffix().isEmpty()) {
        m_kind->setCurrentIndex(now >= PrintWidth ? now + 1 : now);
        fitFields(now);
    }
    const double value = requested(now);
    if (value > 0.0)
        m_value->setValue(value);
    refreshResult();
}

void SizeSection::refreshResult()
{
    const QSize in = m_session.sourceSize();
    const QSize out = m_session.outputSize();
    QString text = out.isEmpty() ? tr("No photo is open")
                                 : tr("%1 × %2 → %3 × %4 pixels")
                                       .arg(in.width())
                                       .arg(in.height())
                                       .arg(out.width())
                                       .arg(out.height());
    if (const auto& print = m_session.printSize(); print && !out.isEmpty())
        text += QLatin1Char('\n') + QString::fromStdString(app::printText(out.width(), out.height(),
                                                                          print->length.unit, print->dpi))
                                        .replace(QStringLiteral(" x "), QStringLiteral(" × "));
    m_result->setText(text);
}

} // namespace enlarger::ui
