// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/pickle_value.h"

namespace enlarger::weights {

/// What Python would get from calling `callable` with `arguments`, or from making an object of that class.
/// Only the few callables that build tensors and dictionaries mean something; others give a PyObject.
PickleValue pickleCall(const PickleValue& callable, const PickleValue& arguments, PickleArena& arena);

/// The storage that a persistent id names: ('storage', type, key, location, count[, view]). A class where it
/// names one, or where no network here has storages of its kind.
PickleValue pickleStorage(const PickleValue& id, PickleArena& arena);

} // namespace enlarger::weights
