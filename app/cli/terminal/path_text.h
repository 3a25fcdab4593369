// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/path_text.h"

namespace enlarger::cli {

using app::argumentsFrom;
using app::printable;
using app::toPath;
using app::toText;

} // namespace enlarger::cli
