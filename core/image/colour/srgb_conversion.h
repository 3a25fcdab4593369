// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <memory>

namespace enlarger::image {

/// Brings pixels of floats from a profile's colours to sRGB, for files that cannot hold the profile: grey
/// stays grey and gets sRGB's curve. Relative colorimetric intent with black point compensation.
class SrgbConversion
{
public:
    /// `channels` as in Image; alpha stays as it is. Null where the profile cannot be used for such pixels.
    static std::unique_ptr<SrgbConversion> make(const Bytes& profile, int channels);
    ~SrgbConversion();

    void run(float* pixels, std::size_t count) const;

private:
    struct Impl;
    explicit SrgbConversion(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace enlarger::image
