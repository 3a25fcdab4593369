// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/pixels/image.h"
#include "core/train/recipe/sample_options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace enlarger::train {

/// One training example: RGB, 0..1, encoded sRGB.
struct Sample
{
    image::Image hr; // crop x crop
    image::Image lr; // crop / scale; empty: to be made from hr by MATLAB's bicubic on the training device
};

/// An endless, seeded stream of training examples. A sample is a function of the seed and its number alone,
/// so that the stream does not depend on threads, processes or restarts, and a position in it is one number.
class SampleSource
{
public:
    virtual ~SampleSource() = default;

    /// Sample `number`. May be called from several threads at once. Errors name the file that failed.
    virtual Result<Sample> sample(std::uint64_t number) const = 0;

    /// Crops of up to `side` pixels from the middles of the pictures that are held out, unturned, degraded
    /// with a seed of their own; the same at every call. Their sides are multiples of the scale.
    virtual Result<std::vector<Sample>> heldOut(int side) const = 0;
    /// Whether those are parts of the very photos that samples are taken from, which are too few for one to
    /// be held out; samples do not touch these parts.
    virtual bool holdsOutParts() const { return false; }

    /// Pictures that samples are taken from.
    virtual std::int64_t pictures() const = 0;

    /// How the small pictures were made that the source brings ("own pairs", "photo"); empty: it brings none.
    virtual std::string ownDegradation() const { return {}; }

    /// What the source holds in one line for a card: "564 pictures, 120.1 megapixels, bicubic".
    virtual std::string summary() const = 0;
};

} // namespace enlarger::train
