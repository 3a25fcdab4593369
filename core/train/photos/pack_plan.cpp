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

/// A side that is a little longer than a piece loses the rest rather than be cut in two halves.
Cut cutSide(int side, int piece, int scale)
{
    constexpr double givenUp = 0.1; // of a piece, at most
    Cut cut;
    cut.count = std::max(1, int(std::ceil(double(side) / piece - givenUp)));
    cut.length = std::min(side / cut.count, piece) / scale * scale;
    return cut;
}

std::vector<PackPiece> piecesOf(const std::vector<SourcePicture>& pictures, const PackOptions& options)
{
    std::vector<PackPiece> pieces;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const Cut across = cutSide(pictures[i].width, options.piece, options.scale);
        const Cut down = cutSide(pictures[i].height, options.piece, options.scale);
        if (across.length == 0 || down.length == 0)
            continue;
        for (int y = 0; y < down.count; ++y)
            for (int x = 0; x < across.count; ++x)
                pieces.push_back({i, x * across.length, y * down.length, across.length, down.length,
                                  std::uint64_t(pieces.size())});
    }
    return pieces;
}

/// `count` of them, each set of that size as likely as any other, in order.
std::vector<PackPiece> chosen(std::vector<PackPiece> pieces, std::size_t count, std::uint64_t seed)
{
    Random random(seed, limitStream);
    for (std::size_t i = 0; i < count; ++i)
        std::swap(pieces[i], pieces[i + std::size_t(random.below(std::int64_t(pieces.size() - i)))]);
    pieces.resize(count);
    std::ranges::sort(pieces, {}, &PackPiece::number);
    return pieces;
}

} // namespace

std::int64_t bytesOf(const PackPiece& piece, int scale, bool hasLr)
{
    const std::int64_t hr = std::int64_t(piece.width) * piece.height * 3;
    return hasLr ? hr + hr / scale / scale : hr;
}

Result<PackPlan> planPack(const std::vector<SourcePicture>& pictures, const PackOptions& options)
{
    std::vector<PackPiece> pieces = piecesOf(pictures, options);
    if (options.limit > 0 && std::size_t(options.limit) < pieces.size())
        pieces = chosen(std::move(pieces), std::size_t(options.limit), options.seed);
    if (pieces.empty())
        return Error{ErrorKind::BadInput,
                     fmt::format("there is no patch of at least {0} x {0} pixels to pack", options.scale),
                     {},
                     "Name a folder with larger pictures"};
    PackPlan plan;
    plan.pieces = std::ssize(pieces);
    std::int64_t bytes = 0;
    for (const PackPiece& piece : pieces) {
        const bool hasLr = !options.degradation.empty() || !pictures[piece.picture].lr.empty();
        const std::int64_t more = bytesOf(piece, options.scale, hasLr);
        if (options.maxBytes > 0 && more > options.maxBytes)
            return Error{
                ErrorKind::BadInput,
                fmt::format("a patch of {} x {} pixels takes {} bytes and does not fit into a file of {}",
                            piece.width, piece.height, more, options.maxBytes),
                {},
                "Allow larger files, or smaller patches"};
        if (plan.parts.empty() || (options.maxBytes > 0 && bytes + more > options.maxBytes)) {
            plan.parts.emplace_back();
            bytes = 0;
        }
        bytes += more;
        plan.parts.back().push_back(piece);
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
