// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/presets/preset.h"
#include "core/image/photo/photo.h"

namespace enlarger::app {

/// The settings by which a result was made, for other photos: model, strength, size and colour lock. Its turn
/// and crop are the photo's own. A size in pixels becomes a long side.
Preset presetOf(const image::Provenance& provenance);

} // namespace enlarger::app
