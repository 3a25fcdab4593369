// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"

#include <new>
#include <stdexcept>

namespace enlarger::weights {

namespace {

struct ReadNetwork
{
    Recognised network;
    std::string container;
    std::map<std::string, std::string> metadata;
};

Result<ReadNetwork> readNetwork(const std::filesystem::path& file)
{
    auto weights = readWeights(file);
    if (!weights)
        return std::move(weights).error();
    auto recognised = recognise(*weights);
    if (!recognised) {
        Error error = std::move(recognised).error();
        error.file = file;
        return error;
    }
    return ReadNetwork{*std::move(recognised), std::move(weights->container), std::move(weights->metadata)};
}

/// `file` is named where it cannot be made.
Result<LoadedNetwork> build(const Recognised& source, const std::string& container,
                            const std::map<std::string, std::string>& metadata,
                            const std::filesystem::path& file)
{
    try {
        const std::shared_ptr<nn::Network> network = nn::makeNetwork(source.spec);
        if (Status filled = fillModule(*network, source.tensors); !filled) {
            Error error = std::move(filled).error();
            error.file = file;
            return error;
        }
        network->eval();
        return LoadedNetwork{network, source.layout, container, metadata};
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

} // namespace

StateDict stateDict(const nn::Network& network)
{
    StateDict result;
    for (const auto& [name, tensor] : moduleTensors(network))
        if (!isCounter(name))
            result.add(name, tensor.detach().cpu());
    return result;
}

Result<LoadedNetwork> loadNetwork(const std::filesystem::path& file)
{
    auto source = readNetwork(file);
    if (!source)
        return source.error();
    return build(source->network, source->container, source->metadata, file);
}

Result<LoadedNetwork> loadTrainable(const std::filesystem::path& file)
{
    auto source = readNetwork(file);
    if (!source)
        return source.error();
    return build(asTrained(source->network), source->container, source->metadata, file);
}

Result<NetworkPair> NetworkPair::read(const std::filesystem::path& faithful,
                                      const std::filesystem::path& crisp)
{
    auto a = readNetwork(faithful);
    if (!a)
        return a.error();
    auto b = readNetwork(crisp);
    if (!b)
        return b.error();
    if (!(a->network.spec == b->network.spec))
        return Error{ErrorKind::BadInput,
                     "its network is not of the same shape as that of " + faithful.filename().string(), crisp,
                     "Choose two networks of the same shape"};
    return NetworkPair{crisp, std::move(a->network), std::move(b->network), std::move(a->container),
                       std::move(a->metadata)};
}

Result<StateDict> NetworkPair::at(double strength) const
{
    auto tensors = mix(faithful.tensors, crisp.tensors, strength);
    if (tensors)
        return tensors;
    Error error = std::move(tensors).error();
    error.file = crispFile;
    return error;
}

Result<LoadedNetwork> NetworkPair::networkAt(double strength) const
{
    const auto tensors = at(strength);
    if (!tensors)
        return tensors.error();
    return build({faithful.spec, *tensors, {}, faithful.layout}, container, metadata, crispFile);
}

Result<LoadedNetwork> loadMixedNetwork(const std::filesystem::path& faithful,
                                       const std::filesystem::path& crisp, double strength)
{
    const auto pair = NetworkPair::read(faithful, crisp);
    if (!pair)
        return pair.error();
    return pair->networkAt(strength);
}

} // namespace enlarger::weights
