// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/model_selection.h"
#include "core/models/model_store.h"

#include <optional>
#include <vector>

namespace enlarger::models {

/// What enlarges where `model` is asked for. Without a strength it is the model as it is; with one, the
/// mixture of it and its partner among `models` (see partnerOf()), also at 0 and 1, called by the model that
/// was asked for. strength: 0 (faithful) over 1 (crisp) to 2, see weights::mix(). Auto becomes the
/// best precision of the device for such a network. Loads nothing. Errors, all BadInput: a strength out of
/// range, a model without a partner.
Result<infer::ModelSelection> select(const std::vector<StoredModel>& models, const StoredModel& model,
                                     std::optional<double> strength, const device::Device& device,
                                     device::Precision precision);

/// The same, with a partner from the store, which is listed where there is a strength alone.
Result<infer::ModelSelection> select(const ModelStore& store, const StoredModel& model,
                                     std::optional<double> strength, const device::Device& device,
                                     device::Precision precision);

} // namespace enlarger::models
