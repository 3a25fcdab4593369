// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/pickle_value.h"

#include <optional>
#include <string>

namespace enlarger::weights {

/// What module.name means. What weights do not need becomes an Object, noted in the arena.
PickleGlobal pickleGlobal(std::string_view module, std::string_view name, PickleArena& arena);

/// One sentence about what the file asks Python for besides tensors, if anything.
std::optional<std::string> foreignObjectsNote(const PickleArena& arena);

/// Refuses a file without named tensors that asks Python for something instead, such as `object`. `path`:
/// where in the file that stands, as Python writes it: "" or ['model'].
[[noreturn]] void rejectForeignObject(const PickleArena& arena, const PickleValue& object,
                                      const std::string& path = {});

} // namespace enlarger::weights
