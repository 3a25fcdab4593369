// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/screen/region_renderer.h"

#include <atomic>
#include <latch>
#include <mutex>

namespace enlarger::tests {

/// A picture as a layer wants it.
std::shared_ptr<const image::PackedPicture> packed(const image::Image& picture, int bits = 8);

/// A layer of its own, for an sRGB screen.
std::shared_ptr<const infer::RegionLayer> layerOf(std::shared_ptr<const image::PackedPicture> picture,
                                                  std::vector<infer::StageMaker> stages,
                                                  bool lockColours = false);

/// A stage that is made at once; its key is its own.
infer::StageMaker made(infer::RegionStage stage);

/// A RegionStage of blurAndEnlarge(): exact where its halo is its radius.
infer::RegionStage blurStage(int radius, int scale, int tile);

/// A stage that counts its calls, and waits in the first one until its gate throws or somebody opens it.
struct SlowStage
{
    explicit SlowStage(int scale = 2);

    infer::RegionStage stage;
    std::atomic<int> calls{0};
    std::atomic<bool> isOpen{false};
    std::latch begun{1};
};

infer::ViewportRequest requestFor(const std::shared_ptr<const infer::RegionLayer>& layer,
                                  const image::PixelRect& visible);
infer::ViewportRequest
requestForAll(const std::shared_ptr<const infer::RegionLayer>& layer); // focus in the middle

/// The tiles, put together where they lie: RGB, 0..255. Places without a tile are NaN.
image::Image assembled(const std::vector<infer::TilePointer>& tiles, int width, int height);

/// 0..255 in whole numbers, as tiles hold them, RGB.
image::Image inBytes(const image::Image& picture);

/// Records what a renderer reports.
class Recorder
{
public:
    infer::RegionSinks sinks();

    std::vector<infer::TilePointer> tiles() const;
    std::vector<infer::RegionProgress> progress() const;
    std::vector<std::string> notices() const;
    std::vector<std::pair<std::uint64_t, Error>> failures() const;

private:
    template <class T>
    std::vector<T> copy(const std::vector<T>& list) const
    {
        const std::lock_guard lock(m_mutex);
        return list;
    }

    mutable std::mutex m_mutex;
    std::vector<infer::TilePointer> m_tiles;
    std::vector<infer::RegionProgress> m_progress;
    std::vector<std::string> m_notices;
    std::vector<std::pair<std::uint64_t, Error>> m_failures;
};

} // namespace enlarger::tests
