// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <string>
#include <vector>

namespace enlarger::train {

/// One crop in several versions of one size: the columns of a strip.
using StripRow = std::vector<image::Image>;

/// Pictures side by side under their labels. Below each row a second one shows at 200 % where the columns
/// `before` and `now` differ most. Empty where there are no rows.
image::Image drawStrip(const std::vector<StripRow>& rows, const std::vector<std::string>& labels,
                       std::size_t before, std::size_t now);

} // namespace enlarger::train
