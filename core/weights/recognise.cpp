// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/foreign_architectures.h"
#include "core/weights/key_layouts.h"
#include "core/weights/network_tensors.h"
#include "core/weights/parse_error.h"
#include "core/weights/weights.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::weights {

namespace {

using nn::Architecture;

/// Sizes of a tensor that the spec is read from; refuses where it is missing or of another kind.
class Sizes
{
public:
    explicit Sizes(const StateDict& tensors)
        : m_tensors(tensors)
    {}

    int of(const std::string& name, std::int64_t dimensions, std::int64_t index) const
    {
        const torch::Tensor* tensor = m_tensors.find(name);
        if (!tensor)
            fail("the network is not complete: " + inQuotes(name) + " is missing", "Get the file again");
        constexpr std::int64_t largest = 1 << 16;
        if (tensor->dim() != dimensions || tensor->size(index) < 1 || tensor->size(index) > largest)
            fail(fmt::format("the tensor {} has an impossible shape ({})", inQuotes(name),
                             fmt::join(tensor->sizes(), " x ")));
        return static_cast<int>(tensor->size(index));
    }
    int outputs(const std::string& conv) const { return of(conv + ".weight", 4, 0); }
    int inputs(const std::string& conv) const { return of(conv + ".weight", 4, 1); }

private:
    const StateDict& m_tensors;
};

/// One more than the largest N of "body.N.", never more than there are tensors.
int bodyLength(const StateDict& tensors)
{
    constexpr std::string_view begin = "body.";
    int length = 0;
    for (const auto& [name, tensor] : tensors.entries()) {
        int index = 0;
        if (!name.starts_with(begin))
            continue;
        const auto [end, code] =
            std::from_chars(name.data() + begin.size(), name.data() + name.size(), index);
        if (code == std::errc() && index >= 0 && static_cast<std::size_t>(index) < tensors.size())
            length = std::max(length, index + 1);
    }
    return length;
}

/// How many of begin1, begin2 ... there are.
int countSteps(const StateDict& tensors, const std::string& begin)
{
    constexpr int most = 5;
    int steps = 0;
    while (steps < most && tensors.has(fmt::format("{}{}.weight", begin, steps + 1)))
        ++steps;
    return steps;
}

nn::NetworkSpec rrdbSpec(const Renamed& file)
{
    const Sizes sizes(file.tensors);
    nn::NetworkSpec spec;
    spec.features = sizes.outputs("conv_first");
    spec.growth = sizes.outputs("body.0.rdb1.conv1");
    spec.blocks = bodyLength(file.tensors);
    spec.outChannels = sizes.outputs("conv_last");
    spec.plus = file.tensors.has("body.0.rdb1.conv1x1.weight");
    spec.sharedUpConv = file.sharedUpConv;
    // Cumulative concatenation doubles a width that ordinary blocks let grow by a step.
    if (sizes.inputs("body.0.rdb1.conv3") == 2 * sizes.inputs("body.0.rdb1.conv2"))
        spec.architecture = Architecture::RrdbNetKeras;

    const int inputs = sizes.inputs("conv_first");
    spec.unshuffle = inputs == 4 * spec.outChannels ? 2 : inputs == 16 * spec.outChannels ? 4 : 1;
    spec.inChannels = inputs / (spec.unshuffle * spec.unshuffle);
    const int enlarged = 1 << (spec.sharedUpConv ? 2 : countSteps(file.tensors, "conv_up"));
    if (enlarged < spec.unshuffle)
        fail(fmt::format("the network makes pictures smaller: it takes them apart by {} and enlarges by {}",
                         spec.unshuffle, enlarged));
    spec.scale = enlarged / spec.unshuffle;
    return spec;
}

nn::NetworkSpec srResNetSpec(const StateDict& tensors)
{
    const Sizes sizes(tensors);
    nn::NetworkSpec spec;
    spec.architecture = Architecture::SrResNet;
    spec.features = sizes.outputs("conv_first");
    spec.inChannels = sizes.inputs("conv_first");
    spec.outChannels = sizes.outputs("conv_last");
    spec.blocks = bodyLength(tensors);
    spec.bodyPrelu = tensors.has("prelu_body.weight");
    int steps = 0;
    while (steps < 5 && tensors.has(fmt::format("upsample.{}.conv.weight", steps)))
        ++steps;
    spec.scale = 1 << steps;
    spec.nearestUpsampling = steps > 0 && !tensors.has("upsample.0.prelu.weight");
    return spec;
}

nn::NetworkSpec msrResNetSpec(const StateDict& tensors)
{
    const Sizes sizes(tensors);
    nn::NetworkSpec spec;
    spec.architecture = Architecture::MsrResNet;
    spec.features = sizes.outputs("conv_first");
    spec.inChannels = sizes.inputs("conv_first");
    spec.outChannels = sizes.outputs("conv_last");
    spec.blocks = bodyLength(tensors);
    const bool triples = sizes.outputs("upconv1") == 9 * spec.features;
    spec.scale = triples ? 3 : 1 << countSteps(tensors, "upconv");
    return spec;
}

nn::NetworkSpec srvggSpec(const StateDict& tensors)
{
    const Sizes sizes(tensors);
    nn::NetworkSpec spec;
    spec.architecture = Architecture::Srvgg;
    spec.features = sizes.outputs("body.0");
    spec.inChannels = sizes.inputs("body.0");
    const int last = bodyLength(tensors) - 1; // first, PReLU, (inner, PReLU) x blocks, last
    spec.blocks = (last - 2) / 2;
    const int channels = sizes.outputs(fmt::format("body.{}", last));
    for (const int outputs : {spec.inChannels, 3, 4, 1}) // channels = outputs x scale x scale
        for (int scale = 1; outputs * scale * scale <= channels; ++scale)
            if (outputs * scale * scale == channels) {
                spec.outChannels = outputs;
                spec.scale = scale;
                return spec;
            }
    fail(fmt::format("the last of the network's convolutions has {} outputs, which make no picture",
                     channels));
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const StateDict& tensors = file.tensors;
    const torch::Tensor* first = tensors.find("body.0.weight");
    const torch::Tensor* second = tensors.find("body.1.weight");
    if (tensors.has("body.0.rdb1.conv1.weight"))
        return rrdbSpec(file);
    if (tensors.has("prelu_first.weight") && tensors.has("body.0.bn1.weight"))
        return srResNetSpec(tensors);
    if (tensors.has("conv_first.weight") && tensors.has("body.0.conv1.weight") &&
        tensors.has("upconv1.weight"))
        return msrResNetSpec(tensors);
    if (first && second && first->dim() == 4 && second->dim() == 1)
        return srvggSpec(tensors);

    if (const std::string name = foreignArchitecture(tensors); !name.empty())
        fail("the file holds " + name, supportedNetworks(), ErrorKind::Unsupported);
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(tensors.size(), 3); ++i)
        names += (i ? ", " : "") + inQuotes(tensors.entries()[i].first);
    fail(tensors.empty() ? "the file holds no tensors"
                         : "the file holds a network that is not known here; its tensors begin with " + names,
         supportedNetworks(), ErrorKind::Unsupported);
}

