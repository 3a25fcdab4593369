// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/unpickler.h"
#include "core/weights/pickle_calls.h"
#include "core/weights/pickle_globals.h"

#include <algorithm>
#include <fmt/format.h>

namespace enlarger::weights {

namespace {

// A checkpoint of RRDBNet-23 with its optimiser makes some 20000, each from 10 bytes or more.
constexpr std::size_t mostObjects = 1'000'000;
constexpr std::size_t leastBytesPerObject = 4;

[[noreturn]] void rejectBroken(const char* what)
{
    fail(fmt::format("the file's pickle is damaged: {}", what), "Get the file again");
}

enum Opcode : std::uint8_t {
    Mark = '(',
    Stop = '.',
    Pop = '0',
    None = 'N',
    NewTrue = 0x88,
    NewFalse = 0x89,
    BinInt = 'J',
    BinInt1 = 'K',
    BinInt2 = 'M',
    Long1 = 0x8a,
    BinFloat = 'G',
    BinString = 'T',
    ShortBinString = 'U',
    BinUnicode = 'X',
    ShortBinUnicode = 0x8c,
    BinUnicode8 = 0x8d,
    BinBytes = 'B',
    ShortBinBytes = 'C',
    EmptyTuple = ')',
    Tuple = 't',
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    EmptyList = ']',
    Append = 'a',
    Appends = 'e',
    EmptyDict = '}',
    SetItem = 's',
    SetItems = 'u',
    BinPut = 'q',
    LongBinPut = 'r',
    Memoize = 0x94,
    BinGet = 'h',
    LongBinGet = 'j',
    Global = 'c',
    StackGlobal = 0x93,
    Reduce = 'R',
    Build = 'b',
    BinPersId = 'Q',
    Proto = 0x80,
    Frame = 0x95,
};

/// LONG1: little-endian two's complement. Weights need nothing wider than 64 bits; wider ones become PyNone.
PickleValue longNumber(Bytes bytes)
{
    if (bytes.size() > 8)
        return PyNone{};
    std::uint64_t value =
        !bytes.empty() && (bytes.back() & std::byte{0x80}) != std::byte{} ? ~std::uint64_t{0} : 0;
    std::memcpy(&value, bytes.data(), bytes.size());
    return static_cast<std::int64_t>(value);
}

} // namespace

Unpickler::Unpickler(ByteReader& in, PickleArena& arena)
    : m_in(in)
    , m_arena(arena)
    , m_mostObjects(std::min(mostObjects, 1000 + in.left() / leastBytesPerObject))
{}

PickleValue Unpickler::read()
{
    for (;;) {
        const auto opcode = m_in.number<std::uint8_t>();
        if (opcode == Stop)
            break;
        step(opcode);
    }
    if (m_stack.size() != 1 || !m_marks.empty())
        rejectBroken("it does not end in one value");
    return pop();
}

void Unpickler::step(std::uint8_t opcode)
{
    if (pushScalar(opcode) || container(opcode) || memo(opcode))
        return;
    switch (opcode) {
    case Proto:
        if (m_in.number<std::uint8_t>() > 5)
            rejectBroken("its protocol is unknown");
        break;
    case Frame:
        m_in.take(8); // a length, of use to readers of streams
        break;
    case Mark:
        if (m_marks.size() >= mostObjects)
            rejectBroken("it is nested too deeply");
        m_marks.push_back(m_stack.size());
        break;
    case Pop:
        pop();
        break;
    case Global: {
        const std::string_view module = m_in.takeLine();
        push(pickleGlobal(module, m_in.takeLine()));
        break;
    }
    case StackGlobal: {
        const PickleValue name = pop();
        const PickleValue module = pop();
        if (!std::holds_alternative<std::string_view>(name) ||
            !std::holds_alternative<std::string_view>(module))
            rejectBroken("a name is not a text");
        push(pickleGlobal(std::get<std::string_view>(module), std::get<std::string_view>(name)));
        break;
    }
    case Reduce: {
        const PickleValue arguments = pop();
        const PickleValue callable = pop();
        push(pickleCall(callable, arguments, m_arena));
        break;
    }
    case Build:
        build();
        break;
    case BinPersId: {
        const PickleValue id = pop();
        push(pickleStorage(id, m_arena));
        break;
    }
    default:
        fail(fmt::format("the file's pickle has the instruction 0x{:02x}, which weights never need", opcode),
             "If you trust it, load it in Python and save its state_dict() as .safetensors or .pth");
    }
}

bool Unpickler::pushScalar(std::uint8_t opcode)
{
    switch (opcode) {
    case None:
        push(PyNone{});
        return true;
    case NewTrue:
        push(true);
        return true;
    case NewFalse:
        push(false);
        return true;
    case BinInt:
        push(std::int64_t{m_in.number<std::int32_t>()});
        return true;
    case BinInt1:
        push(std::int64_t{m_in.number<std::uint8_t>()});
        return true;
    case BinInt2:
        push(std::int64_t{m_in.number<std::uint16_t>()});
        return true;
    case Long1:
        push(longNumber(m_in.take(m_in.number<std::uint8_t>())));
        return true;
    case BinFloat:
        push(std::bit_cast<double>(__builtin_bswap64(m_in.number<std::uint64_t>())));
        return true;
    case ShortBinString:
    case ShortBinUnicode:
        push(m_in.takeText(m_in.number<std::uint8_t>()));
        return true;
    case BinString:
    case BinUnicode:
        push(m_in.takeText(m_in.number<std::uint32_t>()));
        return true;
    case BinUnicode8:
        push(m_in.takeText(m_in.number<std::uint64_t>()));
        return true;
    case ShortBinBytes:
        m_in.take(m_in.number<std::uint8_t>());
        push(PyNone{});
        return true;
    case BinBytes:
        m_in.take(m_in.number<std::uint32_t>());
        push(PyNone{});
        return true;
    default:
        return false;
    }
}

bool Unpickler::container(std::uint8_t opcode)
{
    switch (opcode) {
    case EmptyTuple:
        pushTuple(0);
        return true;
    case Tuple1:
        pushTuple(1);
        return true;
    case Tuple2:
        pushTuple(2);
        return true;
    case Tuple3:
        pushTuple(3);
        return true;
    case Tuple: {
        auto items = popToMark();
        push(&m_arena.lists.emplace_back(PickleList{std::move(items)}));
        return true;
    }
    case EmptyList:
        push(&m_arena.lists.emplace_back());
        return true;
    case EmptyDict:
        push(&m_arena.dicts.emplace_back());
        return true;
    case Append:
        append({pop()});
        return true;
    case Appends:
        append(popToMark());
        return true;
    case SetItem: {
        PickleValue value = pop();
        setItems({pop(), value});
        return true;
    }
    case SetItems:
        setItems(popToMark());
        return true;
    default:
        return false;
    }
}

bool Unpickler::memo(std::uint8_t opcode)
{
    const auto recall = [this](std::uint32_t index) {
        const auto found = m_memo.find(index);
        if (found == m_memo.end())
            rejectBroken("it refers to something that was not there before");
        push(found->second);
    };
    switch (opcode) {
    case BinPut:
        memoize(m_in.number<std::uint8_t>());
        return true;
    case LongBinPut:
        memoize(m_in.number<std::uint32_t>());
        return true;
    case Memoize:
        memoize(static_cast<std::uint32_t>(m_memo.size()));
        return true;
    case BinGet:
        recall(m_in.number<std::uint8_t>());
        return true;
    case LongBinGet:
        recall(m_in.number<std::uint32_t>());
        return true;
    default:
        return false;
    }
}

void Unpickler::push(PickleValue value)
{
    if (m_stack.size() >= mostObjects || m_arena.size() >= m_mostObjects)
        fail("the file's pickle holds far more objects than weights ever do");
    m_stack.push_back(value);
}

PickleValue Unpickler::pop()
{
    if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back()))
        rejectBroken("it takes more than it has");
    const PickleValue value = m_stack.back();
    m_stack.pop_back();
    return value;
}

