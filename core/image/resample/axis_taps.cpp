// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/axis_taps.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>

namespace enlarger::image {

namespace {

double triangle(double x)
{
    return std::max(0.0, 1.0 - std::abs(x));
}

/// Keys' cubic convolution with a = -0.5.
double cubic(double x)
{
    const double d = std::abs(x);
    if (d <= 1.0)
        return (1.5 * d - 2.5) * d * d + 1.0;
    if (d < 2.0)
        return ((-0.5 * d + 2.5) * d - 4.0) * d + 2.0;
    return 0.0;
}

double lanczos3(double x)
{
    if (x == 0.0)
        return 1.0;
    if (std::abs(x) >= 3.0)
        return 0.0;
    const double t = std::numbers::pi * x;
    return 3.0 * std::sin(t) * std::sin(t / 3.0) / (t * t);
}

struct Curve
{
    double (*value)(double);
    double width; // where it is not 0
};

Curve curveOf(Kernel kernel)
{
    if (kernel == Kernel::Linear)
        return {triangle, 2.0};
    return kernel == Kernel::Bicubic ? Curve{cubic, 4.0} : Curve{lanczos3, 6.0};
}

/// The position inside 0..size-1 that stands for one beyond the border.
int fold(std::int64_t position, int size, Border border)
{
    if (border == Border::Replicate)
        return static_cast<int>(std::clamp<std::int64_t>(position, 0, size - 1));
    const std::int64_t period = 2 * std::int64_t(size);
    position = (position % period + period) % period;
    return static_cast<int>(position < size ? position : period - 1 - position);
}

} // namespace

AxisTaps::AxisTaps(int in, int out, const ResampleOptions& options, int begin, int end)
{
    if (in < 1 || out < 1 || begin < 0 || end > out || begin >= end)
        return;
    m_runs.reserve(std::size_t(end - begin));
    switch (options.kernel) {
    case Kernel::Nearest:
        addNearest(in, out, begin, end);
        break;
    case Kernel::Area:
        addArea(in, out, begin, end);
        break;
    case Kernel::Linear:
    case Kernel::Bicubic:
    case Kernel::Lanczos3:
        addKernel(in, out, options, begin, end);
        break;
    }
    m_floats.assign(m_doubles.begin(), m_doubles.end());
    int first = in;
    for (std::size_t i = m_runs.size(); i-- > 0;)
        m_runs[i].firstFrom = first = std::min(first, m_runs[i].first);
}

void AxisTaps::moveOrigin(int origin)
{
    for (Run& run : m_runs) {
        run.first -= origin;
        run.firstFrom -= origin;
    }
}

void AxisTaps::addRun(int first, std::span<const double> weights)
{
    // Zeros at the ends would only make a stream wait for rows that count for nothing.
    while (weights.size() > 1 && weights.back() == 0.0)
        weights = weights.first(weights.size() - 1);
    while (weights.size() > 1 && weights.front() == 0.0) {
        weights = weights.subspan(1);
        ++first;
    }
    m_runs.push_back({first, static_cast<int>(weights.size()), first, m_doubles.size()});
    m_doubles.insert(m_doubles.end(), weights.begin(), weights.end());
}

void AxisTaps::addNearest(int in, int out, int begin, int end)
{
    const double one = 1.0;
    for (std::int64_t x = begin; x < end; ++x) // the input pixel that holds the output pixel's centre
        addRun(static_cast<int>((2 * x + 1) * in / (2 * std::int64_t(out))), {&one, 1});
}

/// Each output pixel is the exact mean of what it covers, in whole numbers: an input pixel is `out` units
/// wide, an output pixel `in` units. When enlarging this keeps pixels as sharp squares of equal size.
void AxisTaps::addArea(int in, int out, int begin, int end)
{
    std::vector<double> weights;
    for (std::int64_t x = begin; x < end; ++x) {
        const std::int64_t from = x * in;
        const std::int64_t to = from + in;
        const std::int64_t first = from / out;
        weights.clear();
        for (std::int64_t i = first; i * out < to; ++i)
            weights.push_back(double(std::min(to, (i + 1) * out) - std::max(from, i * out)) / in);
        addRun(static_cast<int>(first), weights);
    }
}

/// MATLAB's contributions: the kernel is sampled at every input position in reach, and its samples
/// normalised.
void AxisTaps::addKernel(int in, int out, const ResampleOptions& options, int begin, int end)
{
    const auto [kernel, support] = curveOf(options.kernel);
    const double scale = double(out) / in;
    const double sharpness = options.antialias ? std::min(scale, 1.0) : 1.0;
    const double width = support / sharpness;
    std::vector<double> samples(static_cast<std::size_t>(std::ceil(width)) + 2);
    std::vector<double> weights;
    for (int x = begin; x < end; ++x) {
        const double centre = (x + 0.5) * in / out - 0.5;
        const auto left = static_cast<std::int64_t>(std::floor(centre - width / 2));
        for (std::size_t k = 0; k < samples.size(); ++k)
            samples[k] = kernel((centre - double(left + std::int64_t(k))) * sharpness);
        const double sum = std::accumulate(samples.begin(), samples.end(), 0.0);

        int first = in;
        int last = 0;
        for (std::size_t k = 0; k < samples.size(); ++k) {
            const int i = fold(left + std::int64_t(k), in, options.border);
            first = std::min(first, i);
            last = std::max(last, i);
        }
        weights.assign(std::size_t(last - first) + 1, 0.0);
        for (std::size_t k = 0; k < samples.size(); ++k)
            weights[std::size_t(fold(left + std::int64_t(k), in, options.border) - first)] +=
                samples[k] / sum;
        addRun(first, weights);
    }
}

} // namespace enlarger::image
