// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_section.h"

#include "ui/enlarge/model_preview.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace enlarger::ui {

ModelSection::ModelSection(app::EnlargeSession& session, app::ModelCatalog& catalog,
                           app::RegionService& service, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_catalog(catalog)
    , m_choice(new QComboBox)
    , m_preview(new ModelPreview(service))
    , m_sentence(new QLabel)
{
    m_choice->setModel(&catalog);
    m_choice->setAccessibleName(tr("Model"));
    m_choice->setToolTip(
        tr("The network that enlarges. Drop a model file (.pth, .safetensors, .param and .bin) on the "
           "window to add one."));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(12);
    m_sentence->setWordWrap(true);
    m_sentence->setProperty("isQuiet", true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_choice);
    layout->addWidget(m_preview);
    layout->addWidget(m_sentence);

    connect(m_choice, &QComboBox::activated, this,
            [this] { m_session.setModel(m_choice->currentData(app::ModelCatalog::NameRole).toString()); });
    connect(&m_session, &app::EnlargeSession::changed, this, &ModelSection::refresh);
    connect(&m_catalog, &app::ModelCatalog::loaded, this, &ModelSection::refresh);
    refresh();
}

void ModelSection::setSample(std::shared_ptr<const image::PackedPicture> sample)
{
    m_preview->setSample(std::move(sample));
}

void ModelSection::refresh()
{
    const QSignalBlocker quiet(m_choice);
    m_choice->setCurrentIndex(m_choice->findData(m_session.model(), app::ModelCatalog::NameRole));
    const models::StoredModel* model = m_catalog.find(m_session.model());
    m_sentence->setText(model ? QString::fromStdString(model->card.description)
                        : m_catalog.isLoaded() && m_catalog.models().empty()
                            ? tr("There is no model yet. Drop a model file on the window.")
                            : QString());
    const auto network = m_session.network();
    const int scale = m_session.scale();
    m_preview->setNetwork(network ? std::optional(m_session.stageOf(*network, scale)) : std::nullopt, scale);
}

} // namespace enlarger::ui
