// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_layouts.h"
#include "core/weights/parse_error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <functional>
#include <optional>

namespace enlarger::weights {

namespace {

/// Rewrites what stands before ".weight", ".bias" ...: each # of the pattern is a number, and the replacement
/// takes the numbers over in turn.
struct Rule
{
    std::string pattern;
    std::string replacement;
};
using Rules = std::vector<Rule>;

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

/// The largest N of names that begin "beginN.", or -1.
int largestIndex(const StateDict& tensors, const std::string& begin)
{
    int largest = -1;
    for (const auto& [name, tensor] : tensors.entries()) {
        if (!name.starts_with(begin))
            continue;
        int value = 0;
        const auto [end, code] =
            std::from_chars(name.data() + begin.size(), name.data() + name.size(), value);
        if (code == std::errc() && end != name.data() + name.size() && *end == '.')
            largest = std::max(largest, value);
    }
    return largest;
}

/// ESRGAN 2018: nn.Sequential in nn.Sequential. model.1 is the trunk with its convolution last; after it each
/// x2 step takes three places, then come conv_hr and conv_last with an activation between.
Rules esrgan2018(const StateDict& tensors)
{
    const int last = largestIndex(tensors, "model.");
    const int steps = (last - 4) / 3;
    const int blocks = largestIndex(tensors, "model.1.sub.");
    Rules rules{
        {"model.0", "conv_first"},
        {fmt::format("model.1.sub.{}", blocks), "conv_body"},
        {"model.1.sub.#.RDB#.conv#.0", "body.#.rdb#.conv#"},
        {"model.1.sub.#.RDB#.conv1x1", "body.#.rdb#.conv1x1"},
    };
    constexpr int mostSteps = 5; // x32; beyond it the names stay as they are and are rejected as foreign
    for (int i = 1; i <= std::min(steps, mostSteps); ++i)
        rules.push_back({fmt::format("model.{}", 3 * i), fmt::format("conv_up{}", i)});
    rules.push_back({fmt::format("model.{}", last - 2), "conv_hr"});
    rules.push_back({fmt::format("model.{}", last), "conv_last"});
    return rules;
}

Rules esrgan2019(const StateDict&)
{
    return {
        {"RRDB_trunk.#.RDB#.conv#", "body.#.rdb#.conv#"},
        {"RRDB_trunk.#.RDB#.conv1x1", "body.#.rdb#.conv1x1"},
        {"trunk_conv", "conv_body"},
        {"upconv#", "conv_up#"},
        {"HRconv", "conv_hr"},
        {"HR_conv", "conv_hr"},
    };
}

Rules msrResNet2019(const StateDict&)
{
    return {{"recon_trunk.#.conv#", "body.#.conv#"}, {"HRconv", "conv_hr"}};
}

Rules esrganPytorch(const StateDict&)
{
    return {
        {"conv1", "conv_first"},       {"trunk.#.rdb#.conv#", "body.#.rdb#.conv#"},
        {"conv2", "conv_body"},        {"upsampling.0", "conv_up1"},
        {"upsampling#.0", "conv_up#"}, // Lornatang's: a convolution for each step
        {"conv3.0", "conv_hr"},        {"conv4", "conv_last"},
    };
}

/// leftthomas/SRGAN: block1 is the beginning, the next ones are residual, then the trunk's end and the
/// upsampling.
Rules leftthomas(const StateDict& tensors)
{
    constexpr int mostBlocks = 200;
    int end = 2;
    while (end < mostBlocks && tensors.has(fmt::format("block{}.conv1.weight", end)))
        ++end;
    const bool batchNorm = tensors.has(fmt::format("block{}.1.running_mean", end));
    Rules rules{{"block1.0", "conv_first"}, {"block1.1", "prelu_first"}};
    for (int i = 2; i < end; ++i)
        for (const char* part : {"conv#", "bn#", "prelu"})
            rules.push_back({fmt::format("block{}.{}", i, part), fmt::format("body.{}.{}", i - 2, part)});
    rules.push_back({fmt::format("block{}.0", end), "conv_body"});
    rules.push_back({fmt::format("block{}.1", end), batchNorm ? "bn_body" : "prelu_body"});
    rules.push_back({fmt::format("block{}.#.conv", end + 1), "upsample.#.conv"});
    rules.push_back({fmt::format("block{}.#.prelu", end + 1), "upsample.#.prelu"});
    rules.push_back({fmt::format("block{}.#", end + 1), "conv_last"});
    return rules;
}

struct Layout
{
    const char* name;
    std::vector<const char*> landmarks; // all of them
    std::function<Rules(const StateDict&)> rules;
};

const std::vector<Layout> layouts = {
    {"ESRGAN 2018", {"model.0.weight", "model.1.sub.0.RDB1.conv1.0.weight"}, esrgan2018},
    {"ESRGAN 2019", {"conv_first.weight", "RRDB_trunk.0.RDB1.conv1.weight"}, esrgan2019},
    {"ESRGAN 2019", {"conv_first.weight", "recon_trunk.0.conv1.weight"}, msrResNet2019},
    {"ESRGAN-Pytorch", {"conv1.weight", "trunk.0.rdb1.conv1.weight"}, esrganPytorch},
    {"leftthomas/SRGAN", {"block1.0.weight", "block2.conv1.weight", "block2.bn1.weight"}, leftthomas},
};

} // namespace

StateDict withoutPrefixes(const StateDict& tensors)
{
    constexpr std::array prefixes{"module.",     "netG.",   "net_g.",      "_orig_mod.", "generator.",
                                  "params_ema.", "params.", "state_dict.", "model."};
    std::string prefix;
    const auto shared = [&](const std::string& candidate) {
        return std::all_of(
            tensors.entries().begin(), tensors.entries().end(), [&](const StateDict::Entry& entry) {
                const bool begins =
                    entry.first.starts_with(candidate) && entry.first.size() > candidate.size();
                const bool isOwnName =
                    candidate.ends_with("model.") && std::isdigit(entry.first[candidate.size()]);
                return begins && !isOwnName; // ESRGAN 2018 calls everything model.0, model.1 ...
            });
    };
    constexpr int deepestWrapping = 6;
    for (int level = 0; level < deepestWrapping && !tensors.empty(); ++level) {
        const auto found = std::find_if(prefixes.begin(), prefixes.end(),
                                        [&](const char* candidate) { return shared(prefix + candidate); });
        if (found == prefixes.end())
            break;
        prefix += *found;
    }
    StateDict result;
    for (const auto& [name, tensor] : tensors.entries())
        if (!name.ends_with("num_batches_tracked"))
            result.add(name.substr(prefix.size()), tensor);
    return result;
}

Renamed toOurNames(const StateDict& tensors)
{
    for (const Layout& layout : layouts) {
        const bool here = std::all_of(layout.landmarks.begin(), layout.landmarks.end(),
                                      [&](const char* name) { return tensors.has(name); });
        if (here)
            return {rename(tensors, layout.rules(tensors)), layout.name, tensors.has("upsampling.0.weight")};
    }
    return {tensors, "BasicSR", false};
}

} // namespace enlarger::weights
