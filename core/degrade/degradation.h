// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/degrade/options/degradation_kind.h"
#include "core/degrade/options/degradation_options.h"
#include "core/image/pixels/image.h"

#include <string>
#include <vector>

namespace enlarger::degrade {

/// Makes LR pictures. A value; what it makes depends on the HR picture and the stream of numbers alone.
class Degradation
{
public:
    /// `name` is one of names(); anything else is an Error that lists them.
    static Result<Degradation> fromName(const std::string& name, int scale,
                                        const DegradationOptions& options = {});
    static const std::vector<std::string>& names(); // "bicubic", "bicubic-8bit", "photo", "real"

    DegradationKind kind() const { return m_kind; }
    const char* name() const { return nameOf(m_kind); }
    int scale() const { return m_scale; }

    /// The side of the HR crop that is to be degraded so that a crop of side `crop` can be cut from it at
    /// random: blurring reaches beyond a crop, and JPEG's blocks must not always begin where a crop does.
    /// Both are multiples of the scale.
    int context(int crop) const;

    /// LR of an RGB picture whose sides are multiples of the scale; clamped to 0..1, and rounded to 8 bits as
    /// files are, except with Bicubic.
    Result<image::Image> degrade(const image::Image& hr, Random& random) const;

private:
    Degradation(DegradationKind kind, int scale, const DegradationOptions& options)
        : m_kind(kind)
        , m_scale(scale)
        , m_options(options)
    {}

    DegradationKind m_kind;
    int m_scale;
    DegradationOptions m_options;
};

} // namespace enlarger::degrade
