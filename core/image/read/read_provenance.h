// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <optional>

namespace enlarger::image {

/// How a result of ours was made, by its XMP; nothing of other pictures. What a field lacks is empty.
std::optional<Provenance> readProvenance(const Metadata& metadata);

} // namespace enlarger::image
