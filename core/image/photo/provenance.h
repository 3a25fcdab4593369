// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// Where provenance stands in XMP: "enlarger:ModelName" and its neighbours.
inline constexpr const char* provenancePrefix = "enlarger";
inline constexpr const char* modelNameProperty = "ModelName";

/// Whether a network has drawn this photo: its XMP names one, as every result of ours does.
bool isEnlarged(const Metadata& metadata);

} // namespace enlarger::image
