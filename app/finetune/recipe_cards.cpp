// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/recipe_cards.h"

#include "app/files/path_text.h"
#include "app/finetune/finetune_session.h"

#include <algorithm>

namespace enlarger::app {

namespace {

std::vector<RecipeCard> makeCards()
{
    const char* degradation = "data.degradation";
    std::vector<RecipeCard> cards{
        {QStringLiteral("Sharp photos of my camera"),
         QStringLiteral("Learns from clean small copies of them. For enlarging pictures that are sharp and "
                        "free of noise."),
         "finetune-photos",
         {{degradation, "bicubic"}},
         true},
        {QStringLiteral("Phone and web pictures"),
         QStringLiteral("Learns from small copies with blur, noise and JPEG artefacts, and to do away with "
                        "them."),
         "finetune-photos",
         {{degradation, "photo"}},
         true},
        {QStringLiteral("ESRGAN, as in the paper"),
         QStringLiteral("Draws texture where a mean would be soft: a second network judges what it draws. "
                        "Wants many photos and a GPU."),
         "esrgan",
         {},
         true},
        {QStringLiteral("SRGAN"),
         QStringLiteral("What came before ESRGAN, from a model of the recipe srresnet. Wants many photos and "
                        "a GPU."),
         "srgan",
         {},
         true},
        {QStringLiteral("PSNR only"),
         QStringLiteral("The smallest mean error and no invented texture. A network from nothing begins like "
                        "this, and takes days."),
         "psnr",
         {},
         true}};
    const std::size_t common = cards.size();
    for (const train::Recipe& recipe : train::builtInRecipes())
        if (std::none_of(cards.begin(), cards.begin() + std::ptrdiff_t(common),
                         [&](const RecipeCard& card) { return card.recipe == recipe.name; }))
            cards.push_back({toText(recipe.title), toText(recipe.description), recipe.name, {}, false});
    return cards;
}

bool hasRecipe(const FineTuneSession& session, const RecipeCard& card)
{
    return session.settings().file().empty() && session.settings().named().name == card.recipe;
}

} // namespace

const std::vector<RecipeCard>& recipeCards()
{
    static const std::vector<RecipeCard> cards = makeCards();
    return cards;
}

const RecipeCard* cardOf(const FineTuneSession& session)
{
    const auto found = std::ranges::find_if(recipeCards(), [&](const RecipeCard& card) {
        return hasRecipe(session, card) && std::ranges::all_of(card.fields, [&](const auto& field) {
                   return session.settings().value(field.first) == field.second;
               });
    });
    return found == recipeCards().end() ? nullptr : &*found;
}

void choose(const RecipeCard& card, FineTuneSession& session)
{
    if (!hasRecipe(session, card) || card.fields.empty())
        session.setRecipe(card.recipe);
    if (!card.fields.empty())
        (void)session.setFields(card.fields);
}

} // namespace enlarger::app
