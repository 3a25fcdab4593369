// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/vgg19.h"

#include <algorithm>
#include <stdexcept>

namespace enlarger::nn {

namespace {

struct Layer
{
    std::string name;
    int index; // torchvision's
    int features;
    bool endsBlock;
};

const std::vector<Layer>& layersOfVgg19()
{
    static const std::vector<Layer> layers = [] {
        constexpr int lengths[] = {2, 2, 4, 4, 4};
        constexpr int features[] = {64, 128, 256, 512, 512};
        std::vector<Layer> all;
        int index = 0;
        for (int block = 0; block < 5; ++block) {
            for (int i = 1; i <= lengths[block]; ++i, index += 2)
                all.push_back({"conv" + std::to_string(block + 1) + "_" + std::to_string(i), index,
                               features[block], i == lengths[block]});
            ++index; // the pool
        }
        return all;
    }();
    return layers;
}

torch::Tensor inputOf(const torch::Tensor& pictures, FeatureInput input)
{
    switch (input) {
    case FeatureInput::ImageNet:
        return imageNetNormalised(pictures);
    case FeatureInput::Keras:
        return 255.0 * pictures.flip(1) - perColour(pictures, 103.939, 116.779, 123.68);
    case FeatureInput::Plain:
        break;
    }
    return pictures;
}

} // namespace

std::optional<int> Vgg19::indexOf(const std::string& layer)
{
    const auto place = std::ranges::find(layersOfVgg19(), layer, &Layer::name);
    return place == layersOfVgg19().end() ? std::nullopt : std::optional(place->index);
}

Vgg19::Vgg19(const std::vector<std::string>& layers, bool beforeActivation, FeatureInput input)
    : m_count(layers.size())
    , m_beforeActivation(beforeActivation)
    , m_input(input)
{
    int last = -1;
    for (const std::string& layer : layers) {
        const std::optional<int> index = indexOf(layer);
        if (!index)
            throw std::invalid_argument("VGG19 has no layer " + layer + ", but conv1_1 to conv5_4");
        last = std::max(last, *index);
    }
    if (last < 0)
        throw std::invalid_argument("no layer of VGG19 is named");
    const auto holder = register_module("features", std::make_shared<torch::nn::Module>());
    int in = 3;
    for (const Layer& layer : layersOfVgg19()) {
        if (layer.index > last)
            break;
        Step step{
            holder->register_module(std::to_string(layer.index), FrozenConv(in, layer.features, 3, 1, 1)),
            {},
            layer.endsBlock};
        for (std::size_t i = 0; i < layers.size(); ++i)
            if (layers[i] == layer.name)
                step.wanted.push_back(i);
        m_steps.push_back(std::move(step));
        in = layer.features;
    }
}

std::vector<torch::Tensor> Vgg19::compute(const torch::Tensor& pictures)
{
    std::vector<torch::Tensor> result(m_count);
    torch::Tensor x = inputOf(pictures, m_input);
    for (Step& step : m_steps) {
        x = step.conv->forward(x);
        const bool isCollected = m_beforeActivation && !step.wanted.empty();
        if (isCollected)
            for (const std::size_t place : step.wanted)
                result[place] = x;
        if (isCollected && &step == &m_steps.back())
            break;
        x = isCollected ? torch::relu(x)
                        : torch::relu_(x); // in place it would change what has been collected
        if (!m_beforeActivation)
            for (const std::size_t place : step.wanted)
                result[place] = x;
        if (step.pools && &step != &m_steps.back())
            x = torch::max_pool2d(x, 2);
    }
    return result;
}

} // namespace enlarger::nn
