// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_layouts.h"
#include "core/weights/refusal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <functional>
#include <regex>

namespace enlarger::weights {

namespace {

/// Rewrites names by patterns; the first that matches a whole name counts.
struct Rule
{
    std::regex pattern;
    std::string replacement;
};
using Rules = std::vector<Rule>;

Rule rule(const std::string& pattern, std::string replacement)
{
    return {std::regex(pattern), std::move(replacement)};
}

const std::string kind = "\\.(weight|bias|running_mean|running_var)";

StateDict rename(const StateDict& tensors, const Rules& rules)
{
    constexpr std::size_t longestName = 200; // std::regex recurses
    StateDict result;
    for (const auto& [name, tensor] : tensors.entries()) {
        std::string renamed = name;
        if (name.size() <= longestName)
            for (const Rule& candidate : rules)
                if (std::regex_match(name, candidate.pattern)) {
                    renamed = std::regex_replace(name, candidate.pattern, candidate.replacement);
                    break;
                }
        if (result.has(renamed))
            refuse("the file has the tensor " + inQuotes(renamed) + " twice, under different names");
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
        rule("model\\.0" + kind, "conv_first.$1"),
        rule(fmt::format("model\\.1\\.sub\\.{}", blocks) + kind, "conv_body.$1"),
        rule("model\\.1\\.sub\\.(\\d+)\\.RDB([123])\\.conv([1-5])\\.0" + kind, "body.$1.rdb$2.conv$3.$4"),
        rule("model\\.1\\.sub\\.(\\d+)\\.RDB([123])\\.conv1x1" + kind, "body.$1.rdb$2.conv1x1.$3"),
    };
    constexpr int mostSteps = 5; // x32; beyond it the names stay as they are and are refused as strangers
    for (int i = 1; i <= std::min(steps, mostSteps); ++i)
        rules.push_back(rule(fmt::format("model\\.{}", 3 * i) + kind, fmt::format("conv_up{}.$1", i)));
    rules.push_back(rule(fmt::format("model\\.{}", last - 2) + kind, "conv_hr.$1"));
    rules.push_back(rule(fmt::format("model\\.{}", last) + kind, "conv_last.$1"));
    return rules;
}

Rules esrgan2019(const StateDict&)
{
    return {
        rule("RRDB_trunk\\.(\\d+)\\.RDB([123])\\.(conv[1-5]|conv1x1)" + kind, "body.$1.rdb$2.$3.$4"),
        rule("recon_trunk\\.(\\d+)\\.(conv[12])" + kind, "body.$1.$2.$3"), // its MSRResNet
        rule("trunk_conv" + kind, "conv_body.$1"),
        rule("HR_?conv" + kind, "conv_hr.$1"),
    };
}

Rules rrdbUpconv(const StateDict&)
{
    Rules rules = esrgan2019({});
    rules.push_back(rule("upconv(\\d)" + kind, "conv_up$1.$2"));
    return rules;
}

Rules esrganPytorch(const StateDict&)
{
    return {
        rule("conv1" + kind, "conv_first.$1"),
        rule("trunk\\.(\\d+)\\.rdb([123])\\.conv([1-5])" + kind, "body.$1.rdb$2.conv$3.$4"),
        rule("conv2" + kind, "conv_body.$1"),
        rule("upsampling\\.0" + kind, "conv_up1.$1"),
        rule("upsampling(\\d)\\.0" + kind, "conv_up$1.$2"), // Lornatang's: a convolution for each step
        rule("conv3\\.0" + kind, "conv_hr.$1"),
        rule("conv4" + kind, "conv_last.$1"),
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
    const bool prelu = !tensors.has(fmt::format("block{}.1.running_mean", end));
    Rules rules{rule("block1\\.0" + kind, "conv_first.$1"), rule("block1\\.1" + kind, "prelu_first.$1")};
    for (int i = 2; i < end; ++i)
        rules.push_back(rule(fmt::format("block{}\\.(conv1|bn1|prelu|conv2|bn2)", i) + kind,
                             fmt::format("body.{}.$1.$2", i - 2)));
    rules.push_back(rule(fmt::format("block{}\\.0", end) + kind, "conv_body.$1"));
    rules.push_back(rule(fmt::format("block{}\\.1", end) + kind, prelu ? "prelu_body.$1" : "bn_body.$1"));
    rules.push_back(
        rule(fmt::format("block{}\\.(\\d+)\\.(conv|prelu)", end + 1) + kind, "upsample.$1.$2.$3"));
    rules.push_back(rule(fmt::format("block{}\\.(\\d+)", end + 1) + kind, "conv_last.$2"));
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
    {"ESRGAN 2019", {"conv_first.weight", "RRDB_trunk.0.RDB1.conv1.weight"}, rrdbUpconv},
    {"ESRGAN 2019", {"conv_first.weight", "recon_trunk.0.conv1.weight"}, esrgan2019},
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
