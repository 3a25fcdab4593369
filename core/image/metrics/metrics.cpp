// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metrics/metrics.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace enlarger::image {

namespace {

constexpr int windowSize = 11;
constexpr double windowSigma = 1.5;

/// Red, green, blue and Y of a picture after the crop, in doubles of 0..255.
struct Planes
{
    std::array<cv::Mat, 3> rgb;
    cv::Mat y;
};

double toEightBits(float value)
{
    return std::floor(double(std::clamp(value, 0.0f, 1.0f)) * 255.0 + 0.5);
}

Planes planesOf(const Image& picture, int crop)
{
    const int width = picture.width() - 2 * crop;
    const int height = picture.height() - 2 * crop;
    const bool grey = picture.channels() < 3;
    Planes planes;
    for (cv::Mat& plane : planes.rgb)
        plane.create(height, width, CV_64F);
    planes.y.create(height, width, CV_64F);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            std::array<double, 3> value{};
            for (int c = 0; c < 3; ++c) {
                value[std::size_t(c)] = toEightBits(picture.at(x + crop, y + crop, grey ? 0 : c));
                planes.rgb[std::size_t(c)].at<double>(y, x) = value[std::size_t(c)];
            }
            planes.y.at<double>(y, x) =
                16.0 + (65.481 * value[0] + 128.553 * value[1] + 24.966 * value[2]) / 255.0;
        }
    return planes;
}

double squaredError(const cv::Mat& a, const cv::Mat& b)
{
    return cv::norm(a, b, cv::NORM_L2SQR) / double(a.total());
}

double psnr(double meanSquaredError)
{
    return meanSquaredError > 0.0 ? 10.0 * std::log10(255.0 * 255.0 / meanSquaredError)
                                  : std::numeric_limits<double>::infinity();
}

/// Gaussian means of all windows that lie inside.
cv::Mat blurred(const cv::Mat& plane)
{
    const cv::Mat window = cv::getGaussianKernel(windowSize, windowSigma, CV_64F);
    cv::Mat result;
    cv::sepFilter2D(plane, result, CV_64F, window, window);
    constexpr int edge = windowSize / 2;
    return result(cv::Rect(edge, edge, plane.cols - 2 * edge, plane.rows - 2 * edge));
}

double ssim(const cv::Mat& a, const cv::Mat& b)
{
    constexpr double c1 = (0.01 * 255) * (0.01 * 255);
    constexpr double c2 = (0.03 * 255) * (0.03 * 255);
    const cv::Mat meanA = blurred(a);
    const cv::Mat meanB = blurred(b);
    const cv::Mat meanAA = blurred(a.mul(a));
    const cv::Mat meanBB = blurred(b.mul(b));
    const cv::Mat meanAB = blurred(a.mul(b));
    double sum = 0.0;
    for (int y = 0; y < meanA.rows; ++y)
        for (int x = 0; x < meanA.cols; ++x) {
            const double ma = meanA.at<double>(y, x);
            const double mb = meanB.at<double>(y, x);
            const double varianceA = meanAA.at<double>(y, x) - ma * ma;
            const double varianceB = meanBB.at<double>(y, x) - mb * mb;
            const double covariance = meanAB.at<double>(y, x) - ma * mb;
            sum += (2 * ma * mb + c1) * (2 * covariance + c2) /
                   ((ma * ma + mb * mb + c1) * (varianceA + varianceB + c2));
        }
    return sum / double(meanA.total());
}

std::string sizeOf(const Image& picture)
{
    return std::to_string(picture.width()) + " x " + std::to_string(picture.height());
}

} // namespace

Result<Quality> compare(const Image& sr, const Image& hr, int crop)
{
    if (sr.width() != hr.width() || sr.height() != hr.height())
        return Error{ErrorKind::BadInput,
                     "pictures of " + sizeOf(sr) + " and " + sizeOf(hr) + " pixels cannot be compared",
                     {},
                     "Both must have the same size"};
    if (crop < 0)
        return Error{ErrorKind::BadInput, "the crop is negative: " + std::to_string(crop), {}, {}};
    if (std::min(hr.width(), hr.height()) < windowSize + 2 * std::int64_t(crop))
        return Error{ErrorKind::BadInput,
                     "a picture of " + sizeOf(hr) + " pixels is too small to be measured",
                     {},
                     "Take one of at least " + std::to_string(windowSize + 2 * std::int64_t(crop)) +
                         " pixels a side"};
    try {
        const Planes a = planesOf(sr, crop);
        const Planes b = planesOf(hr, crop);
        double error = 0.0;
        Quality quality;
        for (std::size_t c = 0; c < 3; ++c) {
            error += squaredError(a.rgb[c], b.rgb[c]) / 3.0;
            quality.ssimRgb += ssim(a.rgb[c], b.rgb[c]) / 3.0;
        }
        quality.psnrRgb = psnr(error);
        quality.psnrY = psnr(squaredError(a.y, b.y));
        quality.ssimY = ssim(a.y, b.y);
        return quality;
    } catch (const cv::Exception& e) {
        const bool memory = e.code == cv::Error::StsNoMem;
        return Error{memory ? ErrorKind::OutOfMemory : ErrorKind::Internal,
                     "OpenCV could not measure the pictures: " + e.err,
                     {},
                     {}};
    }
}

} // namespace enlarger::image
