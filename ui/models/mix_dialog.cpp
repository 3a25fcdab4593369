// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/mix_dialog.h"

#include "app/files/path_text.h"
#include "core/cards/card.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

constexpr int percents = 100;

} // namespace

MixDialog::MixDialog(const models::StoredModel& model, const std::vector<const models::StoredModel*>& others,
                     QWidget* parent)
    : QDialog(parent)
    , m_model(app::toText(model.card.name))
    , m_other(new QComboBox)
    , m_slider(new QSlider(Qt::Horizontal))
    , m_share(new QLabel)
    , m_name(new QLineEdit)
    , m_problem(new QLabel)
{
    setWindowTitle(tr("Mix two models"));
    for (const models::StoredModel* other : others)
        m_other->addItem(app::titleOf(*other), app::toText(other->card.name));
    m_other->setAccessibleName(tr("The other model"));
    m_slider->setRange(0, percents);
    m_slider->setValue(percents / 2);
    m_slider->setPageStep(percents / 10);
    m_slider->setAccessibleName(tr("Share of the other model"));
    m_share->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("100 %")));
    m_share->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_name->setAccessibleName(tr("Name of the new model"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setProperty("isQuiet", true);
    auto* share = new QHBoxLayout;
    share->addWidget(m_slider, 1);
    share->addWidget(m_share);
    auto* form = new QFormLayout;
    form->setSpacing(10);
    auto* title = new QLabel(app::titleOf(model));
    title->setTextFormat(Qt::PlainText);
    form->addRow(tr("Model"), title);
    form->addRow(tr("With"), m_other);
    form->addRow(tr("Share of that"), share);
    form->addRow(tr("Name"), m_name);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_accept = buttons->button(QDialogButtonBox::Ok);
    m_accept->setText(tr("Mix"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 14);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    setMinimumWidth(420);
    connect(m_other, &QComboBox::currentIndexChanged, this, &MixDialog::proposeName);
    connect(m_slider, &QSlider::valueChanged, this, &MixDialog::proposeName);
    connect(m_name, &QLineEdit::textChanged, this, &MixDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    proposeName();
}

QString MixDialog::other() const
{
    return m_other->currentData().toString();
}

double MixDialog::strength() const
{
    return double(m_slider->value()) / percents;
}

QString MixDialog::name() const
{
    return m_name->text().trimmed();
}

QString MixDialog::nameRule()
{
    return tr("A name has %1.").arg(QLatin1String(cards::modelNameRule));
}

// Until a person has typed one.
void MixDialog::proposeName()
{
    m_share->setText(tr("%1 %").arg(m_slider->value()));
    if (!m_name->isModified())
        m_name->setText(app::toText(cards::modelNameFrom(
            QStringLiteral("%1-%2-%3").arg(m_model, other()).arg(m_slider->value()).toStdString())));
    check();
}

void MixDialog::check()
{
    const bool isName = cards::isModelName(name().toStdString());
    const bool isMixture = m_slider->value() > 0 && m_slider->value() < percents;
    m_accept->setEnabled(isName && isMixture);
    m_problem->setText(!isName      ? nameRule()
                       : !isMixture ? tr("That is one of the two as it is.")
                                    : tr("Each of its weights lies between those of the two."));
}

} // namespace enlarger::ui
