// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_reader.h"
#include "core/weights/pickle_opcodes.h"
#include "core/weights/pickle_value.h"

#include <unordered_map>

namespace enlarger::weights {

/// Reads one pickle (protocols 2 to 5, what PyTorch writes) as data. Python's own runs whatever the file
/// names; this one builds tensors, without their elements, and plain containers. Every other object is passed
/// over and never made: only what Python would have been asked for is kept (PickleArena::foreign). No step
/// recurses, and steps and objects are bounded, so that no nesting and no repetition can hurt.
class Unpickler
{
public:
    Unpickler(ByteReader& in, PickleArena& arena);

    /// Leaves the reader behind the pickle's STOP. The result refers to the reader's bytes and to the arena.
    PickleValue read();

private:
    void step(Opcode opcode);
    bool container(Opcode opcode);
    bool memo(Opcode opcode);
    bool object(Opcode opcode);

    void push(PickleValue value);
    PickleValue pop();
    std::vector<PickleValue> popToMark();
    void pushList(std::vector<PickleValue> items);
    void pushTuple(std::size_t count);
    void pushCall(const PickleValue& callable, std::vector<PickleValue> arguments);
    PickleGlobal takeGlobal();
    void setItems(std::vector<PickleValue> keysAndValues);
    void append(std::vector<PickleValue> values);
    void build();
    void memoize(std::uint32_t index);
    void recall(std::uint32_t index);

    ByteReader& m_in;
    PickleArena& m_arena;
    std::vector<PickleValue> m_stack;
    std::vector<std::size_t> m_marks; // heights of the stack
    std::unordered_map<std::uint32_t, PickleValue> m_memo;
    std::size_t m_mostObjects;
};

} // namespace enlarger::weights
