// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/degrade/degradation.h"

#include <filesystem>

namespace enlarger::train {

/// LR of a whole photo, to look at; its right and bottom are cut to a multiple of the scale. Another seed,
/// another draw. Errors name the photo.
Result<image::Image> degradePhoto(const std::filesystem::path& photo, const degrade::Degradation& degradation,
                                  std::uint64_t seed);

} // namespace enlarger::train
