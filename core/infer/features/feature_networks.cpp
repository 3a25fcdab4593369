// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/features/feature_networks.h"

#include "core/device/engine_errors.h"
#include "core/infer/features/feature_files.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"

namespace enlarger::infer {

namespace {

/// Fills a network from files, each of which holds some of its tensors.
Status fill(torch::nn::Module& network, const Folders& folders, const std::vector<FeatureFile>& files)
{
    weights::StateDict tensors;
    std::filesystem::path first;
    for (const FeatureFile& file : files) {
        const Result<std::filesystem::path> path = findFeatureFile(folders, file);
        if (!path)
            return path.error();
        if (first.empty())
            first = *path;
        const Result<weights::WeightsFile> read = weights::readWeights(*path);
        if (!read)
            return read.error();
        for (const auto& [name, tensor] : read->tensors.entries())
            tensors.add(name, tensor);
    }
    const Status status = weights::fillModule(network, tensors);
    if (status)
        return {};
    Error error = status.error();
    error.what = "these are not " + files.front().what + ": " + error.what;
    error.file = first;
    error.advice = "Download it again: " + files.front().source;
    return error;
}

template <class Network, class... Arguments>
Result<std::shared_ptr<Network>> open(const Folders& folders, const std::vector<FeatureFile>& files,
                                      const Arguments&... arguments)
{
    try {
        const auto network = std::make_shared<Network>(arguments...);
        if (const Status status = fill(*network, folders, files); !status)
            return status.error();
        return network;
    } catch (const std::invalid_argument& refused) {
        return Error{ErrorKind::BadInput, refused.what(), {}, {}};
    } catch (...) {
        return device::currentEngineError();
    }
}

} // namespace

Result<std::shared_ptr<nn::Vgg19>> openVgg19(const Folders& folders, const std::vector<std::string>& layers,
                                             bool beforeActivation, nn::FeatureInput input)
{
    return open<nn::Vgg19>(folders, {vgg19File()}, layers, beforeActivation, input);
}

Result<std::shared_ptr<nn::ShallowVgg>> openShallowVgg(const Folders& folders)
{
    return open<nn::ShallowVgg>(folders, {shallowVggFile()});
}

Result<std::shared_ptr<nn::Lpips>> openLpips(const Folders& folders)
{
    return open<nn::Lpips>(folders, {squeezeNetFile(), lpipsFile()});
}

Result<std::shared_ptr<nn::Dists>> openDists(const Folders& folders)
{
    return open<nn::Dists>(folders, {vgg16File(), distsFile()});
}

} // namespace enlarger::infer
