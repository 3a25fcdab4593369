// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/vgg_discriminator.h"

#include "core/nn/discriminators/discriminator_parts.h"

#include <algorithm>

namespace enlarger::nn {

namespace {

constexpr int lastSide = 4; // where the dense layers begin
constexpr int vggHidden = 100;
constexpr int widest = 8; // times the features of the first level

} // namespace

VggDiscriminator::VggDiscriminator(int features, int side)
    : m_side(side)
{
    int in = 3;
    int out = features;
    for (int left = side; left > lastSide; left /= 2) {
        const std::size_t number = m_levels.size();
        const bool isFirst = number == 0;
        const std::string name = std::to_string(number) + "_";
        Level level;
        level.conv0 = register_module("conv" + name + "0",
                                      DiscriminatorConv(discriminatorConv(in, out, 3, 1, isFirst)));
        if (!isFirst)
            level.bn0 = register_module("bn" + name + "0", torch::nn::BatchNorm2d(out));
        level.conv1 =
            register_module("conv" + name + "1", DiscriminatorConv(discriminatorConv(out, out, 4, 2, false)));
        level.bn1 = register_module("bn" + name + "1", torch::nn::BatchNorm2d(out));
        m_levels.push_back(level);
        in = out;
        out = std::min(2 * out, widest * features);
    }
    m_linear1 = register_module("linear1", torch::nn::Linear(in * lastSide * lastSide, vggHidden));
    m_linear2 = register_module("linear2", torch::nn::Linear(vggHidden, 1));
}

torch::Tensor VggDiscriminator::forwardWithFeatures(const torch::Tensor& pictures,
                                                    std::vector<torch::Tensor>* features)
{
    demandSide(pictures);
    torch::Tensor x = pictures;
    const auto see = [&](const torch::Tensor& seen) {
        x = seen;
        if (features)
            features->push_back(x);
    };
    for (Level& level : m_levels) {
        if (level.bn0)
            see(leaky(level.bn0->forward(level.conv0->forward(x))));
        else
            x = leaky(level.conv0->forward(x));
        see(leaky(level.bn1->forward(level.conv1->forward(x))));
    }
    return m_linear2->forward(leaky(m_linear1->forward(x.flatten(1))));
}

} // namespace enlarger::nn
