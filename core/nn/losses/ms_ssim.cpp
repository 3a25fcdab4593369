// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/ms_ssim.h"

#include "core/nn/losses/fp32.h"
#include "core/nn/losses/similarity.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace enlarger::nn {

namespace {

constexpr double scaleWeights[] = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
// Contrast and structure may be negative, of which no power is taken; the root's slope at 0 is infinite.
constexpr double leastFactor = 1e-4;

} // namespace

torch::Tensor msSsim(const torch::Tensor& sr, const torch::Tensor& hr)
{
    if (sr.sizes() != hr.sizes() || std::min(sr.size(2), sr.size(3)) < Similarity::window)
        throw std::invalid_argument("SSIM compares pictures of one size of at least 11 x 11 pixels");
    const AutocastOff autocastOff(sr.device());
    torch::Tensor x = fp32(sr);
    torch::Tensor y = fp32(hr).detach();

    std::vector<double> weights;
    for (std::int64_t side = std::min(x.size(2), x.size(3));
         side >= Similarity::window && weights.size() < std::size(scaleWeights); side /= 2)
        weights.push_back(scaleWeights[weights.size()]);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);

    torch::Tensor product;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const bool isLast = i + 1 == weights.size();
        const Similarity scale = similarity(x, y, 1.0);
        const torch::Tensor factor =
            (isLast ? scale.ssim : scale.contrastStructure).clamp_min(leastFactor).pow(weights[i] / sum);
        product = product.defined() ? product * factor : factor;
        if (!isLast) {
            x = torch::avg_pool2d(x, 2);
            y = torch::avg_pool2d(y, 2);
        }
    }
    return product.mean();
}

torch::Tensor msSsimLoss(const torch::Tensor& sr, const torch::Tensor& hr)
{
    return 1.0 - msSsim(sr, hr);
}

} // namespace enlarger::nn
