// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_tile_maker.h"

#include "core/image/resample/colour_lock.h"
#include "core/image/resample/half_size.h"
#include "core/image/resample/window_resampler.h"
#include "core/infer/tiling/tiny_picture.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <new>

namespace enlarger::infer {

using image::Image;
using image::PixelRect;

namespace {

constexpr int smallestPiece = 16; // LR pixels: below it, memory is short for other reasons

/// The smallest rectangle of pixels `scale` times as large that holds `area`.
PixelRect shrunk(const PixelRect& area, int scale)
{
    const int x = area.x / scale;
    const int y = area.y / scale;
    return {x, y, (area.right() + scale - 1) / scale - x, (area.bottom() + scale - 1) / scale - y};
}

PixelRect enlargedBy(const PixelRect& area, int scale)
{
    return {area.x * scale, area.y * scale, area.width * scale, area.height * scale};
}

PixelRect moved(const PixelRect& area, int x, int y)
{
    return {area.x + x, area.y + y, area.width, area.height};
}

PixelRect moved(const PixelRect& area, int by)
{
    return moved(area, by, by);
}

/// The part of `pixels`, which begin at (x, y) of the picture.
Image part(const Image& pixels, int x, int y, const PixelRect& area)
{
    if (area == PixelRect{x, y, pixels.width(), pixels.height()})
        return pixels;
    return pixels.crop(area.x - x, area.y - y, area.width, area.height);
}

void put(Image& target, int x, int y, const Image& piece)
{
    const auto offset = std::ptrdiff_t(x) * target.channels();
    for (int row = 0; row < piece.height(); ++row)
        std::copy_n(piece.row(row).data(), piece.rowSize(), target.row(y + row).data() + offset);
}

Image withAlpha(const Image& colours, const Image& alpha)
{
    const int channels = colours.channels();
    Image joined(colours.width(), colours.height(), channels + 1);
    const float* colour = colours.data();
    const float* opacity = alpha.data();
    for (float *to = joined.data(), *end = to + joined.size(); to != end; colour += channels) {
        to = std::copy_n(colour, channels, to);
        *to++ = *opacity++;
    }
    return joined;
}

std::uint8_t toByte(float value)
{
    return value > 0.0f ? static_cast<std::uint8_t>(std::min(value, 1.0f) * 255.0f + 0.5f) : 0; // NaN: 0
}

/// RGB of 8 bits; grey three times.
std::vector<std::uint8_t> toBytes(const Image& pixels)
{
    const int channels = pixels.channels();
    const std::ptrdiff_t step = channels < 3 ? 0 : 1;
    std::vector<std::uint8_t> bytes(std::size_t(pixels.width()) * std::size_t(pixels.height()) * 3);
    const float* from = pixels.data();
    for (auto to = bytes.begin(); to != bytes.end(); from += channels)
        for (std::ptrdiff_t c = 0; c < 3; ++c)
            *to++ = toByte(from[c * step]);
    return bytes;
}

void clamp(Image& pixels)
{
    for (float& value : std::span(pixels.data(), pixels.size()))
        value = std::clamp(value, 0.0f, 1.0f);
}

} // namespace

PixelSize enlargedSize(const RegionStage& stage, const PixelSize& in)
{
    const auto side = [&](int length) {
        return std::max(static_cast<int>(std::lround(length * stage.factor)), 1);
    };
    return {side(in.width), side(in.height)};
}

RegionTileMaker::RegionTileMaker(const RegionLayer& layer, const RegionStage& stage, Gate& gate,
                                 const NoticeSink& notice)
    : m_layer(layer)
    , m_stage(stage)
    , m_gate(gate)
    , m_notice(notice)
    , m_in{layer.picture->width(), layer.picture->height()}
    , m_out(enlargedSize(stage, m_in))
    , m_passScale(stage.scale > 0 ? stage.scale : std::max(static_cast<int>(std::lround(stage.factor)), 1))
    , m_networkScale(1)
    , m_halo(0)
    , m_isTiny(stage.enlarge && isTiny(m_in))
    , m_locksColours(layer.lockColours || m_isTiny)
{
    if (!stage.enlarge)
        return;
    // A screen's tile is approximate: a locked pixel may see some of the halo, whose outermost pixels are not
    // quite right.
    const int halo = std::max(stage.halo, m_locksColours ? image::colourLockRadius : 0);
    for (int pass = 0; pass < stage.passes; ++pass) {
        m_halo += (halo + m_networkScale - 1) / m_networkScale;
        m_networkScale *= m_passScale;
    }
    if (m_isTiny)
        m_halo = std::max(m_halo, tinyMargin);
}

Result<std::shared_ptr<RegionTile>> RegionTileMaker::make(const PixelRect& region, int& pieceSide) const
try {
    Result<Image> pixels = inPieces(region, pieceSide);
    while (!pixels && pixels.error().kind == ErrorKind::OutOfMemory) {
        const int side = std::min(pieceSide, std::max(region.width, region.height));
        if (side <= smallestPiece)
            break;
        pieceSide = std::max((side + 1) / 2, smallestPiece);
        if (m_notice)
            m_notice(fmt::format("Memory ran out at tiles of {} pixels; the work goes on with tiles of {}",
                                 side, pieceSide));
        pixels = inPieces(region, pieceSide);
    }
    if (!pixels)
        return std::move(pixels).error();

    const PixelRect out = enlargedArea(region, m_in, m_out);
    auto tile = std::make_shared<RegionTile>();
    tile->layer = m_layer.id;
    tile->area = region;
    tile->left = out.x;
    tile->top = out.y;
    tile->width = out.width;
    tile->height = out.height;
    tile->values = toBytes(*pixels);
    tile->shown.resize(std::size_t(out.width) * std::size_t(out.height) * 4);
    m_layer.colours->toScreen(*pixels, tile->shown.data());
    tile->half = image::halfSize(tile->shown, out.width, out.height);
    return tile;
} catch (const std::bad_alloc&) {
    return Error{ErrorKind::OutOfMemory, "memory ran out for the visible region", {}, "Close other programs"};
}

Result<Image> RegionTileMaker::inPieces(const PixelRect& region, int pieceSide) const
{
    if (region.width <= pieceSide && region.height <= pieceSide)
        return enlarge(region);
    const PixelRect out = enlargedArea(region, m_in, m_out);
    Image whole; // the network may give other channels than the picture has
    for (int y = region.y; y < region.bottom(); y += pieceSide)
        for (int x = region.x; x < region.right(); x += pieceSide) {
            const PixelRect area = PixelRect{x, y, pieceSide, pieceSide}.intersected(region);
            const auto piece = enlarge(area);
            if (!piece)
                return piece.error();
            if (whole.empty())
                whole = Image(out.width, out.height, piece->channels());
            const PixelRect place = enlargedArea(area, m_in, m_out);
            put(whole, place.x - out.x, place.y - out.y, *piece);
        }
    return whole;
}

Result<Image> RegionTileMaker::enlarge(const PixelRect& region) const
try {
    const PixelRect out = enlargedArea(region, m_in, m_out);
    const PixelSize network{m_in.width * m_networkScale, m_in.height * m_networkScale};
    Result<Image> pixels = Image();
    if (out.empty()) { // a very small factor
        return Image(out.width, out.height, m_layer.picture->channels());
    } else if (network == m_out) {
        pixels = colours(region, out);
    } else {
        const image::WindowResampler resampler(network.width, network.height, m_out.width, m_out.height, out,
                                               {.kernel = m_stage.kernel});
        pixels = colours(shrunk(resampler.needed(), m_networkScale), resampler.needed());
        if (pixels)
            pixels = resampler.run(*pixels);
    }
    if (!pixels)
        return pixels;
    const bool isColoured = pixels->channels() > m_layer.picture->channels(); // then it stays in sRGB's curve
    if (m_layer.curve && !isColoured)
        m_layer.curve->fromWorking(*pixels);
    return m_layer.picture->channels() % 2 == 0 ? withAlpha(*pixels, alpha(out)) : *std::move(pixels);
} catch (const CancelledException&) {
    return Error{ErrorKind::Cancelled, "the work was cancelled", {}, {}};
} catch (const std::bad_alloc&) {
    return Error{ErrorKind::OutOfMemory, "memory ran out", {}, "Close other programs"};
}

/// The colours of `needed`, pixels of the network's result, of which `core` is the LR rectangle. They are in
/// the working curve, where there is one.
Result<Image> RegionTileMaker::colours(const PixelRect& core, const PixelRect& needed) const
{
    const int margin = m_isTiny ? tinyMargin : 0;
    const PixelRect read =
        readArea(moved(core, margin), m_halo, m_stage.multiple, m_isTiny ? networkSize(m_in) : m_in);
    const PixelRect inside = moved(read, -margin).intersected({0, 0, m_in.width, m_in.height});
    Image pixels = m_layer.picture->piece(inside);
    if (m_isTiny)
        pixels = pieceWithMargin(pixels, moved(read, -inside.x, -inside.y));
    if (pixels.channels() % 2 == 0)
        pixels = pixels.takeChannels(0, pixels.channels() - 1);
    if (m_layer.curve)
        m_layer.curve->toWorking(pixels);
    if (m_stage.enlarge) {
        auto enlarged = throughNetwork(std::move(pixels));
        if (!enlarged)
            return enlarged;
        pixels = *std::move(enlarged);
    }
    const PixelRect place = enlargedBy(read, m_networkScale);
    return part(pixels, place.x, place.y, moved(needed, margin * m_networkScale));
}

Result<Image> RegionTileMaker::throughNetwork(Image pixels) const
{
    for (int pass = 0; pass < m_stage.passes; ++pass) {
        auto sr = m_stage.enlarge(pixels, m_gate, m_notice);
        if (!sr)
            return sr;
        if (sr->width() != pixels.width() * m_passScale || sr->height() != pixels.height() * m_passScale ||
            sr->channels() < pixels.channels()) // grey may come back in colour
            return Error{ErrorKind::Internal,
                         fmt::format("the network made {} x {} pixels of {} x {}", sr->width(), sr->height(),
                                     pixels.width(), pixels.height())};
        if (m_locksColours && sr->channels() == pixels.channels())
            *sr = image::lockColours(pixels, *sr);
        pixels = *std::move(sr);
        clamp(pixels); // networks go beyond it, and what follows must not amplify that
    }
    return pixels;
}

/// Alpha goes its own way, from the source's size to the output's.
Image RegionTileMaker::alpha(const PixelRect& out) const
{
    const image::Kernel kernel = m_stage.enlarge ? image::Kernel::Bicubic : m_stage.kernel;
    const image::WindowResampler resampler(m_in.width, m_in.height, m_out.width, m_out.height, out,
                                           {.kernel = kernel});
    const Image pixels = m_layer.picture->piece(resampler.needed());
    return resampler.run(pixels.takeChannels(pixels.channels() - 1, 1));
}

} // namespace enlarger::infer
