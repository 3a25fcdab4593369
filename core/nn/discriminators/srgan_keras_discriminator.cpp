// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/srgan_keras_discriminator.h"

#include "core/nn/discriminators/discriminator_parts.h"

namespace enlarger::nn {

namespace {

constexpr int blogKernel = 3;
constexpr double blogMomentum = 1.0 - 0.8; // Keras counts what stays
constexpr double blogEpsilon = 1e-3;

/// The same rows and columns of zeros as TensorFlow's padding "same" adds.
torch::Tensor paddedAsTensorFlow(const torch::Tensor& x, std::int64_t stride)
{
    const auto added = [&](std::int64_t side) {
        return std::max<std::int64_t>(((side + stride - 1) / stride - 1) * stride + blogKernel - side, 0);
    };
    const std::int64_t rows = added(x.size(2));
    const std::int64_t columns = added(x.size(3));
    return torch::constant_pad_nd(x, {columns / 2, columns - columns / 2, rows / 2, rows - rows / 2});
}

} // namespace

SrganKerasDiscriminator::SrganKerasDiscriminator(int features, int side)
    : SrganDiscriminator(
          features, side,
          [](int in, int out, int stride, bool) { // padded before
              return torch::nn::Conv2dOptions(in, out, blogKernel).stride(stride);
          },
          [](int out) { return torch::nn::BatchNorm2dOptions(out).momentum(blogMomentum).eps(blogEpsilon); })
{}

torch::Tensor SrganKerasDiscriminator::forwardWithFeatures(const torch::Tensor& pictures,
                                                           std::vector<torch::Tensor>* features)
{
    demandSide(pictures);
    torch::Tensor x = pictures;
    for (std::size_t i = 0; i < m_convs.size(); ++i) {
        x = leaky(m_convs[i]->forward(paddedAsTensorFlow(x, 1 + std::int64_t(i % 2))));
        if (i == 0)
            continue;
        x = m_norms[i - 1]->forward(x);
        if (features)
            features->push_back(x);
    }
    return decide(x);
}

} // namespace enlarger::nn
