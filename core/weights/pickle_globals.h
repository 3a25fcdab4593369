// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/pickle_value.h"

namespace enlarger::weights {

/// What module.name means; everything that is not on the list is refused by its name.
PickleGlobal pickleGlobal(std::string_view module, std::string_view name);

} // namespace enlarger::weights
