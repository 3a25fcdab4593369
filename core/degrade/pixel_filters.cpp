// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/pixel_filters.h"

#include "core/degrade/jpeg_round_trip.h"
#include "core/degrade/poisson.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <bitset>
#include <cmath>

namespace enlarger::degrade {

namespace {

void clampToUnit(cv::Mat& picture)
{
    cv::min(picture, 1.0, picture);
    cv::max(picture, 0.0, picture);
}

cv::Mat eightBitsOf(const cv::Mat& picture) // clamped, the nearest of 0..255
{
    cv::Mat bytes;
    picture.convertTo(bytes, CV_8U, 255.0);
    return bytes;
}

/// The least power of two that the number of levels in use does not pass: fewer levels, stronger noise.
int poissonExponent(const cv::Mat& bytes)
{
    std::bitset<256> used;
    for (int y = 0; y < bytes.rows; ++y) {
        const auto* row = bytes.ptr<std::uint8_t>(y);
        for (int i = 0; i < bytes.cols * bytes.channels(); ++i)
            used.set(row[i]);
    }
    return int(std::ceil(std::log2(double(used.count()))));
}

cv::Mat gaussianNoise(const cv::Size& size, int channels, double sigma, std::uint64_t seed)
{
    cv::Mat noise(size, CV_32FC(channels));
    cv::RNG(seed).fill(noise, cv::RNG::NORMAL, 0.0, sigma);
    return noise;
}

/// What light that comes in grains adds to a picture in 8 bits.
cv::Mat poissonNoise(const cv::Mat& bytes, double amount, std::uint64_t seed)
{
    const int exponent = poissonExponent(bytes);
    const double levels = std::exp2(exponent);
    const PoissonTable& poisson = PoissonTable::ofPowerOfTwo(exponent);
    Random random(seed);
    cv::Mat noise(bytes.size(), CV_32FC(bytes.channels()));
    for (int y = 0; y < bytes.rows; ++y) {
        const auto* from = bytes.ptr<std::uint8_t>(y);
        auto* to = noise.ptr<float>(y);
        for (int i = 0; i < bytes.cols * bytes.channels(); ++i)
            to[i] = float(amount * (poisson.draw(from[i], random) / levels - from[i] / 255.0));
    }
    return noise;
}

} // namespace

PixelFilters::PixelFilters(const image::Image& picture)
{
    // OpenCV has no view of pixels that are const; the copy makes it safe.
    auto* pixels = const_cast<float*>(picture.data());
    m_picture = cv::Mat(picture.height(), picture.width(), CV_32FC3, pixels).clone();
}

void PixelFilters::blur(const Blur& blur)
{
    if (blur.shape == BlurShape::None)
        return;
    std::vector<float> weights = kernelOf(blur);
    const cv::Mat kernel(blur.side, blur.side, CV_32F, weights.data());
    cv::filter2D(m_picture, m_picture, CV_32F, kernel, {-1, -1}, 0.0, cv::BORDER_REFLECT_101);
}

void PixelFilters::resize(int width, int height, ResizeMode mode)
{
    if (width == m_picture.cols && height == m_picture.rows)
        return;
    const int kind = mode == ResizeMode::Area       ? cv::INTER_AREA
                     : mode == ResizeMode::Bilinear ? cv::INTER_LINEAR
                                                    : cv::INTER_CUBIC;
    cv::Mat resized;
    cv::resize(m_picture, resized, {width, height}, 0.0, 0.0, kind);
    m_picture = resized;
}

void PixelFilters::addNoise(const Noise& noise)
{
    const int channels = noise.isGrey ? 1 : 3;
    cv::Mat added;
    if (noise.isPoisson) {
        cv::Mat lit = m_picture;
        if (noise.isGrey)
            cv::cvtColor(m_picture, lit, cv::COLOR_RGB2GRAY);
        added = poissonNoise(eightBitsOf(lit), noise.strength, noise.seed);
    } else {
        added = gaussianNoise(m_picture.size(), channels, noise.strength / 255.0, noise.seed);
    }
    if (channels == 1)
        cv::cvtColor(added, added, cv::COLOR_GRAY2RGB);
    m_picture += added;
    clampToUnit(m_picture);
}

void PixelFilters::sharpen(double sigma, double amount)
{
    cv::Mat soft;
    cv::GaussianBlur(m_picture, soft, {}, sigma, sigma, cv::BORDER_REFLECT_101);
    cv::addWeighted(m_picture, 1.0 + amount, soft, -amount, 0.0, m_picture);
    clampToUnit(m_picture);
}

void PixelFilters::jpeg(int quality)
{
    cv::Mat bytes = eightBitsOf(m_picture);
    jpegRoundTrip({bytes.data, bytes.total() * 3}, bytes.cols, bytes.rows, quality);
    bytes.convertTo(m_picture, CV_32F, 1.0 / 255.0);
}

image::Image PixelFilters::inFloats() const
{
    image::Image picture(m_picture.cols, m_picture.rows, 3);
    std::copy_n(m_picture.ptr<float>(), picture.size(), picture.data());
    return picture;
}

image::Image PixelFilters::inEightBits() const
{
    const cv::Mat bytes = eightBitsOf(m_picture);
    image::Image picture(bytes.cols, bytes.rows, 3);
    std::transform(bytes.data, bytes.data + picture.size(), picture.data(),
                   [](std::uint8_t value) { return float(value) / 255.0f; });
    return picture;
}

} // namespace enlarger::degrade
