// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"
#include "core/weights/ncnn_expressions.h"
#include "core/weights/network_tensors.h"
#include "core/weights/state_dict.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enlarger::weights {

class NcnnBuilder;
struct Portable;
struct Recognised;

/// Rewrites what stands before ".weight", ".bias" ...: each # of the pattern is a number, and the replacement
/// takes the numbers over in turn.
struct Rule
{
    std::string pattern;
    std::string replacement;
};
using Rules = std::vector<Rule>;

/// Names that other programs give the tensors of a family.
struct Layout
{
    const char* name;                   // "ESRGAN 2018"
    std::vector<const char*> landmarks; // tensors that show it; all of them
    Rules (*rules)(const StateDict&);   // to our names
    const char* sharedUpConv = nullptr; // a tensor that shows that conv_up1 serves both upsampling steps
};

/// The same tensors under our names, and who names them as the file does.
struct Renamed
{
    StateDict tensors;
    std::string layout; // empty: these are our names already
};

/// How the networks of a family look in files.
struct KeyFamily
{
    std::vector<nn::Architecture> architectures; // several where only their sizes tell them apart
    const char* listed;          // for "Enlarger loads ...": "RRDBNet (ESRGAN, Real-ESRGAN, BSRGAN)"
    const char* ownNames = "";   // whose our own names are: "BasicSR"; empty: the network's first authors'
    std::vector<Layout> layouts; // beside them
    /// Whether tensors under our names are such a network.
    bool (*matches)(const StateDict&);
    /// Makes of tensors that match those that the network has, where these are others; null: they are the
    /// same. Throws ParseError where one is missing or impossible.
    StateDict (*prepared)(const StateDict&) = nullptr;
    /// Makes of a network what other programs open; null: they open it as it is.
    void (*portable)(Portable&, const Recognised&) = nullptr;
    /// The network that trains in place of one that enlarges, of tensors that its file has besides; none, or
    /// null: that itself.
    std::optional<nn::NetworkSpec> (*trains)(const Recognised&) = nullptr;
    /// The spec, read from their sizes. Throws ParseError where one is missing or impossible.
    nn::NetworkSpec (*spec)(const Renamed&);
    bool (*hasScale)(int scale);
    /// Every tensor that a network of this spec has.
    void (*tensors)(Shapes&, const nn::NetworkSpec&);
    /// Writes its ncnn graph. False: this one of the family has none; null: none has.
    bool (*ncnnGraph)(NcnnBuilder&, const nn::NetworkSpec&) = nullptr;
    /// Such a network as an ncnn graph, to compare one from a file with; null: not known as ncnn.
    NcnnSketch (*ncnnSketch)(const NcnnTrace&, Expressions&) = nullptr;
};

/// Every family; the first that matches counts.
const std::vector<KeyFamily>& keyFamilies();

/// Throws std::invalid_argument where none has the architecture.
const KeyFamily& keyFamilyOf(nn::Architecture architecture);

/// What most networks enlarge by.
bool isUsualScale(int scale);

/// Says that other programs open no such network, and what they miss: "a growth other than 32".
std::string notOpenedElsewhere(const std::string& why);

/// "a, b and c"
std::string joined(const std::vector<std::string>& names, std::string_view lastWord);

} // namespace enlarger::weights
