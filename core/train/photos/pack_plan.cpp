// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/pack_plan.h"

#include "core/base/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace enlarger::train {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t limitStream = 0x4C494D4954;

/// How one side is cut: `count` stretches of `length`, one after the other.
struct Cut
{
    int count = 1;
    int length = 0;
};

/// A side that is a little longer than a patch loses the rest rather than be cut in two halves.
Cut cutSide(int side, int patch, int scale)
{
    constexpr double givenUp = 0.1; // of a patch, at most
    Cut cut;
    cut.count = std::max(1, int(std::ceil(double(side) / patch - givenUp)));
    cut.length = std::min(side / cut.count, patch) / scale * scale;
    return cut;
}

std::vector<PackPatch> patchesOf(const std::vector<SourcePicture>& pictures, const PackOptions& options)
{
    std::vector<PackPatch> patches;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const Cut across = cutSide(pictures[i].width, options.patch, options.scale);
        const Cut down = cutSide(pictures[i].height, options.patch, options.scale);
        if (across.length == 0 || down.length == 0)
            continue;
        for (int y = 0; y < down.count; ++y)
            for (int x = 0; x < across.count; ++x)
                patches.push_back({i, x * across.length, y * down.length, across.length, down.length,
                                   std::uint64_t(patches.size())});
    }
    return patches;
}

/// `count` of them, each set of that size as likely as any other, in order.
std::vector<PackPatch> chosen(std::vector<PackPatch> patches, std::size_t count, std::uint64_t seed)
{
    Random random(seed, limitStream);
    for (std::size_t i = 0; i < count; ++i)
        std::swap(patches[i], patches[i + std::size_t(random.below(std::int64_t(patches.size() - i)))]);
    patches.resize(count);
    std::ranges::sort(patches, {}, &PackPatch::number);
    return patches;
}

} // namespace

std::int64_t bytesOf(const PackPatch& patch, int scale, bool hasLr)
{
    const std::int64_t hr = std::int64_t(patch.width) * patch.height * 3;
    return hasLr ? hr + hr / scale / scale : hr;
}

Result<PackPlan> planPack(const std::vector<SourcePicture>& pictures, const PackOptions& options)
{
    std::vector<PackPatch> patches = patchesOf(pictures, options);
    if (options.limit > 0 && std::size_t(options.limit) < patches.size())
        patches = chosen(std::move(patches), std::size_t(options.limit), options.seed);
    if (patches.empty())
        return Error{ErrorKind::BadInput,
                     fmt::format("there is no patch of at least {0} x {0} pixels to pack", options.scale),
                     {},
                     "Name a folder with larger pictures"};
    PackPlan plan;
    plan.patches = std::ssize(patches);
    std::int64_t bytes = 0;
    for (const PackPatch& patch : patches) {
        const bool hasLr = !options.degradation.empty() || !pictures[patch.picture].lr.empty();
        const std::int64_t more = bytesOf(patch, options.scale, hasLr);
        if (options.maxBytes > 0 && more > options.maxBytes)
            return Error{
                ErrorKind::BadInput,
                fmt::format("a patch of {} x {} pixels takes {} bytes and does not fit into a file of {}",
                            patch.width, patch.height, more, options.maxBytes),
                {},
                "Allow larger files, or smaller patches"};
        if (plan.parts.empty() || (options.maxBytes > 0 && bytes + more > options.maxBytes)) {
            plan.parts.emplace_back();
            bytes = 0;
        }
        bytes += more;
        plan.parts.back().push_back(patch);
    }
    return plan;
}

fs::path partName(const fs::path& output, std::size_t part, std::size_t parts)
{
    if (parts == 1)
        return output;
    fs::path name = output;
    name.replace_filename(output.stem().string() + fmt::format("-{:05}-of-{:05}", part + 1, parts) +
                          output.extension().string());
    return name;
}

} // namespace enlarger::train
