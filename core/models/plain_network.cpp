// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/plain_network.h"

#include <string_view>

namespace enlarger::models {

Result<weights::Recognised> plainNetwork(const std::filesystem::path& checkpoint, const nn::NetworkSpec& spec)
{
    constexpr std::string_view prefix = "generator.";
    auto read = weights::readTensors(checkpoint);
    if (!read)
        return read.error();
    weights::WeightsFile network;
    for (const auto& [name, tensor] : read->tensors.entries())
        if (name.starts_with(prefix) && !name.ends_with("num_batches_tracked"))
            network.tensors.add(name.substr(prefix.size()), tensor);
    if (network.tensors.empty())
        return Error{ErrorKind::BadInput, "is not a checkpoint of a training run", checkpoint,
                     "Give a file out of the run's folder checkpoints"};
    auto recognised = weights::recognise(network);
    if (!recognised || recognised->spec != spec)
        return Error{
            ErrorKind::BadInput, "is a checkpoint of another network than this model", checkpoint, {}};
    return recognised;
}

} // namespace enlarger::models
