// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/lpips_distance.h"

#include "core/infer/features/feature_networks.h"

namespace enlarger::train {

PictureDistance lpipsDistance(const std::vector<std::filesystem::path>& featureFolders,
                              const torch::Device& device)
{
    const auto opened = infer::openLpips(featureFolders);
    if (!opened)
        return {};
    const std::shared_ptr<nn::Lpips> lpips = *opened;
    lpips->to(device);
    lpips->eval();
    return [lpips](const torch::Tensor& sr, const torch::Tensor& hr) {
        const torch::NoGradGuard noGrad;
        return lpips->forward(sr, hr).mean().item<double>();
    };
}

} // namespace enlarger::train
