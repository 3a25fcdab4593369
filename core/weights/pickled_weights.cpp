// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickled_weights.h"
#include "core/weights/element_count.h"
#include "core/weights/parse_error.h"
#include "core/weights/pickle_globals.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace enlarger::weights {

namespace {

/// Under which names programs keep the state dict, the one for inference first.
constexpr std::array wrappers{
    "model_state_dict", "state_dict", "params_ema", "params-ema", "params", "model", "net", "netG", "net_g",
    "generator",        "g_ema",      "ema"};

const PickleValue* find(const PickleDict& dict, std::string_view key)
{
    for (auto item = dict.items.rbegin(); item != dict.items.rend(); ++item) // the last one counts
        if (const auto* name = std::get_if<std::string_view>(&item->first); name && *name == key)
            return &item->second;
    return nullptr;
}

const PickleDict* asDict(const PickleValue* value)
{
    auto* const* dict = value ? std::get_if<PickleDict*>(value) : nullptr;
    return dict ? *dict : nullptr;
}

const PickleDict* innerDict(const PickleDict& dict)
{
    for (const char* key : wrappers)
        if (const PickleDict* inner = asDict(find(dict, key)))
            return inner;
    return dict.items.size() == 1 ? asDict(&dict.items.front().second) : nullptr;
}

/// A dictionary that has an object where others have a state dict.
void rejectObjectIn(const PickleDict& dict, const PickleArena& arena)
{
    for (const char* key : wrappers)
        if (const PickleValue* value = find(dict, key))
            if (const auto* object = std::get_if<PyObject>(value); object && object->asked >= 0)
                rejectForeignObject(arena, *value, fmt::format("['{}']", key));
}

[[noreturn]] void rejectContent(const PickleDict& dict, const PickleArena& arena)
{
    rejectObjectIn(dict, arena);
    const bool optimiser = find(dict, "param_groups") ||
                           (find(dict, "optimizers") && find(dict, "schedulers")) || find(dict, "optimizer");
    if (optimiser)
        fail("the file holds the state of an optimiser, without a network",
             "Use the file of the same training that holds the network, such as net_g_latest.pth");
    std::string keys;
    for (std::size_t i = 0; i < std::min<std::size_t>(dict.items.size(), 3); ++i)
        if (const auto* key = std::get_if<std::string_view>(&dict.items[i].first))
            keys += (keys.empty() ? "" : ", ") + inQuotes(*key);
    fail("the file's dictionary holds no tensors" + (keys.empty() ? keys : " (it has " + keys + ")"),
         supportedNetworks());
}

using Named = std::pair<std::string_view, const PickleTensor*>;

std::vector<Named> namedTensors(const PickleValue& root, const PickleArena& arena)
{
    const PickleDict* dict = asDict(&root);
    if (!dict && !arena.foreign.empty())
        rejectForeignObject(arena, root);
    if (!dict)
        fail("the file holds a single Python object, not named tensors",
             "Save model.state_dict() in Python and load that");
    constexpr int deepestWrapping = 4;
    for (int level = 0; level < deepestWrapping; ++level) {
        const PickleDict* inner = innerDict(*dict);
        if (!inner)
            break;
        dict = inner;
    }
    std::vector<Named> tensors;
    for (const auto& [key, value] : dict->items) {
        const auto* name = std::get_if<std::string_view>(&key);
        auto* const* tensor = std::get_if<PickleTensor*>(&value);
        if (name && tensor)
            tensors.emplace_back(*name, *tensor);
    }
    if (tensors.empty())
        rejectContent(*dict, arena);
    return tensors;
}

/// A few elements can be declared a tensor of any size (strides 0). Tied weights are told from such a bomb by
/// sums.
void checkTotal(const std::vector<Named>& tensors, std::uint64_t fileSize)
{
    constexpr std::uint64_t mostRepetition = 4;
    std::uint64_t total = 0;
    for (const auto& [name, tensor] : tensors) {
        std::uint64_t bytes = 0;
        const bool overflow = __builtin_mul_overflow(static_cast<std::uint64_t>(elementCount(tensor->sizes)),
                                                     c10::elementSize(tensor->storage->dtype), &bytes) ||
                              __builtin_add_overflow(total, bytes, &total);
        if (overflow || total > mostRepetition * fileSize)
            fail(
                fmt::format("the file lies about its sizes: with {} its tensors are far larger than the file",
                            inQuotes(name)),
                "Get the file again, or from another place");
    }
}

} // namespace

StateDict pickledWeights(const PickleValue& root, const PickleArena& arena, const StorageLoader& load,
                         std::uint64_t fileSize)
{
    const std::vector<Named> named = namedTensors(root, arena);
    checkTotal(named, fileSize);

    std::map<std::string_view, torch::Tensor> storages;
    std::uint64_t loaded = 0;
    StateDict result;
    for (const auto& [name, tensor] : named) {
        const PickleStorage& wanted = *tensor->storage;
        auto& storage = storages[wanted.key];
        if (!storage.defined()) {
            loaded += static_cast<std::uint64_t>(wanted.count) * c10::elementSize(wanted.dtype);
            if (loaded > fileSize * 8) // a compressed zip may hold a little more than its size
                fail("the file lies about its sizes: its storages are far larger than the file",
                     "Get the file again, or from another place");
            storage = load(wanted);
        }
        if (storage.scalar_type() != wanted.dtype || storage.numel() != wanted.count)
            fail("the file contradicts itself about the storage " + inQuotes(wanted.key),
                 "Get the file again");
        result.add(std::string(name), storage.as_strided(tensor->sizes, tensor->strides, tensor->offset));
    }
    return result;
}

} // namespace enlarger::weights
