// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/selfcheck/self_check.h"

#include "core/device/engine_errors.h"
#include "core/infer/engine/engine_choice.h"
#include "core/infer/engine/engine_network.h"
#include "core/infer/selfcheck/self_check_losses.h"
#include "core/infer/stream/network_plans.h"
#include "core/infer/stream/streamed_picture.h"
#include "core/nn/network_families.h"

#include <fmt/format.h>

namespace enlarger::infer {

namespace {

constexpr std::uint64_t seed = 20;

/// The largest difference that we accept, over the spread of the reference's values.
double tolerance(device::Precision precision)
{
    switch (precision) {
    case device::Precision::Bf16:
        return 0.03;
    case device::Precision::Fp16:
    case device::Precision::Int16:
        return 0.004;
    default:
        return 0.0005;
    }
}

std::shared_ptr<nn::Network> randomNetwork(const nn::NetworkSpec& spec)
{
    torch::manual_seed(seed);
    return nn::makeNetwork(spec);
}

double relativeError(const torch::Tensor& result, const torch::Tensor& reference)
{
    if (result.sizes() != reference.sizes() || !isFinite(result))
        return std::numeric_limits<double>::infinity();
    return ((result - reference).square().mean().sqrt() / reference.std()).item<double>();
}

/// At once, or as a stream in low strips.
enum class Way { AtOnce, Stream };

torch::Tensor computed(const EngineNetwork& network, Way way, const nn::NetworkSpec& spec,
                       const torch::Tensor& pixels, Gate& gate)
{
    if (way == Way::AtOnce)
        return network.run(pixels, gate).cpu();
    const auto weights = network.streamNetwork();
    const auto stream =
        weights->stream(int(pixels.size(3)), int(pixels.size(2)), lowestStrips(weights->plan));
    return streamedPicture(*stream, pixels, spec.scale, spec.outChannels, gate);
}

CheckResult compare(const nn::SelfCheckSpec& one, Way way, const device::Device& device,
                    device::Precision precision, const torch::Tensor& pixels, const torch::Tensor& reference,
                    Gate& gate)
{
    CheckResult check;
    check.name = fmt::format("{}{}, {}", one.name, way == Way::Stream ? ", as a stream" : "",
                             device::precisionName(precision));
    try {
        const EngineNetwork network(randomNetwork(one.spec), device, precision);
        const double error = relativeError(computed(network, way, one.spec, pixels, gate), reference);
        check.passed = error <= tolerance(precision);
        check.detail = fmt::format("relative error {:.2g}, at most {:.2g}", error, tolerance(precision));
    } catch (const CancelledException&) {
        throw;
    } catch (...) {
        check.detail = device::currentEngineError().text();
    }
    return check;
}

void checkNetwork(const nn::SelfCheckSpec& one, bool fitsFp16, const device::Device& device, Gate& gate,
                  std::vector<CheckResult>& checks)
{
    torch::manual_seed(seed + 1);
    const torch::Tensor pixels = torch::rand({1, one.spec.inChannels, 40, 56});
    const auto network = randomNetwork(one.spec);
    network->eval();
    const torch::Tensor reference = [&] {
        const c10::InferenceMode inference;
        return network->forward(pixels);
    }();
    for (const device::Precision precision : {device::Precision::Fp32, device::Precision::Bf16,
                                              device::Precision::Fp16, device::Precision::Int16})
        if (canCompute(device, precision) && (fitsFp16 || precision != device::Precision::Fp16) &&
            (precision != device::Precision::Int16 ||
             streamArithmetic(device, one.spec.architecture, precision)))
            for (const Way way : {Way::AtOnce, Way::Stream})
                if (way == Way::AtOnce || hasRowPlan(one.spec.architecture))
                    checks.push_back(compare(one, way, device, precision, pixels, reference, gate));
}

} // namespace

Result<std::vector<CheckResult>> selfCheck(const device::Device& device, Gate& gate)
{
    try {
        std::vector<CheckResult> checks;
        for (const nn::NetworkFamily& family : nn::networkFamilies())
            for (const nn::SelfCheckSpec& one : family.selfCheckSpecs)
                checkNetwork(one, family.fitsFp16, device, gate, checks);
        for (CheckResult& check : checkLosses(device, gate))
            checks.push_back(std::move(check));
        return checks;
    } catch (...) {
        return device::currentEngineError();
    }
}

} // namespace enlarger::infer
