// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/carry_over.h"

#include "core/models/interpolation.h"
#include "core/models/keep_tensors.h"
#include "core/models/model_file.h"

#include <fmt/format.h>

namespace enlarger::models {

std::string faithfulNameOf(const std::string& crisp)
{
    return crisp + "-faithful";
}

Result<StoredModel> carryOver(const ModelStore& store, const StoredModel& before, const StoredModel& after,
                              const StoredModel& crisp, const Card& card, bool replace)
{
    if (ancestryOf(before.card) != ancestryOf(crisp.card))
        return Error{ErrorKind::BadInput,
                     fmt::format("'{}' and '{}' were trained apart: what one learns does not suit the other",
                                 before.card.name, crisp.card.name),
                     {},
                     {}};
    HashCache hashes(ModelStore::cacheFolder());
    const auto start = readModel(before.file, hashes);
    if (!start)
        return start.error();
    const auto end = readModel(after.file, hashes);
    if (!end)
        return end.error();
    const auto other = readModel(crisp.file, hashes);
    if (!other)
        return other.error();
    const auto sum = weights::carry(start->network.tensors, end->network.tensors, other->network.tensors);
    return sum ? keepTensors(store, *sum, card, replace) : sum.error();
}

} // namespace enlarger::models
