// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/engine_network.h"

#include "core/device/allocator_cache.h"
#include "core/infer/engine/engine_choice.h"
#include "core/infer/stream/network_plans.h"
#include "core/infer/stream/row_stream.h"
#include "core/nn/gated_forward.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>
#include <cmath>

namespace enlarger::infer {

namespace {

torch::Dtype dtypeOf(device::Precision precision)
{
    switch (precision) {
    case device::Precision::Bf16:
        return torch::kBFloat16;
    case device::Precision::Fp16:
        return torch::kFloat16;
    default:
        return torch::kFloat32;
    }
}

/// For the layers that must not round: the machine that has the integers has these floats.
kernels::Arithmetic exactOf(kernels::Arithmetic arithmetic)
{
    return arithmetic == kernels::Arithmetic::Avx512Vnni ? kernels::Arithmetic::Avx512 : arithmetic;
}

/// oneDNN's own answer: needs AVX-512 at least.
bool oneDnnHas(const char* question)
{
    const auto schema = c10::Dispatcher::singleton().findSchema({question, ""});
    return schema && schema->typed<bool()>().call();
}

} // namespace

void setUpTorch()
{
    static const bool once = [] {
        try {
            torch::set_num_interop_threads(
                1); // one forward pass at a time; its operations share their own threads
        } catch (const std::exception&) {
            // Somebody used them already: then they stay as they are.
        }
        at::globalContext().setAllowTF32CuDNN(false); // fp32 means fp32
        at::globalContext().setBenchmarkCuDNN(
            false); // tiles of few sizes, but the search itself takes seconds
        device::enableAllocatorCache();
        return true;
    }();
    static_cast<void>(once);
    at::globalContext().setFlushDenormal(true); // belongs to the thread
}

EngineNetwork::EngineNetwork(std::shared_ptr<nn::Network> network, const device::Device& device,
                             device::Precision precision)
    : m_network(std::move(network))
    , m_device(device.name)
    , m_arithmetic(streamArithmetic(device, m_network->spec().architecture, precision))
{
    setUpTorch();
    m_network->eval();
    valuesChanged();
    if (m_packed)
        return; // and the network itself is only read
    m_network->to(m_device);
    nn::setPrecision(*m_network, dtypeOf(precision));
}

void EngineNetwork::valuesChanged()
{
    m_packed.reset(); // two of them would be much
    if (m_arithmetic)
        m_packed = packNetwork(*m_network, *m_arithmetic, exactOf(*m_arithmetic));
}

torch::Tensor EngineNetwork::runStream(const torch::Tensor& pixels, Gate& gate) const
{
    const nn::NetworkSpec& spec = m_network->spec();
    const torch::Tensor rows = pixels[0].permute({1, 2, 0}).contiguous(); // H x W x C, as streams have it
    const int height = static_cast<int>(rows.size(0));
    const int width = static_cast<int>(rows.size(1));
    torch::Tensor result =
        torch::empty({std::int64_t(height) * spec.scale, std::int64_t(width) * spec.scale, spec.outChannels});
    const float* from = rows.const_data_ptr<float>();
    float* const to = result.data_ptr<float>();
    RowStream stream(m_packed, width, height,
                     stripsFor(m_packed->plan, width / spec.unshuffle, height / spec.unshuffle));
    while (!stream.isDone()) {
        for (; stream.wantsRow(); from += rows.stride(0))
            std::copy_n(from, rows.stride(0), stream.nextRow());
        stream.run(gate, [&](int y, const float* row) {
            std::copy_n(row, result.stride(0), to + result.stride(0) * y);
        });
    }
    return result.permute({2, 0, 1}).unsqueeze(0);
}

torch::Tensor EngineNetwork::run(const torch::Tensor& pixels, Gate& gate) const
{
    setUpTorch();
    const c10::InferenceMode inference;
    if (m_packed) {
        torch::Tensor result = runStream(pixels, gate);
        // Winograd's sums overflow a little before those of the convolutions themselves.
        if (isFinite(result))
            return result;
    }
    const nn::GatedForward gated(gate);
    return m_network->forward(pixels.to(m_device)).to(torch::kFloat32);
}

Status canCompute(const device::Device& device, device::Precision precision)
{
    if (precision == device::Precision::Int16) {
        if (hasIntegers(device))
            return {};
    } else if (device.name != "cpu" || precision == device::Precision::Fp32 ||
               oneDnnHas(precision == device::Precision::Bf16 ? "mkldnn::_is_mkldnn_bf16_supported"
                                                              : "mkldnn::_is_mkldnn_fp16_supported")) {
        return {};
    }
    return Error{ErrorKind::Unsupported,
                 std::string(device::precisionName(precision)) +
                     " is not among what this device computes quickly (" + device.description + ")",
                 {},
                 "Use --precision auto or fp32"};
}

bool isFinite(const torch::Tensor& tensor)
{
    const auto [least, most] = torch::aminmax(tensor); // not a number spreads to both
    return std::isfinite(least.item<float>()) && std::isfinite(most.item<float>());
}

} // namespace enlarger::infer
