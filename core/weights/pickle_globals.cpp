// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_globals.h"
#include "core/weights/parse_error.h"

#include <map>

namespace enlarger::weights {

namespace {

using Role = PickleGlobal::Role;

const std::map<std::string_view, PickleGlobal> allowed = {
    {"collections.OrderedDict", {Role::OrderedDict}},
    {"torch._utils._rebuild_tensor", {Role::Tensor}},
    {"torch._utils._rebuild_tensor_v2", {Role::TensorV2}},
    {"torch._utils._rebuild_parameter", {Role::Parameter}},
    {"torch.nn.parameter.Parameter", {Role::Parameter}},
    {"torch.Size", {Role::Size}},

    // Found beside weights in checkpoints. They stand for nothing here, whatever they are given.
    {"collections.Counter", {Role::Inert}},
    {"collections.defaultdict", {Role::Inert}},
    {"_codecs.encode", {Role::Inert}},
    {"__builtin__.set", {Role::Inert}},
    {"builtins.set", {Role::Inert}},
    {"__builtin__.dict", {Role::Inert}},
    {"builtins.dict", {Role::Inert}},
    {"numpy.core.multiarray.scalar", {Role::Inert}},
    {"numpy._core.multiarray.scalar", {Role::Inert}},
    {"numpy.dtype", {Role::Inert}},
    {"argparse.Namespace", {Role::Inert}},
    {"torch.device", {Role::Inert}},
    {"torch.float32", {Role::Inert}},
    {"torch.float16", {Role::Inert}},
    {"torch.bfloat16", {Role::Inert}},
    {"torch.float64", {Role::Inert}},
    {"torch.int64", {Role::Inert}},
};

const std::map<std::string_view, torch::ScalarType> storageTypes = {
    {"FloatStorage", torch::kFloat32},     {"HalfStorage", torch::kFloat16},
    {"BFloat16Storage", torch::kBFloat16}, {"DoubleStorage", torch::kFloat64},
    {"LongStorage", torch::kInt64},        {"IntStorage", torch::kInt32},
    {"ShortStorage", torch::kInt16},       {"CharStorage", torch::kInt8},
    {"ByteStorage", torch::kUInt8},        {"BoolStorage", torch::kBool},
};

} // namespace

PickleGlobal pickleGlobal(std::string_view module, std::string_view name)
{
    const std::string full = std::string(module) + '.' + std::string(name);
    if (const auto found = allowed.find(full); found != allowed.end())
        return found->second;
    if (module == "torch" || module == "torch.cuda")
        if (const auto found = storageTypes.find(name); found != storageTypes.end())
            return {Role::Storage, found->second};
    if (full == "torch.storage.UntypedStorage")
        return {Role::Storage, torch::kUInt8};
    fail("the file asks Python for " + inQuotes(full) + ", which weights never need, so it was not read",
         "If you trust it, load it in Python and save its state_dict() as .safetensors or .pth");
}

} // namespace enlarger::weights
