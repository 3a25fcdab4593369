// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_view.h"

#include "app/files/path_text.h"
#include "app/models/model_details.h"
#include "app/session/model_catalog.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

QLabel* textLabel()
{
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText); // a card is somebody else's
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ModelView::ModelView(QWidget* parent)
    : QScrollArea(parent)
    , m_title(textLabel())
    , m_facts(textLabel())
    , m_description(textLabel())
    , m_details(new QFormLayout)
{
    m_title->setProperty("isHeading", true);
    m_facts->setProperty("isQuiet", true);
    m_details->setHorizontalSpacing(16);
    m_details->setVerticalSpacing(8);
    m_details->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* sheet = new QWidget;
    auto* layout = new QVBoxLayout(sheet);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addSpacing(8);
    layout->addWidget(m_description);
    layout->addSpacing(12);
    layout->addLayout(m_details);
    layout->addStretch();
    setWidget(sheet);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
}

void ModelView::setFacts(const QString& facts)
{
    m_facts->setText(facts);
}

void ModelView::setModel(const models::StoredModel* model)
{
    while (m_details->rowCount() > 0)
        m_details->removeRow(0);
    m_title->setText(model ? app::titleOf(*model) : QString());
    m_description->setText(model ? app::toText(model->card.description) : QString());
    m_facts->clear();
    if (!model)
        return;
    for (const app::ModelDetail& detail : app::detailsOf(*model)) {
        auto* label = new QLabel(detail.label);
        label->setProperty("isQuiet", true);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        QLabel* text = textLabel();
        text->setText(detail.text);
        text->setAccessibleName(detail.label);
        m_details->addRow(label, text);
    }
}

} // namespace enlarger::ui
