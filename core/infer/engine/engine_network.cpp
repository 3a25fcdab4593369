// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/engine_network.h"

#include "core/device/allocator_cache.h"
#include "core/nn/gated_forward.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <cmath>

namespace enlarger::infer {

namespace {

/// Settings of LibTorch that suit us, made once.
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

/// oneDNN's own answer: needs AVX-512 at least.
bool oneDnnHas(const char* question)
{
    const auto schema = c10::Dispatcher::singleton().findSchema({question, ""});
    return schema && schema->typed<bool()>().call();
}

} // namespace

EngineNetwork::EngineNetwork(std::shared_ptr<nn::Network> network, const device::Device& device,
                             device::Precision precision)
    : m_network(std::move(network))
    , m_device(device.name)
{
    setUpTorch();
    m_network->eval();
    m_network->to(m_device);
    nn::setPrecision(*m_network, dtypeOf(precision));
}

torch::Tensor EngineNetwork::run(const torch::Tensor& pixels, Gate& gate) const
{
    setUpTorch();
    const c10::InferenceMode inference;
    const nn::GatedForward gated(gate);
    return m_network->forward(pixels.to(m_device)).to(torch::kFloat32);
}

Status canCompute(const device::Device& device, device::Precision precision)
{
    if (device.name != "cpu" || precision == device::Precision::Fp32)
        return {};
    const bool has = oneDnnHas(precision == device::Precision::Bf16 ? "mkldnn::_is_mkldnn_bf16_supported"
                                                                    : "mkldnn::_is_mkldnn_fp16_supported");
    if (has)
        return {};
    return Error{ErrorKind::Unsupported,
                 std::string(device::precisionName(precision)) +
                     " is not among what this processor computes quickly (" + device.description + ")",
                 {},
                 "Use --precision auto or fp32"};
}

bool isFinite(const torch::Tensor& tensor)
{
    const auto [least, most] = torch::aminmax(tensor); // not a number spreads to both
    return std::isfinite(least.item<float>()) && std::isfinite(most.item<float>());
}

} // namespace enlarger::infer
