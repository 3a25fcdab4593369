// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/arguments.h"

namespace enlarger::cli {

/// All options of `enlarger-cli upscale`, with their help.
void declareUpscaleOptions(Arguments& options);

QString formatWords();      // "jpeg, png ... or jxl"
QString formatExtensions(); // ".jpg, .png ... or .jxl"

} // namespace enlarger::cli
