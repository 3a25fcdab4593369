// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/smaller_scale.h"

#include "core/base/time_text.h"
#include "core/models/add_tensors.h"
#include "core/models/model_file.h"

#include <fmt/format.h>

namespace enlarger::models {

namespace {

/// The convolution before the pixel shuffle, by the beginning of its parameters' names. Empty: there is none.
std::string lastConvolution(const nn::NetworkSpec& spec)
{
    switch (spec.architecture) {
    case nn::Architecture::Srvgg: // a convolution and a PReLU at first and in each block
        return fmt::format("body.{}.", 2 * spec.blocks + 2);
    case nn::Architecture::Span:
        return "upsampler.0.";
    default:
        return {};
    }
}

/// Of C s s outputs, s the larger scale, to C t t: each the mean of those that lie in its pixel.
torch::Tensor meansOfPixels(const torch::Tensor& parameter, std::int64_t larger, std::int64_t smaller)
{
    const std::int64_t side = larger / smaller;
    const std::int64_t colours = parameter.size(0) / (larger * larger);
    std::vector<std::int64_t> size = parameter.sizes().vec();
    size[0] = colours * smaller * smaller;
    return parameter.to(torch::kFloat32)
        .reshape({colours, smaller, side, smaller, side, -1})
        .mean(at::IntArrayRef{2, 4})
        .reshape(size);
}

/// "photo-x4" at 2: "photo-x2".
std::string nameAtScale(const std::string& name, int larger, int smaller)
{
    const std::string was = fmt::format("x{}", larger);
    const std::string is = fmt::format("x{}", smaller);
    const std::size_t place = name.rfind(was);
    return place == std::string::npos ? name + "-" + is : std::string(name).replace(place, was.size(), is);
}

} // namespace

Result<StoredModel> withSmallerScale(const ModelStore& store, const StoredModel& model, int scale,
                                     const std::string& name, bool replace)
try {
    HashCache hashes(ModelStore::cacheFolder());
    const auto read = readModel(model.file, hashes);
    if (!read)
        return read.error();
    const nn::NetworkSpec& spec = read->network.spec;
    const std::string last = lastConvolution(spec);
    if (last.empty())
        return Error{ErrorKind::Unsupported,
                     fmt::format("'{}' ({}) does not end in one pixel shuffle", model.card.name,
                                 model.card.architecture),
                     model.file, "SRVGGNetCompact and SPAN can be brought to a smaller scale"};
    if (scale < 1 || scale >= spec.scale || spec.scale % scale != 0)
        return Error{ErrorKind::BadInput,
                     fmt::format("'{}' enlarges x{}: x{} is no divisor of that below it", model.card.name,
                                 spec.scale, scale),
                     {},
                     "Choose another scale"};
    weights::StateDict tensors;
    int found = 0;
    for (const auto& [key, tensor] : read->network.tensors.entries()) {
        const bool isLast = key == last + "weight" || key == last + "bias";
        found += isLast;
        tensors.add(key, isLast ? meansOfPixels(tensor, spec.scale, scale) : tensor);
    }
    if (found != 2)
        return Error{ErrorKind::Unsupported,
                     fmt::format("its last convolution ({}weight and bias) was not found", last),
                     model.file,
                     {}};

    cards::Card card = read->model.card;
    card.name = name.empty() ? nameAtScale(card.name, spec.scale, scale) : name;
    card.title = fmt::format("{} brought to x{}", model.card.title, scale);
    card.description = fmt::format("What {} gives, reduced to x{}.", model.card.name, scale);
    card.source = fmt::format("{} ({}), its last convolution averaged", model.card.name, model.sha256);
    card.ancestry = nameAtScale(cards::ancestryOf(model.card), spec.scale, scale);
    card.scale = scale;
    card.figures = card.log = card.command = {};
    card.created = todayText();
    return addTensors(store, tensors, card, replace);
} catch (const std::exception& exception) {
    return Error{ErrorKind::Internal,
                 std::string("the network could not be brought to a smaller scale: ") + exception.what(),
                 {},
                 {}};
}

} // namespace enlarger::models
