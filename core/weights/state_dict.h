// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <torch/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace enlarger::weights {

/// Named tensors in the order of the file. Names are unique.
class StateDict
{
public:
    using Entry = std::pair<std::string, torch::Tensor>;

    void add(std::string name, torch::Tensor tensor) // replaces one of the same name
    {
        const auto [place, isNew] = m_index.try_emplace(name, m_entries.size());
        if (isNew)
            m_entries.emplace_back(std::move(name), std::move(tensor));
        else
            m_entries[place->second].second = std::move(tensor);
    }
    const torch::Tensor* find(const std::string& name) const
    {
        const auto place = m_index.find(name);
        return place == m_index.end() ? nullptr : &m_entries[place->second].second;
    }
    bool has(const std::string& name) const { return m_index.contains(name); }
    const std::vector<Entry>& entries() const { return m_entries; }
    std::size_t size() const { return m_entries.size(); }
    bool empty() const { return m_entries.empty(); }

private:
    std::vector<Entry> m_entries;
    std::map<std::string, std::size_t> m_index;
};

/// What a weights file held.
struct WeightsFile
{
    StateDict tensors; // unwrapped (params_ema ...), prefixes like "module." stripped
    std::map<std::string, std::string> metadata; // safetensors' own; empty in other formats
    std::string container;                       // "safetensors", "PyTorch (zip)", "PyTorch (legacy)", "ncnn"
    std::vector<std::string> notes;              // what was passed over, a sentence each
    bool isNcnn = false;
};

} // namespace enlarger::weights
