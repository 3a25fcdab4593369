// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_file.h"

#include "core/models/header_summary.h"
#include "core/models/known_models.h"
#include "core/nn/network_families.h"

#include <fmt/ranges.h>

#include <set>

namespace enlarger::models {

namespace fs = std::filesystem;

namespace {

std::string storageOf(const weights::StateDict& tensors)
{
    std::set<std::string> names;
    for (const auto& [name, tensor] : tensors.entries())
        names.insert(tensor.scalar_type() == torch::kHalf       ? "fp16"
                     : tensor.scalar_type() == torch::kBFloat16 ? "bf16"
                                                                : "fp32");
    return fmt::format("{}", fmt::join(names, " and "));
}

// An ncnn pair is known by its weights: the same .bin stands behind several .param files.
fs::path hashedFile(const fs::path& file, bool isNcnn)
{
    fs::path bin = file;
    return isNcnn && file.extension() == ".param" ? bin.replace_extension(".bin") : file;
}

cards::Card cardFor(const fs::path& file, const std::string& sha256,
                    const std::map<std::string, std::string>& metadata)
{
    if (std::optional<cards::Card> known = knownCard(sha256))
        return *known;
    if (const auto json = metadata.find(cards::cardKey); json != metadata.end())
        if (Result<cards::Card> own = cards::cardFromJson(json->second))
            return *std::move(own);
    cards::Card card;
    card.source = "imported from " + file.filename().string();
    return card;
}

cards::Card completed(cards::Card card, const fs::path& file)
{
    card.name = cards::modelNameFrom(card.name.empty() ? file.stem().string() : card.name);
    if (card.title.empty())
        card.title = card.name;
    return card;
}

Result<std::int64_t> sizeOf(const fs::path& file)
{
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error)
        return Error{ErrorKind::Io, "the file cannot be read: " + error.message(), file, {}};
    return static_cast<std::int64_t>(size);
}

Status checkFinite(const weights::StateDict& tensors, const fs::path& file)
try {
    for (const auto& [name, tensor] : tensors.entries())
        if (!torch::isfinite(tensor).all().item<bool>())
            return Error{ErrorKind::BadInput, "the weights of '" + name + "' hold values that are not finite",
                         file, "The training that made this file went wrong; take an earlier checkpoint"};
    return {};
} catch (const std::exception& problem) {
    return Error{
        ErrorKind::Internal, std::string("the weights cannot be checked: ") + problem.what(), file, {}};
}

} // namespace

weights::Storage losslessStorage(const StoredModel& model)
{
    if (model.storage == "fp16")
        return weights::Storage::Float16;
    return model.storage == "bf16" ? weights::Storage::BFloat16 : weights::Storage::Float32;
}

Result<ReadModel> readModel(const fs::path& file, HashCache& hashes)
{
    Result<weights::WeightsFile> weights = weights::readWeights(file);
    if (!weights)
        return std::move(weights).error();
    Result<weights::Recognised> network = weights::recognise(*weights);
    if (!network) {
        Error error = std::move(network).error();
        if (error.file.empty())
            error.file = file;
        return error;
    }
    if (Status finite = checkFinite(network->tensors, file); !finite)
        return std::move(finite).error();
    const fs::path hashed = hashedFile(file, weights->isNcnn);
    const Result<std::string> sha256 = hashes.hashOf(hashed);
    if (!sha256)
        return sha256.error();
    const Result<std::int64_t> size = sizeOf(hashed);
    if (!size)
        return size.error();

    StoredModel model;
    model.card = completed(cardFor(file, *sha256, weights->metadata), file);
    model.card.architecture = nn::describe(network->spec);
    model.card.scale = network->spec.scale;
    model.file = file;
    model.sha256 = *sha256;
    model.fileSize = *size;
    for (const auto& [name, tensor] : network->tensors.entries())
        model.parameters += isParameter(name) ? tensor.numel() : 0;
    model.tensors = static_cast<std::int64_t>(network->tensors.size());
    model.storage = storageOf(network->tensors);
    const auto layout = weights->metadata.find(layoutKey);
    model.layout = layout == weights->metadata.end() ? network->layout : layout->second;
    model.container = weights->container;
    model.inChannels = network->spec.inChannels;
    model.outChannels = network->spec.outChannels;
    model.notes = weights->notes;
    return ReadModel{std::move(model), *std::move(network), std::move(weights->metadata)};
}

Result<StoredModel> describeModel(const fs::path& file, HashCache& hashes)
{
    if (file.extension() == ".safetensors") {
        const Result<HeaderSummary> header = readHeaderSummary(file);
        if (!header)
            return header.error();
        const auto json = header->metadata.find(cards::cardKey);
        Result<cards::Card> card =
            cards::cardFromJson(json == header->metadata.end() ? std::string() : json->second);
        if (card && card->scale > 0 && !card->architecture.empty()) {
            const Result<std::string> sha256 = hashes.hashOf(file);
            if (!sha256)
                return sha256.error();
            const Result<std::int64_t> size = sizeOf(file);
            if (!size)
                return size.error();
            if (card->role.empty()) // kept before cards told it
                if (const auto origin = header->metadata.find(originKey); origin != header->metadata.end())
                    card->role = knownCard(origin->second).value_or(cards::Card()).role;
            const auto layout = header->metadata.find(layoutKey);
            const auto [in, out] = nn::channelsOf(card->architecture);
            StoredModel model;
            model.card = completed(*std::move(card), file);
            model.file = file;
            model.sha256 = *sha256;
            model.fileSize = *size;
            model.parameters = header->parameters;
            model.tensors = header->tensors;
            model.storage = header->storage;
            model.layout = layout == header->metadata.end() ? std::string() : layout->second;
            model.container = "safetensors";
            model.inChannels = in;
            model.outChannels = out;
            return model;
        }
    }
    Result<ReadModel> read = readModel(file, hashes); // no card of ours: the tensors must tell
    if (!read)
        return std::move(read).error();
    return std::move(read->model);
}

} // namespace enlarger::models
