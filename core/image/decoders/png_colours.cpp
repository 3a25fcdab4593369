// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/png_colours.h"

#include "core/image/decoders/inflate.h"
#include "core/image/decoders/png_chunk_reader.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <array>
#include <map>

namespace enlarger::image {

namespace {

std::uint32_t bigEndianAt(ByteView data, std::size_t at)
{
    return std::uint32_t(data[at]) << 24 | std::uint32_t(data[at + 1]) << 16 |
           std::uint32_t(data[at + 2]) << 8 | data[at + 3];
}

/// The chunks of colours before the first of pixels, by name; the first of each counts.
std::map<std::string, Bytes> colourChunks(const std::filesystem::path& file)
{
    constexpr std::array<std::string_view, 5> names{"cICP", "iCCP", "sRGB", "gAMA", "cHRM"};
    std::map<std::string, Bytes> chunks;
    PngChunkReader reader(file);
    for (int count = 0; count < 10'000 && reader.next(); ++count) {
        const std::string type(reader.type());
        if (type == "IDAT" || reader.length() > largestMetadata)
            break;
        if (std::ranges::find(names, type) == names.end() || chunks.contains(type))
            continue;
        Bytes chunk;
        if (!reader.read(chunk))
            break;
        chunks.emplace(type, std::move(chunk));
    }
    return chunks;
}

/// A name that ends with 0, the method 0, and the profile, deflated. What cannot be unpacked is a byte that
/// is no profile either.
Bytes profileOf(const Bytes& chunk)
{
    const auto end = std::ranges::find(chunk, 0);
    if (chunk.end() - end < 2)
        return Bytes(1);
    Inflated inflated = inflateUpTo(largestMetadata, ByteView(end + 2, chunk.end()));
    Bytes profile = inflated.isWhole ? std::move(inflated.bytes) : Bytes();
    return profile.empty() ? Bytes(1) : profile;
}

Chromaticities chromaticitiesOf(const Bytes& chunk)
{
    const auto point = [&](std::size_t index) {
        return Chromaticities::Point{bigEndianAt(chunk, 8 * index) / 1e5,
                                     bigEndianAt(chunk, 8 * index + 4) / 1e5};
    };
    return {point(0), point(1), point(2), point(3)};
}

} // namespace

PngColours readPngColours(const std::filesystem::path& file)
{
    std::map<std::string, Bytes> chunks = colourChunks(file);
    const auto chunk = [&](const char* name, std::size_t size) -> const Bytes* {
        const auto found = chunks.find(name);
        return found != chunks.end() && found->second.size() == size ? &found->second : nullptr;
    };
    PngColours colours;
    if (chunks.contains("iCCP"))
        colours.icc = profileOf(chunks["iCCP"]);
    if (const Bytes* const cicp = chunk("cICP", 4); cicp && (*cicp)[2] == 0) { // no matrix but that of RGB
        ColourClaim claim;
        claim.source = "cICP";
        claim.precedesProfile = true;
        claim.primaries = (*cicp)[0];
        claim.transfer = (*cicp)[1];
        claim.fullRange = (*cicp)[3] != 0;
        colours.claims.push_back(std::move(claim));
    }
    if (chunk("sRGB", 1))
        colours.claims.push_back(ColourClaim::srgb("sRGB chunk"));
    const Bytes* const gamma = chunk("gAMA", 4);
    const Bytes* const corners = chunk("cHRM", 32);
    if (gamma || corners) {
        ColourClaim claim;
        claim.source = !corners ? "gAMA" : !gamma ? "cHRM" : "gAMA and cHRM";
        if (gamma && bigEndianAt(*gamma, 0) > 0)
            claim.curve = TransferCurve::ofPower(1e5 / bigEndianAt(*gamma, 0));
        if (corners)
            claim.chromaticities = chromaticitiesOf(*corners);
        if (claim.isMeasured())
            colours.claims.push_back(std::move(claim));
    }
    return colours;
}

} // namespace enlarger::image
