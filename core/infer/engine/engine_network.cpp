// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/engine_network.h"

#include "core/device/allocator_cache.h"
#include "core/infer/engine/engine_choice.h"
#include "core/infer/engine/tensor_target.h"
#include "core/infer/stream/network_plans.h"
#include "core/infer/stream/streamed_picture.h"
#include "core/nn/gated_forward.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>
#include <cmath>

namespace enlarger::infer {

namespace {

/// For the layers that must not round: whatever does needs AVX2 or more, so that there are kernels in fp32.
kernels::Arithmetic exactOf(kernels::Arithmetic arithmetic)
{
    return kernels::isExact(arithmetic) ? arithmetic : kernels::fastestFloats().value();
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
    , m_target(tensorTarget(device, precision))
    , m_arithmetic(streamArithmetic(device, m_network->spec().architecture, precision))
{
    setUpTorch();
    m_network->eval();
    valuesChanged();
    if (m_packed)
        return; // and the network itself is only read
    m_network->to(m_target.device);
    nn::setPrecision(*m_network, m_target.dtype);
}

void EngineNetwork::valuesChanged()
{
    m_packed.reset(); // two of them would be much
    m_tensors.reset();
    if (m_arithmetic)
        m_packed = packNetwork(*m_network, *m_arithmetic, exactOf(*m_arithmetic));
}

std::shared_ptr<const StreamNetwork> EngineNetwork::streamNetwork() const
{
    if (m_packed || !hasRowPlan(m_network->spec().architecture))
        return m_packed;
    const std::lock_guard lock(m_mutex);
    if (!m_tensors)
        m_tensors = tensorNetwork(*m_network, m_target);
    return m_tensors;
}

torch::Tensor EngineNetwork::run(const torch::Tensor& pixels, Gate& gate) const
{
    setUpTorch();
    const c10::InferenceMode inference;
    if (m_packed) {
        const auto stream = m_packed->stream(int(pixels.size(3)), int(pixels.size(2)));
        const nn::NetworkSpec& spec = m_network->spec();
        torch::Tensor result = streamedPicture(*stream, pixels, spec.scale, spec.outChannels, gate);
        // Winograd's sums overflow a little before those of the convolutions themselves. What rounds gives
        // its result as it is, as LibTorch does: the model then computes in fp32.
        if (!kernels::isExact(*m_arithmetic) || isFinite(result))
            return result;
    }
    const nn::GatedForward gated(gate);
    return m_network->forward(pixels.to(m_target.device)).to(torch::kFloat32);
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
