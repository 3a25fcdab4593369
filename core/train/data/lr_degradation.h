// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/train/data/sample_source.h"

namespace enlarger::train {

/// What is done to LR that the data bring, at its size, on top of all that it has been through.
class LrDegradation
{
public:
    virtual ~LrDegradation() = default;

    virtual const char* name() const = 0;
    /// The side of the area that is to be degraded so that a crop of `side` can be cut from it at random.
    virtual int context(int side) const = 0; // LR pixels
    /// RGB in 0..1, of the size of `lr`.
    virtual Result<image::Image> degrade(const image::Image& lr, Random& random) const = 0;
};

/// Whether LR that the data bring is to be degraded: bicubic at its size would leave it as it is.
bool degradesPairs(const SampleOptions& options);

/// A crop of options.crop HR pixels from anywhere in a pair of pictures, whose LR is degraded as a whole.
Result<Sample> degradedCrop(Sample pair, const LrDegradation& degradation, const SampleOptions& options,
                            Random& random);

} // namespace enlarger::train
