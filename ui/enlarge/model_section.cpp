// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_section.h"

#include "app/session/model_facts.h"
#include "ui/enlarge/form_grid.h"
#include "ui/enlarge/model_field.h"

#include <QLabel>
#include <QSignalBlocker>

namespace enlarger::ui {

ModelSection::ModelSection(app::EnlargeSession& session, app::ModelCatalog& catalog, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_catalog(catalog)
    , m_choice(new ModelField)
    , m_facts(new QLabel)
    , m_sentence(new QLabel)
{
    m_choice->setAccessibleName(tr("Model"));
    m_choice->setToolTip(
        tr("The network that enlarges. Drop a model file (.pth, .safetensors, .param and .bin) on the "
           "window to add one."));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(12);
    m_sentence->setWordWrap(true);
    for (QLabel* label : {m_facts, m_sentence})
        label->setProperty("isQuiet", true);
    auto* form = new FormGrid(this);
    form->addField(tr("Model"), m_choice, FormGrid::Weight::Main);
    form->addBelow(m_facts);
    form->addBelow(m_sentence);

    connect(m_choice, &QComboBox::activated, this,
            [this] { m_session.setModel(m_choice->currentData().toString()); });
    connect(m_choice, &ModelField::pickRequested, this, &ModelSection::pickRequested);
    connect(&m_session, &app::EnlargeSession::changed, this, &ModelSection::refresh);
    connect(&m_catalog, &app::ModelCatalog::loaded, this, &ModelSection::refill);
    setFocusProxy(m_choice);
    refill();
}

void ModelSection::refill()
{
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    if (m_catalog.isLoaded())
        for (const models::StoredModel* model : app::inRecommendedOrder(m_catalog))
            m_choice->addItem(app::titleOf(*model), QString::fromStdString(model->card.name));
    refresh();
}

void ModelSection::refresh()
{
    const QSignalBlocker quiet(m_choice);
    m_choice->setCurrentIndex(m_choice->findData(m_session.model()));
    const models::StoredModel* model = m_catalog.find(m_session.model());
    m_facts->setText(model ? app::factsOf(*model, {}) : QString());
    m_facts->setVisible(model);
    m_sentence->setText(model ? QString::fromStdString(model->card.description)
                        : m_catalog.isLoaded() && m_catalog.models().empty()
                            ? tr("There is no model yet. Drop a model file on the window.")
                            : QString());
}

} // namespace enlarger::ui
