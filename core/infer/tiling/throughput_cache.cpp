// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/throughput_cache.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace enlarger::infer {

namespace {

/// Seconds for a tile of side x side.
Result<double> timeTile(const UpscaleModel& model, int side, Gate& gate)
{
    const int channels = model.traits().inChannels;
    image::Image tile(side, side, channels);
    for (std::size_t i = 0; i < tile.size(); ++i)
        tile.data()[i] = float(i * 7919 % 256) / 255.0f;
    const auto begin = std::chrono::steady_clock::now();
    if (auto done = model.upscale(tile, gate); !done)
        return std::move(done).error();
    return std::max(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), 1e-6);
}

} // namespace

ThroughputCache::ThroughputCache(const UpscaleModel& model, const std::string& modelHash,
                                 const std::filesystem::path& cacheFolder)
    : m_model(model)
    , m_speeds(cacheFolder.empty() ? std::filesystem::path() : cacheFolder / "speeds.json")
{
    if (!modelHash.empty())
        // Earlier versions learnt from icons as well, and called what they had learnt otherwise.
        m_name = modelHash + " in " + device::precisionName(model.precision()) + " on " +
                 model.device().description;
}

Result<double> ThroughputCache::pixelsPerSecond(Gate& gate) const
{
    if (const auto known = m_speeds.find(m_name); known && std::isfinite(*known) && *known > 0.0)
        return *known;

    // The first tile warms up. A device that is done with the second one in no time is measured with a larger
    // one.
    double speed = 0.0;
    for (const int side : {64, 64, 192}) {
        const auto seconds = timeTile(m_model, side, gate);
        if (!seconds)
            return seconds;
        const bool isFirst = speed == 0.0;
        speed = side * side / *seconds;
        if (!isFirst && *seconds > 0.05)
            break;
    }
    put(speed);
    return speed;
}

void ThroughputCache::put(double pixelsPerSecond) const
{
    if (std::isfinite(pixelsPerSecond) && pixelsPerSecond > 0.0)
        m_speeds.put(m_name, pixelsPerSecond);
}

} // namespace enlarger::infer
