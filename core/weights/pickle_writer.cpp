// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_writer.h"

#include <limits>

namespace enlarger::weights {

namespace {

class Pickler
{
public:
    std::string bytes = "\x80\x02";

    void text(std::string_view value)
    {
        bytes += 'X';
        little(static_cast<std::uint32_t>(value.size()));
        bytes += value;
    }
    void integer(std::int64_t value)
    {
        if (value >= 0 && value <= std::numeric_limits<std::int32_t>::max()) {
            bytes += 'J';
            little(static_cast<std::uint32_t>(value));
        } else {
            bytes += "\x8a\x08"; // LONG1 of 8 bytes
            little(static_cast<std::uint64_t>(value));
        }
    }
    void integers(torch::IntArrayRef values)
    {
        bytes += '(';
        for (const std::int64_t value : values)
            integer(value);
        bytes += 't';
    }
    void global(const char* module, const char* name)
    {
        bytes += std::string("c") + module + '\n' + name + '\n';
    }
    void operation(const char* opcodes) { bytes += opcodes; }

private:
    template <class Number>
    void little(Number value)
    {
        bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
};

const char* storageType(torch::ScalarType type)
{
    switch (type) {
    case torch::kFloat16:
        return "HalfStorage";
    case torch::kBFloat16:
        return "BFloat16Storage";
    case torch::kInt64:
        return "LongStorage";
    case torch::kInt32:
        return "IntStorage";
    case torch::kInt16:
        return "ShortStorage";
    case torch::kInt8:
        return "CharStorage";
    case torch::kUInt8:
        return "ByteStorage";
    case torch::kBool:
        return "BoolStorage";
    default:
        return "FloatStorage";
    }
}

} // namespace

std::string pickledStateDicts(const std::vector<KeyedTensors>& dicts, Storage storage)
{
    Pickler pickler;
    pickler.operation("}");
    std::size_t key = 0;
    for (const auto& [dictKey, tensors] : dicts) {
        pickler.text(dictKey);
        pickler.operation("}(");
        for (const auto& [name, tensor] : tensors.entries()) {
            const torch::Tensor dense = torch::empty(tensor.sizes(), torch::TensorOptions(torch::kMeta));
            pickler.text(name);
            pickler.global("torch._utils", "_rebuild_tensor_v2");
            pickler.operation("((");
            pickler.text("storage");
            pickler.global("torch", storageType(storedType(tensor, storage)));
            pickler.text(std::to_string(key++));
            pickler.text("cpu");
            pickler.integer(tensor.numel());
            pickler.operation("tQ"); // the tuple is a persistent id
            pickler.integer(0);      // offset
            pickler.integers(dense.sizes());
            pickler.integers(dense.strides());
            pickler.operation("\x89"); // requires_grad=False
            pickler.global("collections", "OrderedDict");
            pickler.operation(")RtR"); // backward hooks: none; call
        }
        pickler.operation("us");
    }
    pickler.operation(".");
    return pickler.bytes;
}

} // namespace enlarger::weights
