// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal/arguments.h"
#include "core/train/recipe/recipe.h"

namespace enlarger::cli {

/// The names of all kinds of degradation.
QStringList degradationNames();

/// --recipe and --set for commands that degrade pictures without training on them.
void declareDegradation(Arguments& options);

/// The recipe that they describe, of which the degradation may be changed. Complains to `options`.
train::Recipe readDegradation(Arguments& options);

} // namespace enlarger::cli
