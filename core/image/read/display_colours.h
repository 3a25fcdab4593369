// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"
#include "core/image/pixels/image.h"

#include <cstdint>
#include <memory>
#include <string>

namespace enlarger::image {

/// Brings a photo's pixels into the colours of a screen, for looking only. Safe to use from several threads.
class DisplayColours
{
public:
    /// `photo`: the photo's ICC profile, `screen`: the screen's; empty means sRGB (grey photos: its curve).
    /// Perceptual intent with black point compensation. A profile that cannot be used counts as sRGB.
    static std::shared_ptr<const DisplayColours> make(const Bytes& photo, const Bytes& screen);
    ~DisplayColours();

    /// width x height pixels of four bytes, blue, green, red, alpha, colours multiplied by alpha: what
    /// QImage calls ARGB32_Premultiplied. Values outside of 0..1 are cut.
    void toScreen(const Image& pixels, std::uint8_t* to) const;

private:
    struct Impl;
    explicit DisplayColours(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// What a profile calls itself, in UTF-8: "Display P3"; "sRGB" for an empty one, "damaged profile" for what
/// is none.
std::string profileName(const Bytes& icc);

} // namespace enlarger::image
