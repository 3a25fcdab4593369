// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/blur_kernel.h"

#include <cmath>
#include <numbers>
#include <numeric>

namespace enlarger::degrade {

namespace {

constexpr double pi = std::numbers::pi;

int drawSide(Random& random)
{
    return 7 + 2 * int(random.below(8));
}

/// One half of the draws lies below 1, one half above.
double drawBeta(const Range& range, Random& random)
{
    return random.chance(0.5) ? random.uniform(range.from, 1.0) : random.uniform(1.0, range.to);
}

bool isStretched(BlurShape shape)
{
    return shape == BlurShape::StretchedGaussian || shape == BlurShape::StretchedGeneralised ||
           shape == BlurShape::StretchedPlateau;
}

/// The squared distance from the middle in units of sigma, along the turned axes.
class Ellipse
{
public:
    explicit Ellipse(const Blur& blur)
        : m_cos(std::cos(blur.angle))
        , m_sin(std::sin(blur.angle))
        , m_sigmaX(blur.sigmaX)
        , m_sigmaY(blur.sigmaY)
    {}
    double at(double x, double y) const
    {
        const double u = (m_cos * x + m_sin * y) / m_sigmaX;
        const double v = (m_cos * y - m_sin * x) / m_sigmaY;
        return u * u + v * v;
    }

private:
    double m_cos, m_sin, m_sigmaX, m_sigmaY;
};

/// The round low-pass filter of two dimensions: a Bessel function in place of the sine.
double sinc(double radius, double cutoff)
{
    return radius == 0.0 ? cutoff * cutoff / (4.0 * pi)
                         : cutoff * ::j1(cutoff * radius) / (2.0 * pi * radius);
}

double weight(const Blur& blur, const Ellipse& ellipse, double x, double y)
{
    switch (blur.shape) {
    case BlurShape::Gaussian:
    case BlurShape::StretchedGaussian:
        return std::exp(-0.5 * ellipse.at(x, y));
    case BlurShape::Generalised:
    case BlurShape::StretchedGeneralised:
        return std::exp(-0.5 * std::pow(ellipse.at(x, y), blur.beta));
    case BlurShape::Plateau:
    case BlurShape::StretchedPlateau:
        return 1.0 / (1.0 + std::pow(ellipse.at(x, y), blur.beta));
    case BlurShape::Sinc:
        return sinc(std::hypot(x, y), blur.cutoff);
    case BlurShape::None:
        break;
    }
    return x == 0.0 && y == 0.0 ? 1.0 : 0.0;
}

} // namespace

Blur drawBlur(const BlurOptions& options, Random& random)
{
    Blur blur;
    if (!random.chance(options.chance))
        return blur;
    blur.side = drawSide(random);
    if (random.chance(options.sincChance)) {
        blur.shape = BlurShape::Sinc;
        blur.cutoff = random.uniform(blur.side < 13 ? pi / 3.0 : pi / 5.0, pi);
        return blur;
    }
    double at = random.uniform();
    std::size_t shape = 0;
    for (; shape + 1 < options.shapes.size() && at >= options.shapes[shape]; ++shape)
        at -= options.shapes[shape];
    blur.shape = BlurShape(shape);
    blur.sigmaX = blur.sigmaY = random.uniform(options.sigma.from, options.sigma.to);
    if (isStretched(blur.shape)) {
        blur.sigmaY = random.uniform(options.sigma.from, options.sigma.to);
        blur.angle = random.uniform(-pi, pi);
    }
    if (blur.shape == BlurShape::Generalised || blur.shape == BlurShape::StretchedGeneralised)
        blur.beta = drawBeta(options.generalisedBeta, random);
    else if (blur.shape == BlurShape::Plateau || blur.shape == BlurShape::StretchedPlateau)
        blur.beta = drawBeta(options.plateauBeta, random);
    return blur;
}

Blur drawFinalSinc(double chance, Random& random)
{
    Blur blur;
    if (!random.chance(chance))
        return blur;
    blur.shape = BlurShape::Sinc;
    blur.side = drawSide(random);
    blur.cutoff = random.uniform(pi / 3.0, pi);
    return blur;
}

std::vector<float> kernelOf(const Blur& blur)
{
    const int reach = blur.side / 2;
    const Ellipse ellipse(blur);
    std::vector<double> weights;
    weights.reserve(std::size_t(blur.side) * std::size_t(blur.side));
    for (int y = -reach; y <= reach; ++y)
        for (int x = -reach; x <= reach; ++x)
            weights.push_back(weight(blur, ellipse, x, y));
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<float> kernel;
    kernel.reserve(weights.size());
    for (const double one : weights)
        kernel.push_back(float(one / sum));
    return kernel;
}

} // namespace enlarger::degrade
