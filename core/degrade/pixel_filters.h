// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/degrade/second_order.h"

#include <opencv2/core.hpp>

namespace enlarger::degrade {

/// The steps that spoil a picture, done in place on RGB floats; by OpenCV, whose exceptions pass through.
class PixelFilters
{
public:
    explicit PixelFilters(const image::Image& picture);

    /// Beyond the border lies the picture mirrored at its outermost pixels.
    void blur(const Blur& blur);
    void resize(int width, int height, ResizeMode mode);
    /// Clamps to 0..1.
    void addNoise(const Noise& noise);
    /// Takes a Gaussian of sigma pixels off and adds so much of the rest: an unsharp mask.
    void sharpen(double sigma, double amount);
    /// There and back, 4:2:0, 1..100. Clamps to 0..1.
    void jpeg(int quality);

    image::Image inFloats() const;
    /// Clamped and rounded to n/255.
    image::Image inEightBits() const;

private:
    cv::Mat m_picture; // H x W, three floats a pixel
};

} // namespace enlarger::degrade
