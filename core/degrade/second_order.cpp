// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/second_order.h"

#include "core/degrade/pixel_filters.h"
#include "core/degrade/sharpened_truth.h"

#include <algorithm>
#include <cmath>

namespace enlarger::degrade {

using image::Image;

namespace {

ResizeMode drawMode(Random& random)
{
    return ResizeMode(random.below(3));
}

Resize drawResize(const ResizeOptions& options, Random& random)
{
    Resize resize;
    const double at = random.uniform();
    if (at < options.up)
        resize.factor = random.uniform(1.0, options.factor.to);
    else if (at < options.up + options.down)
        resize.factor = random.uniform(options.factor.from, 1.0);
    resize.mode = drawMode(random);
    return resize;
}

Noise drawNoise(const NoiseOptions& options, Random& random)
{
    Noise noise;
    noise.isPoisson = !random.chance(options.gaussian);
    const Range& range = noise.isPoisson ? options.poisson : options.sigma;
    noise.strength = random.uniform(range.from, range.to);
    noise.isGrey = random.chance(options.grey);
    noise.seed = random.bits();
    return noise;
}

Order drawOrder(const OrderOptions& options, Random& random)
{
    Order order;
    order.blur = drawBlur(options.blur, random);
    order.resize = drawResize(options.resize, random);
    order.noise = drawNoise(options.noise, random);
    order.quality = int(std::lround(random.uniform(options.jpeg.from, options.jpeg.to)));
    return order;
}

int resized(int side, double factor)
{
    return std::max(1, int(side * factor));
}

} // namespace

SecondOrderDegradation drawSecondOrder(const SecondOrderOptions& options, Random& random)
{
    SecondOrderDegradation orders;
    orders.first = drawOrder(options.first, random);
    orders.second = drawOrder(options.second, random);
    orders.lastMode = drawMode(random);
    orders.lastFilter = drawFinalSinc(options.finalSinc, random);
    orders.jpegLast = random.chance(options.jpegLast);
    orders.sharpened = options.sharpened;
    return orders;
}

Image degradeTwice(const Image& hr, int scale, const SecondOrderDegradation& orders)
{
    const int width = hr.width() / scale;
    const int height = hr.height() / scale;
    PixelFilters picture(orders.sharpened ? sharpenedTruth(hr) : hr);

    const Order& first = orders.first;
    picture.blur(first.blur);
    picture.resize(resized(hr.width(), first.resize.factor), resized(hr.height(), first.resize.factor),
                   first.resize.mode);
    picture.addNoise(first.noise);
    picture.jpeg(first.quality);

    const Order& second = orders.second;
    picture.blur(second.blur);
    picture.resize(resized(width, second.resize.factor), resized(height, second.resize.factor),
                   second.resize.mode);
    picture.addNoise(second.noise);
    if (!orders.jpegLast)
        picture.jpeg(second.quality);
    picture.resize(width, height, orders.lastMode);
    picture.blur(orders.lastFilter);
    if (orders.jpegLast)
        picture.jpeg(second.quality);
    return picture.inEightBits();
}

} // namespace enlarger::degrade
