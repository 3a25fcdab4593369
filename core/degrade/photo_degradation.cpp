// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/photo_degradation.h"

#include "core/degrade/pixel_filters.h"

#include <cmath>
#include <numbers>

namespace enlarger::degrade {

using image::Image;

namespace {

Blur drawSoftness(const PhotoOptions& options, int scale, Random& random)
{
    Blur blur;
    blur.shape = BlurShape::StretchedGaussian;
    blur.sigmaX = scale * random.uniform(options.blur.from, options.blur.to);
    blur.sigmaY = blur.sigmaX * random.uniform(1.0, 1.5);
    blur.angle = random.uniform(0.0, std::numbers::pi);
    blur.side = 2 * int(std::ceil(3.0 * blur.sigmaY)) + 1;
    return blur;
}

} // namespace

PhotoSteps drawPhotoSteps(const PhotoOptions& options, int scale, Random& random)
{
    constexpr image::Kernel kernels[] = {image::Kernel::Area, image::Kernel::Bicubic,
                                         image::Kernel::Lanczos3};
    PhotoSteps steps;
    if (random.chance(options.blurChance))
        steps.blur = drawSoftness(options, scale, random);
    steps.kernel = kernels[random.below(3)];
    steps.noise.strength = random.uniform(options.noise.from, options.noise.to);
    steps.noise.isGrey = random.chance(options.greyNoise);
    steps.noise.seed = random.bits();
    if (random.chance(options.sharpenChance))
        steps.sharpen = random.uniform(options.sharpen.from, options.sharpen.to);
    if (random.chance(options.jpegChance))
        steps.quality = int(std::lround(random.uniform(options.jpeg.from, options.jpeg.to)));
    return steps;
}

Image degradeAsPhoto(const Image& hr, int scale, const PhotoSteps& steps)
{
    Image soft;
    if (steps.blur) {
        PixelFilters lens(hr);
        lens.blur(*steps.blur);
        soft = lens.inFloats();
    }
    PixelFilters picture(
        image::resize(steps.blur ? soft : hr, hr.width() / scale, hr.height() / scale, {steps.kernel}));
    picture.addNoise(steps.noise);
    if (steps.sharpen)
        picture.sharpen(1.0, *steps.sharpen);
    if (steps.quality)
        picture.jpeg(*steps.quality);
    return picture.inEightBits();
}

} // namespace enlarger::degrade
