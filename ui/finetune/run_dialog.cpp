// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/run_dialog.h"

#include "core/cards/card.h"
#include "ui/finetune/section.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace enlarger::ui {

RunDialog::RunDialog(const app::RunInfo& run, QWidget* parent)
    : QDialog(parent)
    , m_name(new QLineEdit(run.name))
    , m_notes(new QPlainTextEdit(run.notes))
    , m_problem(quietLabel())
{
    setWindowTitle(tr("Name and notes"));
    m_name->setAccessibleName(tr("Name of the run and its model"));
    m_name->setEnabled(run.activity != app::RunActivity::InProgress);
    m_notes->setAccessibleName(tr("Notes on the run"));
    m_notes->setTabChangesFocus(true);
    m_notes->setMinimumSize(360, 140);
    auto* form = new QFormLayout;
    form->setSpacing(10);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Notes"), m_notes);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_accept = buttons->button(QDialogButtonBox::Ok);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 14);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(m_name, &QLineEdit::textChanged, this, &RunDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
    if (m_name->isEnabled())
        m_name->selectAll();
    else
        m_notes->setFocus();
}

QString RunDialog::name() const
{
    return m_name->text().trimmed();
}

QString RunDialog::notes() const
{
    return m_notes->toPlainText();
}

void RunDialog::check()
{
    const bool isName = cards::isModelName(name().toStdString());
    m_accept->setEnabled(isName);
    m_problem->setText(!m_name->isEnabled() ? tr("A run keeps its name while it is trained.")
                       : !isName            ? tr("A name has %1.").arg(QLatin1String(cards::modelNameRule))
                                            : tr("The model that the run has made gets the same name."));
}

} // namespace enlarger::ui
