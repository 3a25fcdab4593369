// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/infer/small_models.h"

#include "core/infer/engine/model_maker.h"
#include "core/weights/weights.h"

#include <functional>

namespace enlarger::tests {

using namespace infer;

namespace {

std::shared_ptr<UpscaleModel> make(const nn::NetworkSpec& spec,
                                   const std::function<void(nn::Network&)>& change = {})
{
    const NetworkSource source = [spec, change]() -> Result<std::shared_ptr<nn::Network>> {
        torch::manual_seed(5);
        auto network = nn::makeNetwork(spec);
        const torch::NoGradGuard noGradients;
        if (change)
            change(*network);
        return network;
    };
    auto model = ModelMaker::make(source, *device::findDevice("cpu"), device::Precision::Fp32);
    return model ? *model : nullptr;
}

} // namespace

std::shared_ptr<UpscaleModel> compactModel(int scale)
{
    return make({.architecture = nn::Architecture::Srvgg, .scale = scale, .features = 8, .blocks = 3});
}

std::shared_ptr<UpscaleModel> farSightedModel()
{
    return make(
        {.architecture = nn::Architecture::RrdbNet, .scale = 4, .features = 4, .blocks = 3, .growth = 4});
}

std::shared_ptr<UpscaleModel> tintingModel()
{
    return make({.architecture = nn::Architecture::Srvgg, .scale = 2, .features = 8, .blocks = 3},
                [](nn::Network& network) {
                    network.parameters().back().add_(0.1); // the last convolution's bias
                });
}

std::shared_ptr<UpscaleModel> overflowingModel()
{
    return make({.architecture = nn::Architecture::Srvgg, .scale = 2, .features = 8, .blocks = 1},
                [](nn::Network& network) {
                    network.named_parameters()["body.0.weight"].mul_(1e38);
                    network.named_parameters()["body.2.weight"].mul_(1e-38);
                });
}

std::shared_ptr<UpscaleModel> greyModel()
{
    return make({.architecture = nn::Architecture::Srvgg,
                 .scale = 2,
                 .inChannels = 1,
                 .outChannels = 1,
                 .features = 8,
                 .blocks = 2});
}

std::shared_ptr<UpscaleModel> colouringModel()
{
    return make({.architecture = nn::Architecture::Srvgg,
                 .scale = 2,
                 .inChannels = 1,
                 .outChannels = 3,
                 .features = 8,
                 .blocks = 2});
}

std::shared_ptr<UpscaleModel> alphaModel()
{
    return make({.architecture = nn::Architecture::Srvgg,
                 .scale = 2,
                 .inChannels = 4,
                 .outChannels = 4,
                 .features = 8,
                 .blocks = 2});
}

std::shared_ptr<UpscaleModel> windowedModel()
{
    return make(
        {.architecture = nn::Architecture::SwinIr,
         .scale = 2,
         .features = 8,
         .blocks = 1,
         .attention = {.depths = {2}, .heads = {2}, .hidden = 16, .tail = nn::AttentionTail::Direct}});
}

std::shared_ptr<UpscaleModel> allSeeingModel()
{
    return make({.architecture = nn::Architecture::OmniSr, .scale = 2, .features = 8, .blocks = 1});
}

Status writeLouder(const std::filesystem::path& network, const std::filesystem::path& to)
{
    const auto loaded = weights::loadNetwork(network);
    if (!loaded)
        return loaded.error();
    const weights::StateDict tensors = weights::stateDict(*loaded->network);
    weights::StateDict louder;
    for (const auto& [name, tensor] : tensors.entries())
        louder.add(name, tensor * 1.05);
    return weights::writeSafetensors(to, louder, {});
}

} // namespace enlarger::tests
