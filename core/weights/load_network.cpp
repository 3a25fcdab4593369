// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights.h"

#include <new>
#include <stdexcept>

namespace enlarger::weights {

namespace {

/// Parameters and buffers share one space of names.
std::vector<StateDict::Entry> tensorsOf(const nn::Network& network)
{
    std::vector<StateDict::Entry> tensors;
    for (const auto& item : network.named_parameters())
        tensors.emplace_back(item.key(), item.value());
    for (const auto& item : network.named_buffers())
        if (!item.key().ends_with("num_batches_tracked"))
            tensors.emplace_back(item.key(), item.value());
    return tensors;
}

} // namespace

StateDict stateDict(const nn::Network& network)
{
    StateDict result;
    for (const auto& [name, tensor] : tensorsOf(network))
        result.add(name, tensor.detach().cpu());
    return result;
}

Result<LoadedNetwork> loadNetwork(const std::filesystem::path& file)
{
    auto weights = readWeights(file);
    if (!weights)
        return weights.error();
    auto recognised = recognise(*weights);
    if (!recognised) {
        Error error = recognised.error();
        error.file = file;
        return error;
    }
    try {
        const torch::NoGradGuard noGradients;
        const std::shared_ptr<nn::Network> network = nn::makeNetwork(recognised->spec);
        for (auto& [name, tensor] : tensorsOf(*network)) {
            const torch::Tensor* source = recognised->tensors.find(name);
            if (!source)
                return Error{ErrorKind::Internal,
                             "the network has the tensor " + name + ", which the file's list lacks",
                             file,
                             {}};
            tensor.copy_(*source);
        }
        network->eval();
        return LoadedNetwork{network, recognised->layout, weights->container, weights->metadata};
    } catch (const std::invalid_argument& refused) { // beyond what our networks are made for
        return Error{
            ErrorKind::Unsupported, std::string("the network is not made here: ") + refused.what(), file, {}};
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::OutOfMemory, "there is not enough memory for the network", file,
                     "Close other programs"};
    } catch (const c10::Error& error) {
        return Error{ErrorKind::Internal,
                     std::string("the network could not be made: ") + error.what_without_backtrace(),
                     file,
                     {}};
    } catch (const std::exception& exception) {
        return Error{
            ErrorKind::Internal, std::string("the network could not be made: ") + exception.what(), file, {}};
    }
}

} // namespace enlarger::weights
