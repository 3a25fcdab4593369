// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_reader.h"
#include "core/weights/pickle_opcodes.h"
#include "core/weights/pickle_value.h"

#include <optional>

namespace enlarger::weights {

/// The number, text or constant that the instruction pushes, its bytes taken from `in`; nothing where it is
/// another kind of instruction. Texts are views of the file; bytes are passed over.
std::optional<PickleValue> pickleScalar(Opcode opcode, ByteReader& in);

/// A line with a whole number on it, as the text instructions have them. Refuses anything else.
std::int64_t pickleNumber(std::string_view line);

} // namespace enlarger::weights
