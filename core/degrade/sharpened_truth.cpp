// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/sharpened_truth.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace enlarger::degrade {

namespace {

cv::Mat blurred(const cv::Mat& picture)
{
    constexpr int size = 51;
    constexpr double sigma = 0.3 * ((size - 1) * 0.5 - 1.0) + 0.8; // what OpenCV takes for that size: 8
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {size, size}, sigma, sigma, cv::BORDER_REFLECT_101);
    return soft;
}

} // namespace

image::Image sharpenedTruth(const image::Image& hr)
{
    constexpr float amount = 0.5F;
    constexpr float threshold = 10.0F / 255.0F;
    image::Image result = hr;
    cv::Mat picture(hr.height(), hr.width(), CV_32FC3, result.data());
    const cv::Mat detail = picture - blurred(picture);
    cv::Mat place(picture.size(), CV_32FC3);
    const auto values = std::size_t(picture.total()) * 3;
    std::transform(detail.ptr<float>(), detail.ptr<float>() + values, place.ptr<float>(),
                   [](float value) { return std::abs(value) > threshold ? 1.0F : 0.0F; });
    const cv::Mat share = blurred(place);
    for (std::size_t i = 0; i < values; ++i) {
        float& value = result.data()[i];
        const float sharp = std::clamp(value + amount * detail.ptr<float>()[i], 0.0F, 1.0F);
        value += share.ptr<float>()[i] * (sharp - value);
    }
    return result;
}

} // namespace enlarger::degrade
