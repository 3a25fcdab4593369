// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/train/data/sample_source.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace enlarger::train {

struct PictureSize
{
    int width = 0;
    int height = 0;
    std::optional<std::uint64_t> photo; // of which it is a patch: patches of one photo have one number
};

/// Which crop of which picture a sample is. x and y are multiples of the scale, so that LR has the same crop.
struct SampledCrop
{
    std::size_t picture = 0;
    int x = 0;
    int y = 0;
    bool flip = false; // left to right, before the turn
    int turns = 0;     // quarters, clockwise
};

/// Samples crops, each about equally likely: pictures by their area, then a place. Some pictures are kept for
/// validation and never chosen, nor is another patch of their photos; so are those that are smaller than a
/// crop.
class CropSampler
{
public:
    CropSampler(const std::vector<PictureSize>& pictures, const SampleOptions& options);

    /// False where no picture is large enough; then nothing can be chosen.
    bool hasCrops() const { return !m_places.empty() && m_places.back() > 0.0; }
    SampledCrop sample(Random& random) const;

    const std::vector<std::size_t>& heldOut() const { return m_heldOut; }
    std::int64_t pictures() const { return std::int64_t(m_used.size()); }
    double places() const { return m_places.empty() ? 0.0 : m_places.back(); }

private:
    SampleOptions m_options;
    std::vector<PictureSize> m_sizes;
    std::vector<std::size_t> m_used; // pictures that are sampled
    std::vector<double> m_places;    // of m_used, summed up: how many crops there are up to here
    std::vector<std::size_t> m_heldOut;
};

/// The stream of numbers by which LR of what is held out is degraded, whatever the seed of the run.
inline constexpr std::uint64_t heldOutStream = 0x56414C4944;

/// The picture mirrored and turned.
image::Image turned(const image::Image& picture, bool flip, int turns);

} // namespace enlarger::train
