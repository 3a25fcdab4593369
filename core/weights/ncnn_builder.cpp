// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/ncnn_builder.h"

#include "core/weights/parse_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::weights {

namespace {

constexpr std::uint32_t float16Flag = 0x01306B47; // before a convolution's weights

} // namespace

NcnnBuilder::NcnnBuilder(const StateDict& tensors)
    : m_tensors(tensors)
{
    add("Input", {}, {}, "input");
}

NcnnBuilder::Blob NcnnBuilder::add(std::string type, std::vector<Blob> inputs, std::string numbers,
                                   std::string name)
{
    // ncnn finds blobs by name: a convolution that serves twice gives two.
    if (name.empty() || std::ranges::find(m_layers, name, &Layer::name) != m_layers.end())
        name = fmt::format("{}_{}", name.empty() ? type : name, m_layers.size());
    m_layers.push_back({std::move(type), std::move(name), std::move(inputs), std::move(numbers)});
    return m_layers.size() - 1;
}

void NcnnBuilder::append(const torch::Tensor& tensor)
{
    const torch::Tensor dense = tensor.contiguous();
    m_bin.append(static_cast<const char*>(dense.data_ptr()), dense.nbytes());
    constexpr std::size_t alignment = 4;
    m_bin.resize((m_bin.size() + alignment - 1) / alignment * alignment);
}

NcnnBuilder::Blob NcnnBuilder::conv(const std::string& name, Blob input)
{
    return conv(name, input, {});
}

NcnnBuilder::Blob NcnnBuilder::convLeaky(const std::string& name, Blob input)
{
    return conv(name, input, " 9=2 -23310=1,2.000000e-01");
}

NcnnBuilder::Blob NcnnBuilder::conv(const std::string& name, Blob input, const std::string& activation)
{
    const torch::Tensor weight = m_tensors.find(name + ".weight")->to(torch::kFloat16);
    if (!torch::isfinite(weight).all().item<bool>())
        fail("the weights of " + inQuotes(name) + " are too large for the 16 bit of an ncnn pair",
             "Export it as .pth or .safetensors");
    m_bin.append(reinterpret_cast<const char*>(&float16Flag), sizeof float16Flag);
    append(weight);
    append(m_tensors.find(name + ".bias")->to(torch::kFloat32));
    const std::int64_t kernel = weight.size(2);
    return add("Convolution", {input},
               fmt::format("0={} 1={}{} 5=1 6={}{}", weight.size(0), kernel, kernel > 1 ? " 4=1" : "",
                           weight.numel(), activation),
               name);
}

NcnnBuilder::Blob NcnnBuilder::prelu(const std::string& name, Blob input)
{
    const torch::Tensor slopes = m_tensors.find(name + ".weight")->to(torch::kFloat32);
    append(slopes);
    return add("PReLU", {input}, fmt::format("0={}", slopes.numel()), name);
}

NcnnBuilder::Blob NcnnBuilder::concat(const std::vector<Blob>& parts)
{
    return parts.size() == 1 ? parts.front() : add("Concat", parts);
}

NcnnBuilder::Blob NcnnBuilder::minus(Blob a, double number)
{
    return add("BinaryOp", {a}, fmt::format("0=1 1=1 2={:e}", number));
}

NcnnBuilder::Blob NcnnBuilder::times(Blob a, double number)
{
    return add("BinaryOp", {a}, fmt::format("0=2 1=1 2={:e}", number));
}

NcnnBuilder::Blob NcnnBuilder::residual(Blob branch, Blob trunk)
{
    return add("Eltwise", {branch, trunk}, "0=1 -23301=2,2.000000e-01,1.000000e+00");
}

NcnnBuilder::Blob NcnnBuilder::nearest(int factor, Blob input)
{
    return add("Interp", {input}, fmt::format("0=1 1={0:e} 2={0:e}", double(factor)));
}

NcnnBuilder::Blob NcnnBuilder::pixelShuffle(int factor, Blob input)
{
    return add("PixelShuffle", {input}, fmt::format("0={}", factor));
}

NcnnBuilder::Blob NcnnBuilder::pixelUnshuffle(int factor, Blob input)
{
    return add("Reorg", {input}, fmt::format("0={}", factor));
}

NcnnBuilder::Blob NcnnBuilder::channels(const std::vector<float>& numbers)
{
    m_bin.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof numbers[0]);
    return add("MemoryData", {}, fmt::format("0=1 1=1 2={}", numbers.size()));
}

NcnnPair NcnnBuilder::finish() &&
{
    std::vector<int> uses(m_layers.size(), 0); // yet to come
    for (const Layer& layer : m_layers)
        for (const Blob blob : layer.inputs)
            ++uses[blob];
    const auto nameOf = [&](Blob blob) {
        return blob == 0 ? std::string("data") : blob + 1 == m_layers.size() ? "output" : m_layers[blob].name;
    };
    std::vector<bool> isSplit(m_layers.size(), false);
    std::string lines;
    std::size_t layerCount = 0, blobCount = 0;
    const auto write = [&](const std::string& type, const std::string& name,
                           const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                           const std::string& numbers) {
        lines += fmt::format("{:<16} {:<24} {} {}", type, name, inputs.size(), outputs.size());
        for (const auto* names : {&inputs, &outputs})
            for (const std::string& one : *names)
                lines += ' ' + one;
        lines += numbers.empty() ? "\n" : ' ' + numbers + '\n';
        ++layerCount;
        blobCount += outputs.size();
    };
    for (Blob blob = 0; blob < m_layers.size(); ++blob) {
        const Layer& layer = m_layers[blob];
        std::vector<std::string> inputs;
        for (const Blob input : layer.inputs)
            inputs.push_back(isSplit[input] ? fmt::format("{}_split_{}", nameOf(input), --uses[input])
                                            : nameOf(input));
        write(layer.type, layer.name, inputs, {nameOf(blob)}, layer.numbers);
        if (uses[blob] < 2)
            continue;
        isSplit[blob] = true; // in ncnn a blob is used once
        std::vector<std::string> copies;
        for (int i = 0; i < uses[blob]; ++i)
            copies.push_back(fmt::format("{}_split_{}", nameOf(blob), i));
        write("Split", nameOf(blob) + "_split", {nameOf(blob)}, copies, {});
    }
    return {fmt::format("7767517\n{} {}\n{}", layerCount, blobCount, lines), std::move(m_bin)};
}

} // namespace enlarger::weights
