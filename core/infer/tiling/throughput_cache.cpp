// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/throughput_cache.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace enlarger::infer {

namespace {

MeasurementCache speedsIn(const std::filesystem::path& cacheFolder)
{
    return MeasurementCache(cacheFolder.empty() ? std::filesystem::path() : cacheFolder / "speeds.json");
}

// Earlier versions learnt from icons as well, and called what they had learnt otherwise. Another engine has
// other speeds: this number rises with what makes it much faster.
constexpr const char* generation = "3";

std::string nameOf(const std::string& speedHash, device::Precision precision, const device::Device& device)
{
    return speedHash.empty() ? std::string()
                             : speedHash + " in " + device::precisionName(precision) + " by " + generation +
                                   " on " + device.description;
}

std::optional<double> knownIn(const MeasurementCache& speeds, const std::string& name)
{
    const auto known = speeds.find(name);
    return known && std::isfinite(*known) && *known > 0.0 ? known : std::nullopt;
}

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

ThroughputCache::ThroughputCache(const UpscaleModel& model, const std::string& speedHash,
                                 const std::filesystem::path& cacheFolder)
    : m_model(model)
    , m_speeds(speedsIn(cacheFolder))
    , m_name(nameOf(speedHash, model.precision(), model.device()))
{}

std::optional<double> ThroughputCache::known() const
{
    return knownIn(m_speeds, m_name);
}

std::optional<double> ThroughputCache::knownOf(const ModelSelection& network,
                                               const std::filesystem::path& cacheFolder)
{
    return knownIn(speedsIn(cacheFolder), nameOf(network.speedHash(), network.precision, network.device));
}

Result<double> ThroughputCache::pixelsPerSecond(Gate& gate) const
{
    if (const auto already = known())
        return *already;
    return measure(gate);
}

Result<double> ThroughputCache::measure(Gate& gate) const
{
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
