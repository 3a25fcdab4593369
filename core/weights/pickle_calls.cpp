// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_calls.h"
#include "core/weights/element_count.h"

namespace enlarger::weights {

namespace {

[[noreturn]] void rejectShape(const char* what)
{
    fail(std::string("the file lies about its tensors: ") + what,
         "Get the file again, or from another place");
}

const std::vector<PickleValue>& itemsOf(const PickleValue& value)
{
    const auto* list = std::get_if<PickleList*>(&value);
    if (!list)
        fail("the file's pickle has something else where a tuple belongs: it is damaged");
    return (*list)->items;
}

template <class T>
T at(const std::vector<PickleValue>& items, std::size_t index)
{
    const T* value = index < items.size() ? std::get_if<T>(&items[index]) : nullptr;
    if (!value)
        fail("the file's pickle builds a tensor from the wrong things: it is damaged");
    return *value;
}

std::vector<std::int64_t> numbers(const PickleValue& value)
{
    constexpr std::size_t mostDimensions = 16;
    const auto& items = itemsOf(value);
    if (items.size() > mostDimensions)
        rejectShape("one has too many dimensions");
    std::vector<std::int64_t> result;
    for (std::size_t i = 0; i < items.size(); ++i)
        result.push_back(at<std::int64_t>(items, i));
    return result;
}

/// _rebuild_tensor(storage, offset, sizes, strides) and _v2 with more arguments, which do not matter here.
PickleValue buildTensor(const std::vector<PickleValue>& arguments, PickleArena& arena)
{
    if (!arguments.empty() && std::holds_alternative<PyObject>(arguments[0]))
        return arguments[0]; // of a storage that no network here has
    PickleTensor tensor;
    tensor.storage = at<PickleStorage*>(arguments, 0);
    const auto offset = at<std::int64_t>(arguments, 1);
    if (arguments.size() < 4)
        fail("the file's pickle builds a tensor from too little: it is damaged");
    tensor.sizes = numbers(arguments[2]);
    tensor.strides = numbers(arguments[3]);
    if (tensor.sizes.size() != tensor.strides.size())
        rejectShape("the strides of one do not match its dimensions");

    const std::int64_t length = tensor.storage->length;
    if (offset < 0 || offset > length)
        rejectShape("one begins outside its storage");
    std::int64_t last = offset;
    if (elementCount(tensor.sizes) > 0) {
        for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
            std::int64_t span = 0;
            if (tensor.strides[i] < 0 ||
                __builtin_mul_overflow(tensor.sizes[i] - 1, tensor.strides[i], &span) ||
                __builtin_add_overflow(last, span, &last))
                rejectShape("one reaches outside its storage");
        }
        if (last >= length)
            rejectShape("one reaches outside its storage");
    }
    tensor.offset = tensor.storage->first + offset;
    return &arena.tensors.emplace_back(std::move(tensor));
}

} // namespace

PickleValue pickleCall(const PickleValue& callable, const PickleValue& arguments, PickleArena& arena)
{
    if (const auto* object = std::get_if<PyObject>(&callable))
        return *object;
    const auto* global = std::get_if<PickleGlobal>(&callable);
    if (!global)
        fail("the file's pickle calls something that is not callable: it is damaged");
    if (global->role == PickleGlobal::Role::Object)
        return global->object;
    const auto& items = itemsOf(arguments);
    switch (global->role) {
    case PickleGlobal::Role::OrderedDict: {
        PickleDict& dict = arena.dicts.emplace_back();
        if (!items.empty()) // Python 2: OrderedDict([[key, value], ...])
            for (const PickleValue& pair : itemsOf(items[0])) {
                const auto& keyAndValue = itemsOf(pair);
                if (keyAndValue.size() != 2)
                    fail("the file's pickle fills a dictionary with something other than pairs: it is "
                         "damaged");
                dict.items.emplace_back(keyAndValue[0], keyAndValue[1]);
            }
        return &dict;
    }
    case PickleGlobal::Role::Tensor:
        return buildTensor(items, arena);
    case PickleGlobal::Role::Typed: { // (function, type, its arguments, attributes)
        const auto function = at<PickleGlobal>(items, 0);
        return function.role == PickleGlobal::Role::Tensor
                   ? buildTensor(at<PickleList*>(items, 2)->items, arena)
                   : PickleValue(PyObject{});
    }
    case PickleGlobal::Role::Parameter:
        if (!items.empty() && std::holds_alternative<PyObject>(items[0]))
            return items[0];
        return at<PickleTensor*>(items, 0);
    case PickleGlobal::Role::Size:
        return items.empty() ? PickleValue(&arena.lists.emplace_back())
                             : PickleValue(at<PickleList*>(items, 0));
    case PickleGlobal::Role::Object: // answered above
    case PickleGlobal::Role::Storage:
        break;
    }
    fail("the file's pickle makes storages of its own, which no PyTorch file does");
}

PickleValue pickleStorage(const PickleValue& id, PickleArena& arena)
{
    const auto& items = itemsOf(id);
    const auto type = at<PickleGlobal>(items, 1);
    const auto kind = at<std::string_view>(items, 0);
    // Whole modules are told with their source: ('module', class, file, text).
    if (kind == "module" || (kind == "storage" && type.role == PickleGlobal::Role::Object))
        return type;
    if (kind != "storage" || type.role != PickleGlobal::Role::Storage)
        fail("the file's pickle refers to something that is not a storage: it is damaged");
    PickleStorage storage;
    storage.key = at<std::string_view>(items, 2);
    storage.dtype = type.dtype;
    storage.count = at<std::int64_t>(items, 4);
    storage.length = storage.count;
    if (storage.count < 0 || storage.count > std::int64_t{1} << 40)
        rejectShape("a storage has an impossible size");
    if (items.size() > 5 && !std::holds_alternative<PyNone>(items[5])) { // (key, first, length)
        const auto& view = itemsOf(items[5]);
        storage.first = at<std::int64_t>(view, 1);
        storage.length = at<std::int64_t>(view, 2);
        if (storage.first < 0 || storage.length < 0 || storage.first > storage.count ||
            storage.length > storage.count - storage.first)
            rejectShape("a view lies outside its storage");
    }
    return &arena.storages.emplace_back(storage);
}

} // namespace enlarger::weights
