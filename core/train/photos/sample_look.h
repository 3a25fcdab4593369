// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/train/data/sample_source.h"
#include "core/train/photos/data_report.h"
#include "core/train/photos/picture_cache.h"
#include "core/train/recipe/recipe.h"

#include <memory>

namespace enlarger::train {

/// A sample as a person can look at it: RGB, 0..1.
struct SampleLook
{
    image::Image hr;            // that the network is to come to; sharpened where the recipe does
    image::Image lr;            // that it sees
    image::Image bicubic;       // that, enlarged to the size of hr
    std::filesystem::path file; // of the photo
};

/// Shows what a training sees, by the sources that it learns from. Photos that were looked at last stay
/// decoded.
class SampleLooker
{
public:
    SampleLooker();

    /// Look `number` at what was found, an upright crop where there is something to see; they go through the
    /// photos in turn. Another recipe gives about the same place in the same photo, so that its degradation
    /// can be compared. Errors: the
    /// photo cannot be read any more, is smaller than the recipe's crop, or there is none.
    Result<SampleLook> look(const DataReport& found, const Recipe& recipe, std::uint64_t number) const;

private:
    Result<std::unique_ptr<SampleSource>> open(const DataReport& found, const SampleOptions& options) const;

    std::shared_ptr<PictureCache> m_cache;
};

} // namespace enlarger::train
