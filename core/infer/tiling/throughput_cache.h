// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/upscale_model.h"
#include "core/infer/tiling/measurement_cache.h"

namespace enlarger::infer {

/// How fast a network is on a device, in LR pixels a second. Every run that lasts updates it; before the
/// first one a look at a small tile must do.
class ThroughputCache
{
public:
    /// `speedHash`: see ModelSelection. Without one or a folder nothing is stored.
    ThroughputCache(const UpscaleModel& model, const std::string& speedHash,
                    const std::filesystem::path& cacheFolder);

    /// What is known, else what a short measurement says (two small tiles: a second with a large network on a
    /// slow CPU). Errors: those of UpscaleModel::upscale.
    Result<double> pixelsPerSecond(Gate& gate) const;

    /// The same measurement, whatever is known; it counts from now on.
    Result<double> measure(Gate& gate) const;

    /// What is known, without measuring.
    std::optional<double> known() const;

    void put(double pixelsPerSecond) const;

    /// What is known of a network that is not loaded.
    static std::optional<double> knownOf(const ModelSelection& network,
                                         const std::filesystem::path& cacheFolder);

private:
    const UpscaleModel& m_model;
    MeasurementCache m_speeds;
    std::string m_name; // empty where nothing is to be stored
};

} // namespace enlarger::infer
