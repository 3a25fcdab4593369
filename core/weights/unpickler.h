// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_reader.h"
#include "core/weights/pickle_value.h"

#include <unordered_map>

namespace enlarger::weights {

/// Reads one pickle (protocols 2 to 5, what PyTorch writes) as data. Python's own runs whatever the file
/// names; this one knows a closed list of names (pickle_globals) and builds tensors without their elements.
/// No step recurses, and the number of objects is bounded, so that no nesting and no repetition can hurt.
class Unpickler
{
public:
    Unpickler(ByteReader& in, PickleArena& arena);

    /// Leaves the reader behind the pickle's STOP. The result refers to the reader's bytes and to the arena.
    PickleValue read();

private:
    void step(std::uint8_t opcode);
    bool pushScalar(std::uint8_t opcode);
    bool container(std::uint8_t opcode);
    bool memo(std::uint8_t opcode);

    void push(PickleValue value);
    PickleValue pop();
    std::vector<PickleValue> popToMark();
    void pushTuple(std::size_t count);
    void setItems(std::vector<PickleValue> keysAndValues);
    void append(std::vector<PickleValue> values);
    void build();
    void memoize(std::uint32_t index);

    ByteReader& m_in;
    PickleArena& m_arena;
    std::vector<PickleValue> m_stack;
    std::vector<std::size_t> m_marks; // heights of the stack
    std::unordered_map<std::uint32_t, PickleValue> m_memo;
    std::size_t m_mostObjects;
};

} // namespace enlarger::weights
