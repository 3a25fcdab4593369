// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"
#include "core/image/photo/raw_space.h"

#include <libraw/libraw_types.h>

#include <array>
#include <vector>

namespace enlarger::image {

/// From what a sensor saw to the colours of a photo. LibRaw leaves white-balanced pixels of which the
/// brightest channel reaches 65535 where the sensor was saturated; here they get their exposure back, by the
/// DNG's own BaselineExposure, the primaries of the space and its curve. What was reconstructed above white
/// is eased into the upper end: the values below `knee` stay what they are, and a saturated sensor is white.
class RawDevelopment
{
public:
    static constexpr float knee = 0.8f; // in linear light

    /// `data`: after LibRaw's processing, with output_color 0. Its colours: 1, 3 or 4.
    RawDevelopment(const libraw_data_t& data, RawSpace space);

    int channels() const { return m_isGrey ? 1 : 3; }

    /// One pixel of LibRaw's as the values of channels().
    void develop(const std::uint16_t* pixel, float* to) const;

private:
    float toned(float light) const;

    bool m_isGrey;
    std::array<float, 12> m_matrix{}; // three rows of four, exposure included
    float m_softness = 0.0f;          // 1 / p^2, of the peak p above the knee in units of 1 - knee
    bool m_hasHeadroom = false;
    std::vector<float> m_curve; // values for equal steps of light over 0..1
};

/// The space's ICC profile; empty for sRGB.
Bytes profileOf(RawSpace space);

} // namespace enlarger::image
