// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/container_readers.h"
#include "core/weights/element_count.h"
#include "core/weights/safetensors_header.h"

#include <algorithm>
#include <fmt/format.h>

namespace enlarger::weights {

namespace {

torch::ScalarType dtypeOf(const SafetensorsEntry& entry)
{
    static const std::map<std::string_view, torch::ScalarType> types = {
        {"F32", torch::kFloat32}, {"F16", torch::kFloat16}, {"BF16", torch::kBFloat16},
        {"F64", torch::kFloat64}, {"I64", torch::kInt64},   {"I32", torch::kInt32},
        {"I16", torch::kInt16},   {"I8", torch::kInt8},     {"U8", torch::kUInt8},
        {"BOOL", torch::kBool},
    };
    const auto found = types.find(entry.dtype);
    if (found == types.end())
        fail(fmt::format("the tensor {} is stored as {}, which is not read here", inQuotes(entry.name),
                         inQuotes(entry.dtype)),
             "Save it as F32, F16 or BF16", ErrorKind::Unsupported);
    return found->second;
}

/// The tensors must fill the data without holes or overlaps, and each must be as large as its shape says.
void checkRanges(const std::vector<SafetensorsEntry>& entries, std::uint64_t dataSize)
{
    std::vector<const SafetensorsEntry*> sorted;
    for (const auto& entry : entries)
        sorted.push_back(&entry);
    std::sort(sorted.begin(), sorted.end(),
              [](auto* a, auto* b) { return std::pair(a->begin, a->end) < std::pair(b->begin, b->end); });
    std::uint64_t at = 0;
    for (const SafetensorsEntry* entry : sorted) {
        std::uint64_t bytes = 0;
        const bool overflow = __builtin_mul_overflow(static_cast<std::uint64_t>(elementCount(entry->shape)),
                                                     c10::elementSize(dtypeOf(*entry)), &bytes);
        if (overflow || entry->begin > entry->end || entry->end - entry->begin != bytes)
            fail("the file lies about the size of the tensor " + inQuotes(entry->name), "Get the file again");
        if (entry->begin != at)
            fail("the tensors of the file overlap or leave holes before " + inQuotes(entry->name),
                 "Get the file again");
        at = entry->end;
    }
    checkDataSize(at, dataSize);
}

} // namespace

WeightsFile readSafetensors(Bytes file)
{
    ByteReader in(file);
    SafetensorsHeader header = takeSafetensorsHeader(in);
    checkRanges(header.entries, in.left());

    const Bytes data = in.take(in.left());
    WeightsFile result;
    for (const SafetensorsEntry& entry : header.entries) {
        torch::Tensor tensor = torch::empty(entry.shape, dtypeOf(entry));
        if (tensor.nbytes() > 0)
            std::memcpy(tensor.data_ptr(), data.data() + entry.begin, tensor.nbytes());
        result.tensors.add(entry.name, tensor);
    }
    result.metadata = std::move(header.metadata);
    result.container = "safetensors";
    return result;
}

} // namespace enlarger::weights
