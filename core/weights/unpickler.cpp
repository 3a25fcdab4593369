// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/unpickler.h"
#include "core/weights/pickle_calls.h"
#include "core/weights/pickle_globals.h"
#include "core/weights/pickle_scalars.h"

#include <algorithm>
#include <fmt/format.h>

namespace enlarger::weights {

namespace {

// A checkpoint of RRDBNet-23 with its optimiser makes some 20000, each from 10 bytes or more.
constexpr std::size_t mostObjects = 1'000'000;
constexpr std::size_t mostSteps = 10 * mostObjects;
constexpr std::size_t leastBytesPerObject = 4;

[[noreturn]] void rejectBroken(const char* what)
{
    fail(fmt::format("the file's pickle is damaged: {}", what), "Get the file again");
}

[[noreturn]] void rejectTooMuch()
{
    fail("the file's pickle holds far more objects than weights ever do");
}

} // namespace

Unpickler::Unpickler(ByteReader& in, PickleArena& arena)
    : m_in(in)
    , m_arena(arena)
    , m_mostObjects(std::min(mostObjects, 1000 + in.left() / leastBytesPerObject))
{}

PickleValue Unpickler::read()
{
    std::size_t steps = 0;
    for (;;) {
        const auto opcode = static_cast<Opcode>(m_in.number<std::uint8_t>());
        if (opcode == Opcode::Stop)
            break;
        if (++steps > mostSteps)
            rejectTooMuch();
        step(opcode);
    }
    if (m_stack.size() != 1 || !m_marks.empty())
        rejectBroken("it does not end in one value");
    return pop();
}

void Unpickler::step(Opcode opcode)
{
    if (const auto scalar = pickleScalar(opcode, m_in))
        return push(*scalar);
    if (container(opcode) || memo(opcode) || object(opcode))
        return;
    switch (opcode) {
    case Opcode::Proto:
        if (m_in.number<std::uint8_t>() > 5)
            rejectBroken("its protocol is unknown");
        break;
    case Opcode::Frame:
        m_in.take(8); // a length, of use to readers of streams
        break;
    case Opcode::ReadonlyBuffer: // says something of the bytes on the stack
        break;
    case Opcode::Mark:
        if (m_marks.size() >= mostObjects)
            rejectBroken("it is nested too deeply");
        m_marks.push_back(m_stack.size());
        break;
    case Opcode::Pop: // of a mark, too
        if (!m_marks.empty() && m_marks.back() == m_stack.size())
            m_marks.pop_back();
        else
            pop();
        break;
    case Opcode::PopMark:
        popToMark();
        break;
    case Opcode::Dup: {
        const PickleValue value = pop();
        push(value);
        push(value);
        break;
    }
    default:
        rejectBroken("it has an instruction that there is not");
    }
}

/// Names of Python's, and what is made with them.
bool Unpickler::object(Opcode opcode)
{
    switch (opcode) {
    case Opcode::Global:
        push(takeGlobal());
        return true;
    case Opcode::StackGlobal: {
        const PickleValue name = pop();
        const PickleValue module = pop();
        if (!std::holds_alternative<std::string_view>(name) ||
            !std::holds_alternative<std::string_view>(module))
            rejectBroken("a name is not a text");
        push(pickleGlobal(std::get<std::string_view>(module), std::get<std::string_view>(name), m_arena));
        return true;
    }
    case Opcode::Ext1:
        m_in.take(1);
        push(pickleGlobal("copyreg", "extension", m_arena));
        return true;
    case Opcode::Ext2:
        m_in.take(2);
        push(pickleGlobal("copyreg", "extension", m_arena));
        return true;
    case Opcode::Ext4:
        m_in.take(4);
        push(pickleGlobal("copyreg", "extension", m_arena));
        return true;
    case Opcode::NewObjEx:
        pop(); // keyword arguments, which no tensor takes
        [[fallthrough]];
    case Opcode::Reduce:
    case Opcode::NewObj: {
        const PickleValue arguments = pop();
        const PickleValue callable = pop();
        push(pickleCall(callable, arguments, m_arena));
        return true;
    }
    case Opcode::Inst: {
        const PickleGlobal callable = takeGlobal();
        pushCall(callable, popToMark());
        return true;
    }
    case Opcode::Obj: {
        std::vector<PickleValue> items = popToMark();
        if (items.empty())
            rejectBroken("an object has no class");
        const PickleValue callable = items.front();
        items.erase(items.begin());
        pushCall(callable, std::move(items));
        return true;
    }
    case Opcode::Build:
        build();
        return true;
    case Opcode::BinPersId: {
        const PickleValue id = pop();
        push(pickleStorage(id, m_arena));
        return true;
    }
    default:
        return false;
    }
}

bool Unpickler::container(Opcode opcode)
{
    switch (opcode) {
    case Opcode::EmptyTuple:
        pushTuple(0);
        return true;
    case Opcode::Tuple1:
        pushTuple(1);
        return true;
    case Opcode::Tuple2:
        pushTuple(2);
        return true;
    case Opcode::Tuple3:
        pushTuple(3);
        return true;
    case Opcode::Tuple:
    case Opcode::List:
    case Opcode::FrozenSet:
        pushList(popToMark());
        return true;
    case Opcode::EmptyList:
    case Opcode::EmptySet:
        pushList({});
        return true;
    case Opcode::EmptyDict:
        push(&m_arena.dicts.emplace_back());
        return true;
    case Opcode::Dict: {
        std::vector<PickleValue> keysAndValues = popToMark();
        push(&m_arena.dicts.emplace_back());
        setItems(std::move(keysAndValues));
        return true;
    }
    case Opcode::Append:
        append({pop()});
        return true;
    case Opcode::Appends:
    case Opcode::AddItems:
        append(popToMark());
        return true;
    case Opcode::SetItem: {
        PickleValue value = pop();
        setItems({pop(), value});
        return true;
    }
    case Opcode::SetItems:
        setItems(popToMark());
        return true;
    default:
        return false;
    }
}

bool Unpickler::memo(Opcode opcode)
{
    switch (opcode) {
    case Opcode::Put:
        memoize(static_cast<std::uint32_t>(pickleNumber(m_in.takeLine())));
        return true;
    case Opcode::BinPut:
        memoize(m_in.number<std::uint8_t>());
        return true;
    case Opcode::LongBinPut:
        memoize(m_in.number<std::uint32_t>());
        return true;
    case Opcode::Memoize:
        memoize(static_cast<std::uint32_t>(m_memo.size()));
        return true;
    case Opcode::Get:
        recall(static_cast<std::uint32_t>(pickleNumber(m_in.takeLine())));
        return true;
    case Opcode::BinGet:
        recall(m_in.number<std::uint8_t>());
        return true;
    case Opcode::LongBinGet:
        recall(m_in.number<std::uint32_t>());
        return true;
    default:
        return false;
    }
}

void Unpickler::push(PickleValue value)
{
    if (m_stack.size() >= mostObjects || m_arena.size() >= m_mostObjects)
        rejectTooMuch();
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

void Unpickler::pushList(std::vector<PickleValue> items)
{
    push(&m_arena.lists.emplace_back(PickleList{std::move(items)}));
}

void Unpickler::pushTuple(std::size_t count)
{
    std::vector<PickleValue> items(count);
    for (std::size_t i = count; i-- > 0;)
        items[i] = pop();
    pushList(std::move(items));
}

void Unpickler::pushCall(const PickleValue& callable, std::vector<PickleValue> arguments)
{
    PickleList& list = m_arena.lists.emplace_back(PickleList{std::move(arguments)});
    push(pickleCall(callable, &list, m_arena));
}

PickleGlobal Unpickler::takeGlobal()
{
    const std::string_view module = m_in.takeLine();
    return pickleGlobal(module, m_in.takeLine(), m_arena);
}

void Unpickler::setItems(std::vector<PickleValue> keysAndValues)
{
    if (m_stack.empty() || keysAndValues.size() % 2 != 0)
        rejectBroken("a dictionary's keys and values do not pair");
    if (std::holds_alternative<PyObject>(m_stack.back()))
        return; // a Counter or a dictionary of another class, which nobody needs
    auto* const* dict = std::get_if<PickleDict*>(&m_stack.back());
    if (!dict)
        rejectBroken("it puts items into something that is not a dictionary");
    for (std::size_t i = 0; i < keysAndValues.size(); i += 2)
        (*dict)->items.emplace_back(keysAndValues[i], keysAndValues[i + 1]);
}

void Unpickler::append(std::vector<PickleValue> values)
{
    if (!m_stack.empty() && std::holds_alternative<PyObject>(m_stack.back()))
        return;
    auto* const* list = m_stack.empty() ? nullptr : std::get_if<PickleList*>(&m_stack.back());
    if (!list)
        rejectBroken("it appends to something that is not a list");
    (*list)->items.insert((*list)->items.end(), values.begin(), values.end());
}

/// Sets an object's attributes, none of which we need: those of an OrderedDict (_metadata), of a tensor, of
/// objects that are not made.
void Unpickler::build()
{
    pop();
    const bool known = !m_stack.empty() && (std::holds_alternative<PickleDict*>(m_stack.back()) ||
                                            std::holds_alternative<PickleTensor*>(m_stack.back()) ||
                                            std::holds_alternative<PyObject>(m_stack.back()));
    if (!known)
        rejectBroken("it sets the state of something that has none");
}

void Unpickler::memoize(std::uint32_t index)
{
    if (m_stack.empty() || m_memo.size() >= mostObjects)
        rejectBroken("it remembers what it does not have");
    m_memo[index] = m_stack.back();
}

void Unpickler::recall(std::uint32_t index)
{
    const auto found = m_memo.find(index);
    if (found == m_memo.end())
        rejectBroken("it refers to something that was not there before");
    push(found->second);
}

} // namespace enlarger::weights
