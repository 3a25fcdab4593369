// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_layouts.h"
#include "core/weights/module_tensors.h"
#include "core/weights/parse_error.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

namespace enlarger::weights {

namespace {

/// The numbers of `name`, as text, where the whole name has the form of the pattern.
std::optional<std::vector<std::string_view>> numbersIn(std::string_view name, std::string_view pattern)
{
    std::vector<std::string_view> numbers;
    for (const char c : pattern) {
        std::size_t length = 1;
        if (c == '#') {
            length = std::min(name.find_first_not_of("0123456789"), name.size());
            numbers.push_back(name.substr(0, length));
        }
        if (name.empty() || length == 0 || (c != '#' && name.front() != c))
            return std::nullopt;
        name.remove_prefix(length);
    }
    return name.empty() ? std::optional(numbers) : std::nullopt;
}

std::string applied(const Rules& rules, const std::string& name)
{
    const std::size_t dot = std::min(name.rfind('.'), name.size());
    for (const auto& [pattern, replacement] : rules) {
        const auto numbers = numbersIn(std::string_view(name).substr(0, dot), pattern);
        if (!numbers)
            continue;
        std::string renamed;
        std::size_t next = 0;
        for (const char c : replacement)
            renamed += c == '#' ? numbers->at(next++) : std::string_view(&c, 1);
        return renamed + name.substr(dot);
    }
    return name;
}

/// The convolution of both upsampling steps becomes one for each.
void addSecondUpConv(StateDict& tensors)
{
    for (const std::string part : {".weight", ".bias"})
        if (const torch::Tensor* first = tensors.find("conv_up1" + part))
            tensors.add("conv_up2" + part, *first);
}

StateDict rename(const StateDict& tensors, const Rules& rules)
{
    StateDict result;
    for (const auto& [name, tensor] : tensors.entries()) {
        std::string renamed = applied(rules, name);
        if (result.has(renamed))
            fail("the file has the tensor " + inQuotes(renamed) + " twice, under different names");
        result.add(std::move(renamed), tensor);
    }
    return result;
}

} // namespace

StateDict withoutPrefixes(const StateDict& tensors)
{
    constexpr std::array prefixes{"module.",     "netG.",   "net_g.",      "_orig_mod.", "generator.",
                                  "params_ema.", "params.", "state_dict.", "model."};
    std::vector<StateDict::Entry> entries;
    std::ranges::copy_if(tensors.entries(), std::back_inserter(entries),
                         [](const StateDict::Entry& entry) { return !isCounter(entry.first); });
    std::string prefix;
    const auto shared = [&](const std::string& candidate) {
        return std::ranges::all_of(entries, [&](const StateDict::Entry& entry) {
            const bool begins = entry.first.starts_with(candidate) && entry.first.size() > candidate.size();
            const bool isOwnName =
                candidate.ends_with("model.") && std::isdigit(entry.first[candidate.size()]);
            return begins && !isOwnName; // ESRGAN 2018 calls everything model.0, model.1 ...
        });
    };
    constexpr int deepestWrapping = 6;
    for (int level = 0; level < deepestWrapping && !entries.empty(); ++level) {
        const auto found = std::find_if(prefixes.begin(), prefixes.end(),
                                        [&](const char* candidate) { return shared(prefix + candidate); });
        if (found == prefixes.end())
            break;
        prefix += *found;
    }
    StateDict result;
    for (const auto& [name, tensor] : entries)
        result.add(name.substr(prefix.size()), tensor);
    return result;
}

Renamed toOurNames(const StateDict& tensors)
{
    const auto has = [&](const char* name) { return tensors.has(name); };
    for (const KeyFamily& family : keyFamilies())
        for (const Layout& layout : family.layouts)
            if (std::ranges::all_of(layout.landmarks, has)) {
                Renamed result{rename(tensors, layout.rules(tensors)), layout.name};
                if (layout.sharedUpConv && has(layout.sharedUpConv))
                    addSecondUpConv(result.tensors);
                return result;
            }
    return {tensors, {}};
}

} // namespace enlarger::weights
