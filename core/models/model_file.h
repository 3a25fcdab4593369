// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/hash_cache.h"
#include "core/models/model_store.h"
#include "core/weights/weights.h"

namespace enlarger::models {

/// Keys of our own in the safetensors metadata, beside the card's.
inline constexpr const char* originKey = "enlarger.origin-sha256"; // of the file that was imported
inline constexpr const char* layoutKey = "enlarger.layout";        // how that file's keys were found

/// A model file read as a whole: what it is, and its tensors.
struct ReadModel
{
    StoredModel model;
    weights::Recognised network;
    std::map<std::string, std::string> metadata;
};

/// How its tensors are stored without loss: in half precision only where every tensor has it already (ncnn's
/// fp16 files, for one, have biases in fp32).
weights::Storage losslessStorage(const StoredModel& model);

/// Reads any kind of model file and works out its card: its own, a published network's, else one made of its
/// name and shape. Weights that are not finite are an Error.
Result<ReadModel> readModel(const std::filesystem::path& file, HashCache& hashes);

/// The same without the tensors, from the head of a safetensors file with a card where it is one.
Result<StoredModel> describeModel(const std::filesystem::path& file, HashCache& hashes);

} // namespace enlarger::models
