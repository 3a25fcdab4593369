// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <QString>

namespace enlarger::ui {

/// The ICC profile of the screen: the file chosen in the preferences, else X11's property _ICC_PROFILE of the
/// first screen (where colour managers put it), else empty, which means sRGB.
image::Bytes screenProfile(const QString& chosenFile);

} // namespace enlarger::ui
