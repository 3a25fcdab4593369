// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/selfcheck/self_check.h"

#include "core/device/engine_errors.h"
#include "core/infer/engine/engine_network.h"
#include "core/infer/selfcheck/self_check_losses.h"

#include <fmt/format.h>

namespace enlarger::infer {

namespace {

using nn::Architecture;
using nn::NetworkSpec;

constexpr std::uint64_t seed = 20;

struct Case
{
    const char* name;
    NetworkSpec spec;
};

std::vector<Case> cases()
{
    const NetworkSpec rrdb{.features = 16, .blocks = 2, .growth = 8};
    std::vector<Case> all;
    const auto add = [&](const char* name, auto change) {
        NetworkSpec spec = rrdb;
        change(spec);
        all.push_back({name, spec});
    };
    add("RRDBNet x4", [](NetworkSpec&) {});
    add("RRDBNet x4 wide", [](NetworkSpec& s) { s.features = 64, s.growth = 32; });
    add("RRDBNet x8", [](NetworkSpec& s) { s.scale = 8; });
    add("RRDBNet x2 by pixel-unshuffle", [](NetworkSpec& s) { s.scale = 2, s.unshuffle = 2; });
    add("RRDBNet x1 by pixel-unshuffle", [](NetworkSpec& s) { s.scale = 1, s.unshuffle = 4; });
    add("RRDBNet x4 grey", [](NetworkSpec& s) { s.inChannels = s.outChannels = 1; });
    add("RRDBNet x4, ESRGAN+", [](NetworkSpec& s) { s.plus = true; });
    add("RRDBNet x4, shared upsampling", [](NetworkSpec& s) { s.sharedUpConv = true; });
    add("RRDBNet x4, Keras",
        [](NetworkSpec& s) { s.architecture = Architecture::RrdbNetKeras, s.growth = 16; });
    add("SRResNet x4", [](NetworkSpec& s) { s.architecture = Architecture::SrResNet; });
    add("SRResNet x2, PReLU body",
        [](NetworkSpec& s) { s.architecture = Architecture::SrResNet, s.scale = 2, s.bodyPrelu = true; });
    add("SRResNet x4, nearest", [](NetworkSpec& s) {
        s.architecture = Architecture::SrResNet;
        s.nearestUpsampling = true;
    });
    add("MSRResNet x4", [](NetworkSpec& s) { s.architecture = Architecture::MsrResNet; });
    add("MSRResNet x3", [](NetworkSpec& s) { s.architecture = Architecture::MsrResNet, s.scale = 3; });
    add("SRVGGNetCompact x4", [](NetworkSpec& s) { s.architecture = Architecture::Srvgg; });
    return all;
}

/// The largest difference that we accept, over the spread of the reference's values.
double tolerance(device::Precision precision)
{
    switch (precision) {
    case device::Precision::Bf16:
        return 0.03;
    case device::Precision::Fp16:
        return 0.004;
    default:
        return 0.0005;
    }
}

std::shared_ptr<nn::Network> randomNetwork(const NetworkSpec& spec)
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

CheckResult compare(const Case& one, const device::Device& device, device::Precision precision,
                    const torch::Tensor& pixels, const torch::Tensor& reference, Gate& gate)
{
    CheckResult check;
    check.name = fmt::format("{}, {}", one.name, device::precisionName(precision));
    try {
        const EngineNetwork network(randomNetwork(one.spec), device, precision);
        const double error = relativeError(network.run(pixels, gate).cpu(), reference);
        check.passed = error <= tolerance(precision);
        check.detail = fmt::format("relative error {:.2g}, at most {:.2g}", error, tolerance(precision));
    } catch (const CancelledException&) {
        throw;
    } catch (...) {
        check.detail = device::currentEngineError().text();
    }
    return check;
}

} // namespace

Result<std::vector<CheckResult>> selfCheck(const device::Device& device, Gate& gate)
{
    try {
        std::vector<CheckResult> checks;
        for (const Case& one : cases()) {
            torch::manual_seed(seed + 1);
            const torch::Tensor pixels = torch::rand({1, one.spec.inChannels, 40, 56});
            const auto network = randomNetwork(one.spec);
            network->eval();
            const torch::Tensor reference = [&] {
                const c10::InferenceMode inference;
                return network->forward(pixels);
            }();
            for (const device::Precision precision :
                 {device::Precision::Fp32, device::Precision::Bf16, device::Precision::Fp16})
                if (canCompute(device, precision))
                    checks.push_back(compare(one, device, precision, pixels, reference, gate));
        }
        for (CheckResult& check : checkLosses(device, gate))
            checks.push_back(std::move(check));
        return checks;
    } catch (...) {
        return device::currentEngineError();
    }
}

} // namespace enlarger::infer
