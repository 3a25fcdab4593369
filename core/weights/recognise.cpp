// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/foreign_architectures.h"
#include "core/weights/key_layouts.h"
#include "core/weights/network_tensors.h"
#include "core/weights/parse_error.h"
#include "core/weights/weights.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::weights {

namespace {

struct Found
{
    const KeyFamily* family;
    nn::NetworkSpec spec;
};

Found found(const KeyFamily& family, Renamed& file)
{
    try {
        if (family.prepared)
            file.tensors = family.prepared(file.tensors);
        return {&family, family.spec(file)};
    } catch (const ParseError& problem) {
        Error error = problem.error();
        error.what = fmt::format("the file looks like {}, but {}",
                                 nn::architectureName(family.architectures.front()), error.what);
        throw ParseError(std::move(error));
    }
}

Found find(Renamed& file)
{
    const StateDict& tensors = file.tensors;
    for (const KeyFamily& family : keyFamilies())
        if (family.matches(tensors)) {
            if (file.layout.empty())
                file.layout = family.ownNames;
            return found(family, file);
        }
    if (const std::string name = incompleteArchitecture(tensors); !name.empty())
        fail("the file looks like " + name + ", but the network is not complete", "Get the file again");

    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(tensors.size(), 3); ++i)
        names += (i ? ", " : "") + inQuotes(tensors.entries()[i].first);
    fail(tensors.empty() ? "the file holds no tensors"
                         : "the file holds a network that is not known here; its tensors begin with " + names,
         supportedNetworks(), ErrorKind::Unsupported);
}

/// Limits that no network in use reaches; the tensors have been seen to be there, so this is about sense.
void checkSpec(const KeyFamily& family, const nn::NetworkSpec& spec)
{
    const bool channels =
        spec.inChannels >= 1 && spec.inChannels <= 4 && spec.outChannels >= 1 && spec.outChannels <= 4;
    if (!channels)
        fail(fmt::format("the network takes {} channels and gives {}; pictures have 1 to 4", spec.inChannels,
                         spec.outChannels),
             {}, ErrorKind::Unsupported);
    if (!family.hasScale(spec.scale))
        fail(fmt::format("the network enlarges by {}, as none of its kind does here", spec.scale), {},
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

StateDict keptOf(const StateDict& tensors)
{
    StateDict kept;
    for (const auto& [name, tensor] : tensors.entries())
        if (isKept(name))
            kept.add(name, tensor);
    return kept;
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
        if (missing.empty() && wrong.empty() && !result.has(name) && !isKept(name))
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
        const StateDict tensors = withoutPrefixes(file.tensors);
        try {
            Renamed renamed = toOurNames(tensors);
            const auto [family, spec] = find(renamed);
            checkSpec(*family, spec);
            return Recognised{spec, complete(renamed.tensors, spec), keptOf(renamed.tensors),
                              file.isNcnn ? "ncnn" : renamed.layout};
        } catch (const ParseError& problem) { // some networks are ours with something added
            if (const std::string name = foreignArchitecture(tensors); !name.empty())
                return Error{ErrorKind::Unsupported, "the file holds " + name, {}, supportedNetworks()};
            return problem.error();
        }
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Internal,
                     std::string("the tensors could not be examined: ") + exception.what(),
                     {},
                     {}};
    }
}

} // namespace enlarger::weights
