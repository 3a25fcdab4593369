// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/key_families.h"

namespace enlarger::weights {

/// Takes off what wrappers put before every name ("module.", "netG." ...), and what is no weight
/// (num_batches_tracked).
StateDict withoutPrefixes(const StateDict& tensors);

/// Finds the layout by its landmarks, among those of all families; names of an unknown layout stay as they
/// are.
Renamed toOurNames(const StateDict& tensors);

} // namespace enlarger::weights
