// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/portable.h"

#include "core/nn/network_families.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"

#include <fmt/format.h>
#include <new>

namespace enlarger::weights {

Portable portable(const Recognised& network)
{
    Portable result{network.whole(), {}};
    if (const auto change = keyFamilyOf(network.spec.architecture).portable)
        change(result, network);
    return result;
}

Result<NcnnPair> ncnnPair(const Recognised& network)
try {
    const KeyFamily& family = keyFamilyOf(network.spec.architecture);
    NcnnBuilder builder(network.tensors);
    if (family.ncnnGraph && family.ncnnGraph(builder, network.spec))
        return std::move(builder).finish();
    std::vector<std::string> names;
    for (const KeyFamily& one : keyFamilies())
        if (one.ncnnGraph)
            names.emplace_back(nn::architectureName(one.architectures.front()));
    return Error{ErrorKind::Unsupported,
                 fmt::format("there is no ncnn graph of {}, only of {}", nn::describe(network.spec),
                             joined(names, "and")),
                 {},
                 "Export it as .pth or .safetensors"};
} catch (const ParseError& problem) {
    return problem.error();
} catch (const std::bad_alloc&) {
    return Error{ErrorKind::OutOfMemory, "there is not enough memory for it", {}, "Close other programs"};
}

} // namespace enlarger::weights
