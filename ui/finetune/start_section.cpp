// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/start_section.h"

#include "app/files/path_text.h"
#include "app/session/model_facts.h"
#include "ui/enlarge/model_field.h"
#include "ui/finetune/card_picker.h"
#include "ui/finetune/section.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

const QString nothing = QStringLiteral("nothing"); // no model is called so: ids of cards are "model NAME"

QString idOf(const QString& model)
{
    return model.isEmpty() ? nothing : QStringLiteral("model ") + model;
}

// What a model is good for, and who learns where a run begins with it.
QString sentenceOf(const models::StoredModel& model, const app::FineTuneSession& session)
{
    QStringList sentences{app::toText(model.card.description), session.learnerOf(model)};
    sentences.removeAll(QString());
    return sentences.join(QLatin1Char(' '));
}

} // namespace

StartSection::StartSection(app::FineTuneSession& session, app::ModelCatalog& catalog, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_catalog(catalog)
    , m_choice(new ModelField)
    , m_sentence(quietLabel())
    , m_picker(new CardPicker(tr("Start from"), this))
{
    m_picker->hide();
    m_choice->setAccessibleName(tr("Start from"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // long names are cut
    m_choice->setToolTip(tr("The network that learns your photos."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(headingLabel(tr("Start from")));
    layout->addWidget(m_choice);
    layout->addWidget(m_sentence);
    setFocusProxy(m_choice);
    connect(m_choice, &QComboBox::activated, this,
            [this] { m_session.setFrom(m_choice->currentData().toString()); });
    connect(m_choice, &ModelField::pickRequested, this, &StartSection::pick);
    connect(m_picker, &CardPicker::chosen, this, [this](const QString& id) {
        m_session.setFrom(id == nothing ? QString() : id.section(QLatin1Char(' '), 1));
    });
    connect(&m_catalog, &app::ModelCatalog::loaded, this, &StartSection::refill);
    connect(&m_session, &app::FineTuneSession::changed, this, &StartSection::refresh);
    refill();
}

void StartSection::refill()
{
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    if (m_catalog.isLoaded())
        for (const models::StoredModel* model : app::inRecommendedOrder(m_catalog))
            m_choice->addItem(app::titleOf(*model), app::toText(model->card.name));
    m_choice->addItem(tr("Nothing: a new network"), QString());
    refresh();
}

void StartSection::refresh()
{
    const QSignalBlocker quiet(m_choice);
    m_choice->setCurrentIndex(m_choice->findData(m_session.from()));
    const models::StoredModel* model = m_catalog.find(m_session.from());
    m_sentence->setText(model ? sentenceOf(*model, m_session)
                              : tr("A network from nothing takes days, and a GPU."));
}

void StartSection::pick()
{
    QList<CardPicker::Card> cards;
    if (m_catalog.isLoaded())
        for (const models::StoredModel* model : app::inRecommendedOrder(m_catalog))
            cards.append({idOf(app::toText(model->card.name)), app::titleOf(*model), app::factsOf(*model, {}),
                          sentenceOf(*model, m_session)});
    cards.append({nothing,
                  tr("Nothing: a new network"),
                  {},
                  tr("Takes days, and a GPU. Some recipes want a trained network to begin with.")});
    m_picker->setCards(cards);
    m_picker->setCurrent(idOf(m_session.from()));
    Q_EMIT pickRequested();
}

} // namespace enlarger::ui
