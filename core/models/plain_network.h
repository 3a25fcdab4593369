// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"
#include "core/weights/weights.h"

#include <filesystem>

namespace enlarger::models {

/// The network in a training run's checkpoint as it was trained, before averaging. Error: it is no
/// checkpoint, or its network has not this shape.
Result<weights::Recognised> plainNetwork(const std::filesystem::path& checkpoint,
                                         const nn::NetworkSpec& spec);

} // namespace enlarger::models
