// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"
#include "core/weights/weights.h"

#include <fstream>
#include <iterator>

namespace enlarger::tests {

inline std::string bytesOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void writeBytes(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary).write(bytes.data(), std::ssize(bytes));
}

/// Raw little-endian float32 in the given shape; undefined where the size does not fit.
inline torch::Tensor floatsOf(const std::filesystem::path& file, const std::vector<std::int64_t>& shape)
{
    const std::string bytes = bytesOf(file);
    torch::Tensor tensor = torch::empty(shape);
    if (bytes.size() != tensor.nbytes())
        return {};
    std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
    return tensor;
}

inline double largestDifference(const torch::Tensor& a, const torch::Tensor& b)
{
    return (a.to(torch::kFloat32) - b.to(torch::kFloat32)).abs().max().item<double>();
}

inline torch::Tensor run(nn::Network& network, const torch::Tensor& input)
{
    const c10::InferenceMode guard;
    return network.forward(input);
}

/// A small network with repeatable random weights, normalisation's statistics and slopes too.
inline std::shared_ptr<nn::Network> randomNetwork(const nn::NetworkSpec& spec)
{
    torch::manual_seed(20);
    auto network = nn::makeNetwork(spec);
    const torch::NoGradGuard noGradients;
    for (auto& parameter : network->parameters())
        parameter.add_(torch::randn_like(parameter) * 0.02);
    for (auto& buffer : network->buffers())
        if (buffer.is_floating_point())
            buffer.add_(torch::rand_like(buffer) * 0.1);
    network->eval();
    return network;
}

} // namespace enlarger::tests
