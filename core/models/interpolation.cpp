// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/interpolation.h"

#include "core/base/time_text.h"
#include "core/models/add_tensors.h"
#include "core/models/model_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace enlarger::models {

namespace {

Error refused(const StoredModel& a, const StoredModel& b, const std::string& why, const std::string& advice)
{
    return {ErrorKind::BadInput,
            fmt::format("'{}' and '{}' do not mix: {}", a.card.name, b.card.name, why),
            {},
            advice};
}

/// In this order or the other.
bool wereTrainedTogether(const cards::Card& a, const cards::Card& b)
{
    return a.name == faithfulNameOf(b.name) || b.name == faithfulNameOf(a.name);
}

/// What the ancestry is named after, or its faithful half.
bool isRoot(const cards::Card& card)
{
    return card.name == cards::ancestryOf(card) || card.name == faithfulNameOf(cards::ancestryOf(card));
}

} // namespace

std::string faithfulNameOf(const std::string& crisp)
{
    return crisp + "-faithful";
}

bool isCrisp(const cards::Card& card)
{
    return card.role == "crisp";
}

double ownStrength(const cards::Card& card)
{
    return card.role == "faithful" ? 0.0 : 1.0;
}

double defaultStrength(const cards::Card& card)
{
    return isCrisp(card) ? 0.6 : ownStrength(card);
}

bool areRelatives(const cards::Card& a, const cards::Card& b)
{
    return a.scale == b.scale && a.architecture == b.architecture &&
           cards::ancestryOf(a) == cards::ancestryOf(b);
}

const StoredModel* partnerOf(const std::vector<StoredModel>& models, const StoredModel& model)
{
    const std::string wanted = isCrisp(model.card) ? "faithful" : "crisp";
    if (model.card.role != "crisp" && model.card.role != "faithful")
        return nullptr;
    const auto fits = [&](const StoredModel& other) {
        return other.card.role == wanted && areRelatives(other.card, model.card);
    };
    const auto distance = [&](const cards::Card& card) { // the least comes first
        return std::tuple(!wereTrainedTogether(card, model.card), !isRoot(card),
                          card.created.empty() ? "9999" : card.created);
    };
    const StoredModel* partner = nullptr;
    for (const StoredModel& other : models)
        if (fits(other) && (!partner || distance(other.card) < distance(partner->card)))
            partner = &other;
    return partner;
}

bool arePartners(const cards::Card& faithful, const cards::Card& crisp)
{
    return wereTrainedTogether(faithful, crisp) || isRoot(faithful);
}

Result<StoredModel> interpolate(const ModelStore& store, const StoredModel& faithful,
                                const StoredModel& crisp, double strength, const std::string& name,
                                bool replace)
try {
    HashCache hashes(ModelStore::cacheFolder());
    const auto a = readModel(faithful.file, hashes);
    if (!a)
        return a.error();
    const auto b = readModel(crisp.file, hashes);
    if (!b)
        return b.error();
    if (!(a->network.spec == b->network.spec))
        return refused(faithful, crisp,
                       fmt::format("one is {} x{}, the other {} x{}", a->model.card.architecture,
                                   a->model.card.scale, b->model.card.architecture, b->model.card.scale),
                       "Choose two networks of the same shape");
    if (cards::ancestryOf(faithful.card) != cards::ancestryOf(crisp.card))
        return refused(faithful, crisp,
                       fmt::format("they were trained independently (ancestry '{}' and '{}'), and the mean "
                                   "of such networks is noise",
                                   cards::ancestryOf(faithful.card), cards::ancestryOf(crisp.card)),
                       "Choose a network and one that was trained from it");

    const auto mixed = weights::mix(a->network.tensors, b->network.tensors, strength);
    if (!mixed)
        return mixed.error();

    cards::Card card = a->model.card;
    card.name =
        name.empty()
            ? cards::modelNameFrom(fmt::format("{}-{}-{:g}", faithful.card.name, crisp.card.name, strength))
            : name;
    card.title = fmt::format("{} to {}, strength {:g}", faithful.card.title, crisp.card.title, strength);
    card.description = fmt::format("A mixture: {:g} parts {} and {:g} parts {}.", 1.0 - strength,
                                   faithful.card.name, strength, crisp.card.name);
    card.source = fmt::format("network interpolation of {} ({}) and {} ({})", faithful.card.name,
                              faithful.sha256, crisp.card.name, crisp.sha256);
    card.ancestry = cards::ancestryOf(crisp.card);
    card.role = card.recipe = card.figures = card.log = card.command = {};
    card.licence = cards::termsOfBoth(cards::termsOf(a->model.card.name, a->model.card.licence),
                                      cards::termsOf(b->model.card.name, b->model.card.licence));
    if (const std::string& more = b->model.card.data; !more.empty() && more != card.data)
        card.data += (card.data.empty() ? "" : "; ") + more;
    card.created = todayText();

    return addTensors(store, *mixed, card, replace);
} catch (const std::exception& exception) {
    return Error{
        ErrorKind::Internal, std::string("the networks could not be mixed: ") + exception.what(), {}, {}};
}

} // namespace enlarger::models