/// Limits that no network in use reaches; the tensors have been seen to be there, so this is about sense.
void checkSpec(const nn::NetworkSpec& spec)
{
    const bool channels =
        spec.inChannels >= 1 && spec.inChannels <= 4 && spec.outChannels >= 1 && spec.outChannels <= 4;
    if (!channels)
        fail(fmt::format("the network takes {} channels and gives {}; pictures have 1 to 4", spec.inChannels,
                         spec.outChannels),
             {}, ErrorKind::Unsupported);
    const bool anyScale = spec.architecture == Architecture::Srvgg && spec.scale <= 8;
    const bool triple = spec.architecture == Architecture::MsrResNet && spec.scale == 3;
    if (!anyScale && !triple && spec.scale != 1 && spec.scale != 2 && spec.scale != 4 && spec.scale != 8)
        fail(fmt::format("the network enlarges by {}; 1, 2, 4 and 8 are known here", spec.scale), {},
             ErrorKind::Unsupported);
}

/// "3 tensors are missing ("a", "b" ...)"
std::string listed(const std::vector<std::string>& names, const char* one, const char* many)
{
    std::string text = fmt::format("{} {} (", names.size(), names.size() == 1 ? one : many);
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 3); ++i)
        text += (i ? ", " : "") + names[i];
    return text + (names.size() > 3 ? " ...)" : ")");
}

/// The tensors in the network's order, when they are all there, and as large as they must be, and no others.
StateDict complete(const StateDict& tensors, const nn::NetworkSpec& spec)
{
    StateDict result;
    std::vector<std::string> missing, wrong, extra;
    for (auto& [name, sizes] : networkTensors(spec)) {
        const torch::Tensor* tensor = tensors.find(name);
        if (!tensor)
            missing.push_back(inQuotes(name));
        else if (tensor->sizes() != torch::IntArrayRef(sizes))
            wrong.push_back(fmt::format("{}: {} instead of {}", inQuotes(name),
                                        fmt::join(tensor->sizes(), " x "), fmt::join(sizes, " x ")));
        else if (!tensor->is_floating_point())
            wrong.push_back(inQuotes(name) + ": whole numbers");
        else
            result.add(name, *tensor);
    }
    for (const auto& [name, tensor] : tensors.entries())
        if (missing.empty() && wrong.empty() && !result.has(name))
            extra.push_back(inQuotes(name));
    std::vector<std::string> faults;
    if (!missing.empty())
        faults.push_back(listed(missing, "tensor is missing", "tensors are missing"));
    if (!wrong.empty())
        faults.push_back(listed(wrong, "tensor does not fit", "tensors do not fit"));
    if (!extra.empty())
        faults.push_back(listed(extra, "tensor has no place in it", "tensors have no place in it"));
    if (!faults.empty())
        fail(fmt::format("the network looks like {} ({} blocks, {} features, x{}), but {}",
                         nn::architectureName(spec.architecture), spec.blocks, spec.features, spec.scale,
                         fmt::join(faults, " and ")),
             "Get the file again, or from another place");
    return result;
}

} // namespace

Result<Recognised> recognise(const WeightsFile& file)
{
    try {
        Renamed renamed = toOurNames(withoutPrefixes(file.tensors));
        const nn::NetworkSpec spec = specOf(renamed);
        checkSpec(spec);
        return Recognised{spec, complete(renamed.tensors, spec), file.isNcnn ? "ncnn" : renamed.layout};
    } catch (const ParseError& problem) {
        return problem.error();
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Internal,
                     std::string("the tensors could not be looked at: ") + exception.what(),
                     {},
                     {}};
    }
}

} // namespace enlarger::weights
