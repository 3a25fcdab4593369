// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo_format.h"
#include "core/infer/tiling/measurement_cache.h"

namespace enlarger::infer {

/// How many times as many bytes a network's pictures take in a format as bicubic ones (DetailSample): of the
/// networks that ship, 1.1 to 1.3 those of faithful ones and 1.4 to 1.6 those of crisp ones; less where a
/// network takes noise away. Finished exports teach it.
class DetailGain
{
public:
    /// Without a hash or a folder nothing is stored.
    DetailGain(const std::string& modelHash, image::PhotoFormat format,
               const std::filesystem::path& cacheFolder);

    double value() const;

    /// A finished file had `gain` times the bytes of its sample.
    void learn(double gain) const;

private:
    MeasurementCache m_gains;
    std::string m_name;
};

} // namespace enlarger::infer
