// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/infer/screen/region_material.h"

#include "tests/core/infer/synthetic_network.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

namespace enlarger::tests {

using namespace infer;
using image::Image;
using image::PackedPicture;

std::shared_ptr<const PackedPicture> packed(const Image& picture, int bits)
{
    auto result =
        std::make_shared<PackedPicture>(picture.width(), picture.height(), picture.channels(), bits);
    result->setRows(0, picture);
    return result;
}

std::shared_ptr<const RegionLayer> layerOf(std::shared_ptr<const PackedPicture> picture,
                                           std::vector<StageMaker> stages, bool lockColours)
{
    auto layer = std::make_shared<RegionLayer>();
    layer->id = newLayerId();
    layer->picture = std::move(picture);
    layer->colours = image::DisplayColours::make({}, {});
    layer->stages = std::move(stages);
    layer->lockColours = lockColours;
    return layer;
}

StageMaker made(RegionStage stage)
{
    auto shared = std::make_shared<const RegionStage>(std::move(stage));
    StageMaker maker;
    maker.key = "stage " + std::to_string(newLayerId());
    maker.make = [shared]() -> Result<std::shared_ptr<const RegionStage>> { return shared; };
    return maker;
}

RegionStage blurStage(int radius, int scale, int tile)
{
    RegionStage stage;
    stage.enlarge = syntheticNetwork(radius, scale);
    stage.factor = scale;
    stage.halo = radius;
    stage.tile = tile;
    return stage;
}

SlowStage::SlowStage(int scale)
{
    stage = blurStage(1, scale, 16);
    stage.enlarge = [this, scale](const Image& piece, Gate& gate, const NoticeSink&) -> Result<Image> {
        if (calls++ == 0) {
            begun.count_down();
            while (!isOpen) {
                gate.pass();
                std::this_thread::yield();
            }
        }
        return blurAndEnlarge(piece, 1, scale);
    };
}

ViewportRequest requestFor(const std::shared_ptr<const RegionLayer>& layer, const image::PixelRect& visible)
{
    return {layer, visible, visible.x + visible.width / 2.0, visible.y + visible.height / 2.0};
}

ViewportRequest requestForAll(const std::shared_ptr<const RegionLayer>& layer)
{
    return requestFor(layer, {0, 0, layer->picture->width(), layer->picture->height()});
}

Image assembled(const std::vector<TilePointer>& tiles, int width, int height)
{
    Image whole(width, height, 3);
    std::fill_n(whole.data(), whole.size(), std::numeric_limits<float>::quiet_NaN());
    for (const TilePointer& tile : tiles)
        for (int y = 0; y < tile->height; ++y)
            std::copy_n(tile->values.data() + std::ptrdiff_t(y) * tile->width * 3, tile->width * 3,
                        &whole.at(tile->left, tile->top + y, 0));
    return whole;
}

Image inBytes(const Image& picture)
{
    Image bytes(picture.width(), picture.height(), 3);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            for (int c = 0; c < 3; ++c) {
                const float value = picture.at(x, y, picture.channels() < 3 ? 0 : c);
                bytes.at(x, y, c) = std::floor(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f);
            }
    return bytes;
}

RegionSinks Recorder::sinks()
{
    const auto add = [this](auto& list, auto value) {
        const std::lock_guard lock(m_mutex);
        list.push_back(std::move(value));
    };
    RegionSinks sinks;
    sinks.tileDone = [this, add](const TilePointer& tile) { add(m_tiles, tile); };
    sinks.failed = [this, add](std::uint64_t layer, const Error& error) {
        add(m_failures, std::pair(layer, error));
    };
    sinks.progress = [this, add](const RegionProgress& progress) { add(m_progress, progress); };
    sinks.notice = [this, add](const std::string& text) { add(m_notices, text); };
    return sinks;
}

std::vector<TilePointer> Recorder::tiles() const
{
    return copy(m_tiles);
}

std::vector<RegionProgress> Recorder::progress() const
{
    return copy(m_progress);
}

std::vector<std::string> Recorder::notices() const
{
    return copy(m_notices);
}

std::vector<std::pair<std::uint64_t, Error>> Recorder::failures() const
{
    return copy(m_failures);
}

} // namespace enlarger::tests
