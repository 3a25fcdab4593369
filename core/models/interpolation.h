// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

namespace enlarger::models {

/// Network interpolation (ESRGAN, section 3.4): each parameter is (1 - strength) x faithful + strength x
/// crisp. The mixture is kept in the store under `name` (empty: made of both names and the strength). Both
/// must have one shape and one ancestry: networks that were trained apart do not mix. strength 0..2, see
/// weights::mix().
Result<StoredModel> interpolate(const ModelStore& store, const StoredModel& faithful,
                                const StoredModel& crisp, double strength, const std::string& name = {},
                                bool replace = false);

/// Whether two networks may be mixed by what their cards say: one scale, architecture and ancestry.
bool areRelatives(const cards::Card& a, const cards::Card& b);

/// The other end of a model's strength: a network of the same ancestry, architecture and scale, of which one
/// is faithful and the other crisp. Null: there is none among `models`. Of several it is the one that was
/// trained together with it (faithfulNameOf()), else the root of the family, else the oldest: a child does
/// not push its parent out.
const StoredModel* partnerOf(const std::vector<StoredModel>& models, const StoredModel& model);

/// Whether partners were trained together, or the faithful one is the root of the family. Another relative
/// has learnt other things.
bool arePartners(const cards::Card& faithful, const cards::Card& crisp);

/// What the faithful half of a crisp model is called where both were trained together: "mine-faithful".
std::string faithfulNameOf(const std::string& crisp);

/// Whether strength 1 means this network, where it has a partner.
bool isCrisp(const cards::Card& card);

/// The strength at which a model is itself: 0 of a faithful one, 1 of every other.
double ownStrength(const cards::Card& card);

/// The strength to begin with where a model has a partner. A crisp one begins between the two: on photographs
/// of stone, foliage, fur, skin, cloth, text, night and sky, 0.6 keeps nearly all texture of 1 without its
/// fine grid in smooth areas and its strokes in fur. A faithful one begins as it is.
double defaultStrength(const cards::Card& card);

} // namespace enlarger::models
