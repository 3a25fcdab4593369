// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"

#include <cstdint>
#include <string>
#include <vector>

namespace enlarger::weights {

struct TensorShape
{
    std::string name;
    std::vector<std::int64_t> sizes;
};

/// Collects shapes module by module.
class Shapes
{
public:
    std::vector<TensorShape> list;

    void conv(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel = 3)
    {
        list.push_back({name + ".weight", {out, in, kernel, kernel}});
        list.push_back({name + ".bias", {out}});
    }
    void depthwiseConv(const std::string& name, std::int64_t channels) { conv(name, 1, channels); }
    void dense(const std::string& name, std::int64_t in, std::int64_t out, bool bias = true)
    {
        list.push_back({name + ".weight", {out, in}});
        if (bias)
            list.push_back({name + ".bias", {out}});
    }
    void norm(const std::string& name, std::int64_t channels)
    {
        list.push_back({name + ".weight", {channels}});
        list.push_back({name + ".bias", {channels}});
    }
    void batchNorm(const std::string& name, std::int64_t channels)
    {
        for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
            list.push_back({name + part, {channels}});
    }
    void prelu(const std::string& name, std::int64_t slopes = 1)
    {
        list.push_back({name + ".weight", {slopes}});
    }
};

/// 1 for x2, 2 for x4 ...
int doublings(int factor);

/// Every tensor that a network of this spec has (num_batches_tracked apart), without making the network: a
/// file is compared with this list before anything of the claimed size is allocated. Throws
/// std::invalid_argument where no family has the architecture.
std::vector<TensorShape> networkTensors(const nn::NetworkSpec& spec);

} // namespace enlarger::weights
