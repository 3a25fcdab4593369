// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/srgan_keras_discriminator.h"

#include "core/nn/discriminators/discriminator_parts.h"
#include "core/nn/discriminators/srgan_discriminator.h"

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
    : m_side(side)
{
    demandSrganSide(side);
    int in = 3;
    int left = side;
    for (int i = 0; i < srganLayers; ++i) {
        const int out = features << (i / 2);
        const int stride = 1 + i % 2;
        const std::string number = std::to_string(i);
        m_convs.push_back(register_module(
            "conv" + number,
            torch::nn::Conv2d(
                torch::nn::Conv2dOptions(in, out, blogKernel).stride(stride)))); // padded before
        if (i > 0)
            m_norms.push_back(register_module(
                "bn" + number,
                torch::nn::BatchNorm2d(
                    torch::nn::BatchNorm2dOptions(out).momentum(blogMomentum).eps(blogEpsilon))));
        in = out;
        left = (left + stride - 1) / stride;
    }
    m_dense1 = register_module("dense1", torch::nn::Linear(in * left * left, srganHidden));
    m_dense2 = register_module("dense2", torch::nn::Linear(srganHidden, 1));
}

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
    return m_dense2->forward(leaky(m_dense1->forward(x.flatten(1))));
}

} // namespace enlarger::nn
