// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/light_levels.h"

#include <filesystem>

namespace enlarger::image {

/// Whether all coded pictures in a HEIF file have one channel, which libheif does not tell before it has
/// decoded them.
bool isMonochromeHeif(const std::filesystem::path& file);

/// What the main picture of a HEIF file says in its properties clli and mdcv, which libheif does not tell
/// before it has decoded it.
LightLevels heifLightLevels(const std::filesystem::path& file);

/// Whether a HEIF file carries a gain map: as ISO 21496-1 has it, an item "tmap", or Apple's auxiliary
/// picture.
bool hasGainMap(const std::filesystem::path& file);

/// Whether a HEIF file is a sequence of pictures, or has one beside its main picture.
bool hasFrames(const std::filesystem::path& file);

/// Whether a HEIF file holds the film of a motion photo, by Google's specification: a box "mpvd" at the top.
bool hasFilmBox(const std::filesystem::path& file);

} // namespace enlarger::image
