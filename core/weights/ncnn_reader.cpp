// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/container_readers.h"
#include "core/weights/ncnn_graph.h"
#include "core/weights/whole_file.h"

#include <cmath>
#include <fmt/format.h>

namespace enlarger::weights {

namespace {

/// How a convolution's weights are stored stands before them.
enum Flag : std::uint32_t {
    Float32 = 0,
    Float16 = 0x01306B47,
    Float32Scaled = 0x0002C056,
    Int8 = 0x000D4B38
};

std::int64_t countOf(const NcnnLayer& layer, int id)
{
    constexpr double largest = 1 << 30;
    const double value = layer.number(id, 0);
    if (!(value >= 1 && value <= largest) || value != std::floor(value))
        fail("the .param is damaged: the layer " + inQuotes(layer.name) + " has an impossible size",
             "Get the file again");
    return static_cast<std::int64_t>(value);
}

torch::Tensor takeTensor(ByteReader& bin, const std::vector<std::int64_t>& shape, std::int64_t count,
                         torch::ScalarType dtype)
{
    const std::uint64_t bytes = static_cast<std::uint64_t>(count) * c10::elementSize(dtype);
    const Bytes data = bin.take(bytes); // before anything is allocated
    torch::Tensor tensor = torch::empty(shape, dtype);
    std::memcpy(tensor.data_ptr(), data.data(), data.size());
    return tensor;
}

void takeConvolution(const NcnnWeight& weight, bool roundBiases, ByteReader& bin, StateDict& tensors)
{
    const std::int64_t outputs = countOf(*weight.layer, 0);
    const std::int64_t kernel = countOf(*weight.layer, 1);
    const std::int64_t count = countOf(*weight.layer, 6);
    if (count % (outputs * kernel * kernel) != 0)
        fail("the .param is damaged: the layer " + inQuotes(weight.layer->name) +
                 " has a broken number of weights",
             "Get the file again");
    const std::vector<std::int64_t> shape{outputs, count / (outputs * kernel * kernel), kernel, kernel};

    const auto flag = bin.number<std::uint32_t>();
    if (flag == Int8 || (flag != Float32 && flag != Float16 && flag != Float32Scaled))
        fail(flag == Int8 ? "the ncnn weights are quantised to 8 bit"
                          : "the .bin does not fit its .param, is damaged, or is quantised",
             "Use the 32-bit or 16-bit pair of this network, both files from the same source");
    const bool half = flag == Float16;
    tensors.add(weight.name + ".weight",
                takeTensor(bin, shape, count, half ? torch::kFloat16 : torch::kFloat32));
    if (half && count % 2 != 0)
        bin.take(2); // padded to 4 bytes
    const torch::Tensor bias = takeTensor(bin, {outputs}, outputs, torch::kFloat32);
    tensors.add(weight.name + ".bias", half && roundBiases ? bias.to(torch::kFloat16) : bias);
}

/// Constants are no weights: a network has them by itself, and others would make it another one.
void passConstant(const NcnnWeight& weight, ByteReader& bin)
{
    const auto count = static_cast<std::int64_t>(weight.constant.size());
    if (countOf(*weight.layer, 2) == count) {
        const torch::Tensor expected = torch::tensor(weight.constant, torch::kFloat32);
        if (takeTensor(bin, {count}, count, torch::kFloat32).allclose(expected, 0, 1e-4))
            return;
    }
    fail(fmt::format("the layer {} of the .param holds other numbers than {}", inQuotes(weight.layer->name),
                     fmt::join(weight.constant, ", ")),
         "Get the file again, or this network as .pth or .safetensors", ErrorKind::Unsupported);
}

} // namespace

WeightsFile readNcnn(const std::filesystem::path& param, const std::filesystem::path& bin)
{
    constexpr std::uint64_t largestParam = 16 << 20;
    const std::vector<std::byte> text = readAll(param, largestParam);
    const std::vector<NcnnLayer> layers = parseNcnnParam(asText(text));
    const NcnnNetwork network = recogniseNcnnGraph(layers);

    const std::vector<std::byte> bytes = readAll(bin);
    ByteReader in(bytes);
    WeightsFile result;
    for (const std::string& mark : network.marks)
        result.tensors.add(mark, torch::zeros({1}));
    for (const NcnnWeight& weight : network.weights) {
        if (weight.layer->type == "MemoryData")
            passConstant(weight, in);
        else if (weight.layer->type == "PReLU") {
            const std::int64_t slopes = countOf(*weight.layer, 0);
            result.tensors.add(weight.name + ".weight", takeTensor(in, {slopes}, slopes, torch::kFloat32));
        } else
            takeConvolution(weight, network.roundBiases, in, result.tensors);
    }
    if (in.left() != 0)
        fail(fmt::format(
                 "the .bin goes on for {} bytes after the last weights of its .param: they do not belong "
                 "together",
                 in.left()),
             "Use two files from the same source");
    result.container = "ncnn";
    result.isNcnn = true;
    return result;
}

} // namespace enlarger::weights
