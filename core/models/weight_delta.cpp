// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/weight_delta.h"

#include "core/models/add_tensors.h"
#include "core/models/interpolation.h"
#include "core/models/model_file.h"
#include "core/weights/weights.h"

#include <fmt/format.h>

namespace enlarger::models {

Status saveWeightDelta(const StoredModel& faithful, const StoredModel& crisp,
                       const std::filesystem::path& file)
{
    if (cards::ancestryOf(faithful.card) != cards::ancestryOf(crisp.card))
        return Error{
            ErrorKind::BadInput,
            fmt::format(
                "'{}' and '{}' were trained independently: what one has learnt does not suit the other",
                faithful.card.name, crisp.card.name),
            {},
            "Choose a network and one that was trained from it"};
    HashCache hashes(ModelStore::cacheFolder());
    const auto smooth = readModel(faithful.file, hashes);
    if (!smooth)
        return smooth.error();
    const auto sharp = readModel(crisp.file, hashes);
    if (!sharp)
        return sharp.error();
    const auto difference = weights::difference(sharp->network.tensors, smooth->network.tensors);
    return difference ? weights::writeSafetensors(file, *difference, {}) : difference.error();
}

Result<StoredModel> addWeightDelta(const ModelStore& store, const StoredModel& faithful,
                                   const std::filesystem::path& file, const cards::Card& card, bool replace)
{
    HashCache hashes(ModelStore::cacheFolder());
    const auto smooth = readModel(faithful.file, hashes);
    if (!smooth)
        return smooth.error();
    const auto delta = weights::readWeights(file);
    if (!delta)
        return delta.error();
    const auto sum = weights::sum(smooth->network.tensors, delta->tensors);
    return sum ? addTensors(store, *sum, card, replace) : sum.error();
}

} // namespace enlarger::models
