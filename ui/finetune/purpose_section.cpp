// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/purpose_section.h"

#include "app/files/path_text.h"
#include "app/finetune/recipe_cards.h"
#include "ui/enlarge/model_field.h"
#include "ui/finetune/card_picker.h"
#include "ui/finetune/sample_section.h"
#include "ui/finetune/section.h"
#include "ui/finetune/settings_drawer.h"

#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

const QString file = QStringLiteral("file"); // ids of cards: this, or a card's place in the table

// What the recipe is called where no card is like it.
QString titleOf(const app::RecipeEdit& settings)
{
    const train::Recipe& named = settings.named();
    return app::toText(named.title.empty() ? named.name : named.title);
}

} // namespace

PurposeSection::PurposeSection(app::FineTuneSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_choice(new ModelField)
    , m_sentence(quietLabel())
    , m_settings(new QPushButton)
    , m_picker(new CardPicker(tr("What for"), this))
{
    m_picker->hide();
    m_choice->setAccessibleName(tr("Recipe"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // long names are cut
    m_settings->setToolTip(tr("Every field of the recipe: losses, rates, degradation and more."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(headingLabel(tr("What for")));
    layout->addWidget(m_choice);
    layout->addWidget(m_sentence);
    layout->addWidget(new SampleSection(session));
    layout->addWidget(m_settings);
    setFocusProxy(m_choice);
    for (std::size_t i = 0; i < app::recipeCards().size(); ++i)
        m_choice->addItem(app::recipeCards()[i].title, QString::number(i));
    connect(m_choice, &QComboBox::activated, this, [this] { choose(m_choice->currentData().toString()); });
    connect(m_choice, &ModelField::pickRequested, this, &PurposeSection::pick);
    connect(m_settings, &QPushButton::clicked, this, &PurposeSection::settingsRequested);
    connect(m_picker, &CardPicker::chosen, this, &PurposeSection::choose);
    connect(&m_session, &app::FineTuneSession::changed, this, &PurposeSection::refresh);
    refresh();
}

void PurposeSection::choose(const QString& id)
{
    if (id == file)
        SettingsDrawer::openRecipe(m_session, this);
    else if (!id.isEmpty())
        app::choose(app::recipeCards()[id.toULongLong()], m_session);
}

void PurposeSection::refresh()
{
    const app::RecipeEdit& settings = m_session.settings();
    const app::RecipeCard* card = app::cardOf(m_session);
    const QSignalBlocker quiet(m_choice);
    const int cards = int(app::recipeCards().size());
    while (m_choice->count() > cards) // that of a recipe without a card
        m_choice->removeItem(cards);
    if (!card)
        m_choice->addItem(titleOf(settings));
    m_choice->setCurrentIndex(card ? int(card - app::recipeCards().data()) : cards);
    m_sentence->setText(card ? card->sentence : app::toText(settings.named().description));
    m_sentence->setVisible(!m_sentence->text().isEmpty());
    const auto changed = int(settings.changed().size());
    m_settings->setText(changed > 0 ? tr("All settings (%n changed)", nullptr, changed) : tr("All settings"));
}

void PurposeSection::pick()
{
    QList<CardPicker::Card> cards;
    bool wasCommon = true;
    for (std::size_t i = 0; i < app::recipeCards().size(); ++i) {
        const app::RecipeCard& card = app::recipeCards()[i];
        if (wasCommon && !card.isCommon)
            cards.append({{}, tr("More"), {}, {}});
        wasCommon = card.isCommon;
        cards.append({QString::number(i), card.title, {}, card.sentence});
    }
    cards.append({{}, tr("Your own"), {}, {}});
    cards.append({file, tr("Open recipe…"), {}, tr("From a JSON file, as --recipe takes it.")});
    m_picker->setCards(cards);
    const app::RecipeCard* now = app::cardOf(m_session);
    m_picker->setCurrent(now ? QString::number(now - app::recipeCards().data()) : QString());
    Q_EMIT pickRequested();
}

} // namespace enlarger::ui
