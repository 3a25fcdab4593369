// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_globals.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace enlarger::weights {

namespace {

using Role = PickleGlobal::Role;

const std::map<std::string_view, PickleGlobal> known = {
    {"collections.OrderedDict", {Role::OrderedDict}},
    {"torch._utils._rebuild_tensor", {Role::Tensor}},
    {"torch._utils._rebuild_tensor_v2", {Role::Tensor}},
    {"torch._tensor._rebuild_from_type_v2", {Role::Typed}},
    {"torch._utils._rebuild_parameter", {Role::Parameter}},
    {"torch._utils._rebuild_parameter_with_state", {Role::Parameter}},
    {"torch.nn.parameter.Parameter", {Role::Parameter}},
    {"torch.Size", {Role::Size}},

    // Found in checkpoints everywhere, and without meaning for weights.
    {"collections.Counter", {}},
    {"collections.defaultdict", {}},
    {"_codecs.encode", {}},
    {"__builtin__.set", {}},
    {"builtins.set", {}},
    {"__builtin__.dict", {}},
    {"builtins.dict", {}},
    {"torch.device", {}},
    {"torch.float32", {}},
    {"torch.float16", {}},
    {"torch.bfloat16", {}},
    {"torch.float64", {}},
    {"torch.int64", {}},
};

const std::map<std::string_view, torch::ScalarType> storageTypes = {
    {"FloatStorage", torch::kFloat32},
    {"HalfStorage", torch::kFloat16},
    {"BFloat16Storage", torch::kBFloat16},
    {"DoubleStorage", torch::kFloat64},
    {"LongStorage", torch::kInt64},
    {"IntStorage", torch::kInt32},
    {"ShortStorage", torch::kInt16},
    {"CharStorage", torch::kInt8},
    {"ByteStorage", torch::kUInt8},
    {"BoolStorage", torch::kBool},
    {"ComplexFloatStorage", torch::kComplexFloat},
    {"ComplexDoubleStorage", torch::kComplexDouble},
};

/// How many different names are kept; a file that asks for more is no checkpoint.
constexpr std::size_t mostForeign = 1000;

PyObject noted(const std::string& name, PickleArena& arena)
{
    const auto found = std::ranges::find(arena.foreign, name);
    const auto place = found - arena.foreign.begin();
    if (found == arena.foreign.end()) {
        if (arena.foreign.size() == mostForeign)
            fail("the file's pickle asks Python for far more than weights ever do");
        arena.foreign.push_back(name);
    }
    return {static_cast<int>(place)};
}

} // namespace

PickleGlobal pickleGlobal(std::string_view module, std::string_view name, PickleArena& arena)
{
    const std::string full = std::string(module) + '.' + std::string(name);
    if (const auto found = known.find(full); found != known.end())
        return found->second;
    if (module == "torch" || module == "torch.cuda")
        if (const auto found = storageTypes.find(name); found != storageTypes.end())
            return {Role::Storage, found->second, {}};
    if (full == "torch.storage.UntypedStorage")
        return {Role::Storage, torch::kUInt8, {}};
    return {Role::Object, torch::kFloat32, noted(full, arena)};
}

std::optional<std::string> foreignObjectsNote(const PickleArena& arena)
{
    constexpr std::size_t mostNames = 3;
    const std::size_t count = arena.foreign.size();
    if (count == 0)
        return {};
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(count, mostNames); ++i)
        names.push_back(inQuotes(arena.foreign[i]));
    if (count > mostNames)
        names.push_back(fmt::format("{} more", count - mostNames));
    return "Only its weights were read. It also asks Python for " + joined(names, "and") +
           ", which was passed over: nothing in the file was executed";
}

void rejectForeignObject(const PickleArena& arena, const PickleValue& object, const std::string& path)
{
    const auto* known = std::get_if<PyObject>(&object);
    const std::string& name =
        arena.foreign.at(static_cast<std::size_t>(known ? std::max(known->asked, 0) : 0));
    fail("the file asks Python for " + inQuotes(name) +
             ", which is not done here, and holds no named tensors beside it",
         fmt::format("If you trust it, this line of Python saves the weights alone: import torch; "
                     "torch.save(torch.load('FILE', map_location='cpu', weights_only=False){}.state_dict(), "
                     "'weights.pth')",
                     path));
}

} // namespace enlarger::weights
