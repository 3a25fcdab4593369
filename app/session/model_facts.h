// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/model_catalog.h"
#include "core/infer/engine/model_selection.h"

#include <optional>

namespace enlarger::app {

/// Whether its card says that it was made for drawings; photographs are what all others are for.
bool isForDrawings(const models::StoredModel& model);

/// Whether it is small enough to be quick on any machine.
bool isFast(const models::StoredModel& model);

/// Whether a licence (Card::licence) forbids to earn money with the model.
bool isNonCommercial(const std::string& licence);

/// The models in the order in which a person should look at them: what is chosen where nobody has chosen,
/// photographs before drawings, its scale before others, fast before slow, then by title.
std::vector<const models::StoredModel*> inRecommendedOrder(const ModelCatalog& catalog);

/// Seconds for a megapixel of the result, from earlier runs on this device; nothing where it has never run.
/// `scale`: of the model. Reads a small file.
std::optional<double> secondsPerMegapixel(const infer::ModelSelection& network, int scale);

/// "Photo · ×4 · about 3 s a megapixel", "Drawing · ×4 · slow · not for commercial use". `seconds`: see
/// secondsPerMegapixel().
QString factsOf(const models::StoredModel& model, std::optional<double> seconds);

} // namespace enlarger::app
