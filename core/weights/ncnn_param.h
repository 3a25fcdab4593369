// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace enlarger::weights {

/// One line of a .param: what is computed from which blobs. Numbers are ncnn's: their meaning depends on the
/// type.
struct NcnnLayer
{
    std::string type;
    std::string name;
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::map<int, std::vector<double>> numbers; // one value, or several for ncnn's arrays (-23300 - id)

    double number(int id, double otherwise) const
    {
        const auto found = numbers.find(id);
        return found == numbers.end() || found->second.size() != 1 ? otherwise : found->second.front();
    }
    std::vector<double> array(int id) const
    {
        const auto found = numbers.find(id);
        return found == numbers.end() ? std::vector<double>() : found->second;
    }
};

std::vector<NcnnLayer> parseNcnnParam(std::string_view text);

} // namespace enlarger::weights
