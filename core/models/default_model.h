// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"
#include "core/models/model_store.h"

#include <span>

namespace enlarger::models {

/// The network that is meant where none is named.
struct DefaultModel
{
    const StoredModel* model = nullptr; // null: there is none
    std::string reason;                 // "the best network for photographs that is quick on a CPU"
};

/// The best of `models` for photographs on this device: a large network on a graphics card, a compact one on
/// a CPU, the other where that is not installed, else the first there is.
DefaultModel defaultModel(const std::vector<StoredModel>& models, const device::Device& device);

/// Names of quick networks for photographs, the better one first.
std::span<const char* const> compactNames();

/// A network of more parameters takes minutes for a photo on a CPU.
inline constexpr std::int64_t mostParametersOfFast = 5'000'000;

} // namespace enlarger::models
