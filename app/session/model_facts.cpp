// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/model_facts.h"

#include "core/infer/tiling/throughput_cache.h"
#include "core/models/known_models.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <tuple>

namespace enlarger::app {

namespace {

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return text;
}

template <std::size_t count>
bool containsAny(const std::string& text, const std::array<const char*, count>& words)
{
    const std::string lower = lowerCase(text);
    return std::ranges::any_of(words,
                               [&](const char* word) { return lower.find(word) != std::string::npos; });
}

} // namespace

bool isForDrawings(const models::StoredModel& model)
{
    constexpr std::array words{"anime", "manga", "drawing", "drawn", "illustration", "cartoon"};
    return containsAny(model.card.name + ' ' + model.card.title + ' ' + model.card.description, words);
}

bool isFast(const models::StoredModel& model)
{
    return model.parameters <= models::mostParametersOfFast;
}

bool isNonCommercial(const std::string& licence)
{
    constexpr std::array words{"-nc", "noncommercial", "non-commercial", "not for commercial"};
    return containsAny(licence, words);
}

std::vector<const models::StoredModel*> inRecommendedOrder(const ModelCatalog& catalog)
{
    const models::StoredModel* standard = catalog.find(catalog.defaultName());
    std::vector<const models::StoredModel*> models;
    models.reserve(catalog.models().size());
    for (const models::StoredModel& model : catalog.models())
        models.push_back(&model);
    const auto isSucceeded = [&](const models::StoredModel& model) {
        return catalog.find(QString::fromStdString(models::successorOf(model.card.name))) != nullptr;
    };
    const auto key = [&](const models::StoredModel* model) {
        return std::tuple(model != standard, isForDrawings(*model), model->card.scale != standard->card.scale,
                          isSucceeded(*model), !isFast(*model), titleOf(*model).toCaseFolded());
    };
    std::ranges::stable_sort(models, {}, key);
    return models;
}

std::optional<double> secondsPerMegapixel(const infer::ModelSelection& network, int scale)
{
    const auto known = infer::ThroughputCache::knownOf(network, models::ModelStore::cacheFolder());
    return known && scale > 0 ? std::optional(1e6 / (*known * scale * scale)) : std::nullopt;
}

QString factsOf(const models::StoredModel& model, std::optional<double> seconds)
{
    QStringList facts;
    facts << (isForDrawings(model) ? QStringLiteral("Drawing") : QStringLiteral("Photo"))
          << QStringLiteral("×%1").arg(model.card.scale);
    if (!seconds)
        facts << (isFast(model) ? QStringLiteral("fast") : QStringLiteral("slow"));
    else if (*seconds < 0.95) // not "1.0 megapixels"
        facts
            << QStringLiteral("%1 megapixels a second").arg(1.0 / *seconds, 0, 'f', *seconds < 0.105 ? 0 : 1);
    else
        facts << QStringLiteral("about %1 s a megapixel").arg(std::lround(*seconds));
    if (isNonCommercial(model.card.licence))
        facts << QStringLiteral("not for commercial use");
    return facts.join(QStringLiteral(" · "));
}

} // namespace enlarger::app
