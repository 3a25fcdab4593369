// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/pixels/image.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace enlarger::infer {

/// LPIPS v0.1 on SqueezeNet as a metric: how differently two pictures look, 0 for equal ones.
class LpipsMetric
{
public:
    /// With the files that lie in the folders (see feature_files.h). Where they are missing: an Error of kind
    /// Io that says how to get them.
    static Result<std::shared_ptr<const LpipsMetric>>
    open(const std::vector<std::filesystem::path>& featureFolders);
    ~LpipsMetric();

    /// Measures as the other metrics do: RGB, both clamped and rounded to 8 bits; the border counts. Both
    /// must have one size of at least 17 x 17 pixels, and about 2 kB of memory a pixel must be free.
    Result<double> compare(const image::Image& sr, const image::Image& hr) const;

private:
    class Impl;
    explicit LpipsMetric(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace enlarger::infer