std::vector<PickleValue> Unpickler::popToMark()
{
    if (m_marks.empty())
        rejectBroken("a mark is missing");
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleValue> values(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    m_marks.pop_back();
    return values;
}

void Unpickler::pushTuple(std::size_t count)
{
    std::vector<PickleValue> items(count);
    for (std::size_t i = count; i-- > 0;)
        items[i] = pop();
    push(&m_arena.lists.emplace_back(PickleList{std::move(items)}));
}

void Unpickler::setItems(std::vector<PickleValue> keysAndValues)
{
    if (m_stack.empty() || keysAndValues.size() % 2 != 0)
        rejectBroken("a dictionary's keys and values do not pair");
    if (std::holds_alternative<PyNone>(m_stack.back()))
        return; // a Counter or a defaultdict, which nobody needs
    auto* const* dict = std::get_if<PickleDict*>(&m_stack.back());
    if (!dict)
        rejectBroken("it puts items into something that is not a dictionary");
    for (std::size_t i = 0; i < keysAndValues.size(); i += 2)
        (*dict)->items.emplace_back(keysAndValues[i], keysAndValues[i + 1]);
}

void Unpickler::append(std::vector<PickleValue> values)
{
    auto* const* list = m_stack.empty() ? nullptr : std::get_if<PickleList*>(&m_stack.back());
    if (!list)
        rejectBroken("it appends to something that is not a list");
    (*list)->items.insert((*list)->items.end(), values.begin(), values.end());
}

/// Sets an object's attributes. An OrderedDict carries _metadata, which we do not need; inert objects
/// anything.
void Unpickler::build()
{
    pop();
    const bool known = !m_stack.empty() && (std::holds_alternative<PickleDict*>(m_stack.back()) ||
                                            std::holds_alternative<PyNone>(m_stack.back()));
    if (!known)
        rejectBroken("it sets the state of something that has none");
}

void Unpickler::memoize(std::uint32_t index)
{
    if (m_stack.empty() || m_memo.size() >= mostObjects)
        rejectBroken("it remembers what it does not have");
    m_memo[index] = m_stack.back();
}

} // namespace enlarger::weights
