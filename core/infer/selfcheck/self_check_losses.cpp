// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/selfcheck/self_check_losses.h"

#include "core/device/engine_errors.h"
#include "core/infer/engine/engine_network.h"
#include "core/nn/autocast.h"
#include "core/nn/discriminators/discriminator.h"
#include "core/nn/features/dists.h"
#include "core/nn/features/lpips.h"
#include "core/nn/features/shallow_vgg.h"
#include "core/nn/features/vgg19.h"
#include "core/nn/losses/feature_distance.h"
#include "core/nn/losses/gan_loss.h"
#include "core/nn/losses/loss_table.h"
#include "core/nn/losses/pixel_loss.h"
#include "core/nn/losses/sharpen.h"

#include <fmt/format.h>

#include <functional>

namespace enlarger::infer {

namespace {

using torch::Tensor;

constexpr std::uint64_t lossSeed = 30;
constexpr int batch = 2;

/// A scalar made of `sr`, which wants its gradient, and of `hr`.
using Loss = std::function<Tensor(const Tensor& sr, const Tensor& hr)>;

struct LossCase
{
    std::string name;
    int side;
    /// Makes the loss with everything that it needs on the device. Called with the same random numbers.
    std::function<Loss(const torch::Device& device)> make;
    double bf16Value = 0.0; // relative tolerance under autocast; 0: it stays in fp32 there, and equals it
    double bf16Gradient = 0.0;
};

struct Outcome
{
    double value = 0.0;
    Tensor gradient; // on the CPU
};

/// Fills a feature network, which has no numbers of its own, with random ones that keep the size of signals.
void fillRandomly(torch::nn::Module& network)
{
    for (Tensor& buffer : network.buffers()) {
        const Tensor noise = torch::randn(buffer.sizes());
        buffer.copy_(buffer.dim() == 4 && buffer.size(0) > 1
                         ? noise * std::sqrt(2.0 * double(buffer.size(0)) / double(buffer.numel()))
                         : noise.abs() * 0.1);
    }
}

LossCase pictureCase(const std::string& name, nn::PictureLoss loss)
{
    constexpr int scale = 4;
    return {name, 96, [loss](const torch::Device&) {
                return [loss](const Tensor& sr, const Tensor& hr) { return loss(sr, hr, scale); };
            }};
}

/// What the generator and the discriminator minimise, of pictures taken for maps of logits.
LossCase ganCase(const std::string& name, nn::GanKind kind)
{
    return {name, 32, [kind](const torch::Device&) {
                return [kind](const Tensor& sr, const Tensor& hr) {
                    return nn::generatorGanLoss(kind, hr, sr) + nn::fakeTerm(kind, sr, hr) +
                           nn::realTerm(kind, 2.0 * sr, hr, 0.1);
                };
            }};
}

LossCase discriminatorCase(const std::string& name, nn::DiscriminatorKind kind)
{
    constexpr int anySide = 96;
    const int fixedSide = nn::fixedSideOf(kind);
    const int side = fixedSide > 0 ? fixedSide : anySide;
    const nn::DiscriminatorSpec spec{.kind = kind, .features = side > 128 ? 8 : 16, .side = side};
    return {name, side,
            [spec](const torch::Device& device) {
                const auto discriminator = nn::makeDiscriminator(spec);
                discriminator->to(device);
                return [discriminator](const Tensor& sr, const Tensor& hr) {
                    Tensor real;
                    {
                        const torch::NoGradGuard noGrad;
                        real = discriminator->forward(hr);
                    }
                    return nn::generatorGanLoss(nn::GanKind::Relativistic, real, discriminator->forward(sr)) +
                           nn::featureLoss(nn::FeatureDistance::Mse, discriminator->features(sr),
                                           discriminator->features(hr));
                };
            },
            0.05, 0.3};
}

template <class Network>
LossCase featureCase(const char* name, std::function<std::shared_ptr<Network>()> make)
{
    return {name, 48,
            [make](const torch::Device& device) {
                const auto network = make();
                fillRandomly(*network);
                network->to(device);
                return [network](const Tensor& sr, const Tensor& hr) {
                    return nn::featureLoss(nn::FeatureDistance::Mse, network->features(sr),
                                           network->features(hr));
                };
            },
            0.05, 0.3};
}

/// Of a network that gives a distance for each picture.
template <class Network>
LossCase distanceCase(const char* name, double bf16Value = 0.0, double bf16Gradient = 0.0)
{
    return {name, 64,
            [](const torch::Device& device) {
                const auto network = std::make_shared<Network>();
                fillRandomly(*network);
                network->to(device);
                return
                    [network](const Tensor& sr, const Tensor& hr) { return network->forward(sr, hr).mean(); };
            },
            bf16Value, bf16Gradient};
}

std::vector<LossCase> featureCases()
{
    return {
        featureCase<nn::Vgg19>(
            "features VGG19",
            [] {
                return std::make_shared<nn::Vgg19>(std::vector<std::string>{"conv1_2", "conv3_4"}, true);
            }),
        featureCase<nn::ShallowVgg>("features shallow VGG",
                                    [] { return std::make_shared<nn::ShallowVgg>(); }),
        distanceCase<nn::Lpips>("LPIPS", 0.05, 0.3),
        distanceCase<nn::Dists>("DISTS"),
    };
}

/// Every loss, game and discriminator that there is: their tables say which.
std::vector<LossCase> lossCases()
{
    std::vector<LossCase> cases;
    for (const auto& [name, loss] : nn::pictureLosses())
        cases.push_back(pictureCase("loss " + name, loss));
    cases.push_back(pictureCase("loss to a sharpened target", [](const Tensor& sr, const Tensor& hr, int) {
        return nn::pixelLoss(nn::PixelKind::L1, sr, nn::sharpened(hr));
    }));
    for (const auto& [kind, name] : namesOf(nn::GanKind{}))
        cases.push_back(ganCase(fmt::format("loss gan {}", name), kind));
    for (const auto& [kind, name] : namesOf(nn::DiscriminatorKind{}))
        if (kind != nn::DiscriminatorKind::None)
            cases.push_back(discriminatorCase(fmt::format("discriminator {}", name), kind));
    for (LossCase& one : featureCases())
        cases.push_back(std::move(one));
    return cases;
}

Outcome computed(const LossCase& one, const torch::Device& device, bool narrow)
{
    torch::manual_seed(lossSeed);
    const Loss loss = one.make(device);
    torch::manual_seed(lossSeed + 1);
    const Tensor hr = torch::rand({batch, 3, one.side, one.side});
    Tensor sr = (hr + 0.2 * (torch::rand(hr.sizes()) - 0.5)).to(device).requires_grad_();
    Tensor value;
    {
        const nn::Autocast autocast(device, narrow
                                                ? std::optional(torch::kBFloat16)
                                                : std::nullopt); // for the forward pass alone, as in training
        value = loss(sr, hr.to(device));
    }
    value.backward();
    return {value.item<double>(), sr.grad().cpu()};
}

CheckResult compare(const LossCase& one, const Outcome& reference, const torch::Device& device, bool narrow)
{
    CheckResult check;
    check.name = fmt::format("{}, {}", one.name, narrow ? "bf16" : "fp32");
    try {
        constexpr double exactly = 5e-4; // of fp32 in another order
        const Outcome outcome = computed(one, device, narrow);
        const double valueError =
            std::abs(outcome.value - reference.value) / std::max(std::abs(reference.value), 1e-12);
        const double gradientError =
            ((outcome.gradient - reference.gradient).norm() / reference.gradient.norm()).item<double>();
        const double mostValue = narrow && one.bf16Value > 0.0 ? one.bf16Value : exactly;
        const double mostGradient = narrow && one.bf16Gradient > 0.0 ? one.bf16Gradient : 10.0 * exactly;
        check.passed = valueError <= mostValue && gradientError <= mostGradient; // false of NaN too
        check.detail = fmt::format("value off by {:.2g}, at most {:.2g}; gradient by {:.2g}, at most {:.2g}",
                                   valueError, mostValue, gradientError, mostGradient);
    } catch (...) {
        check.detail = device::currentEngineError().text();
    }
    return check;
}

} // namespace

std::vector<CheckResult> checkLosses(const device::Device& device, Gate& gate)
{
    const torch::Device target(device.name);
    std::vector<CheckResult> checks;
    for (const LossCase& one : lossCases()) {
        gate.pass();
        const Outcome reference = computed(one, torch::kCPU, false);
        for (const bool narrow : {false, true})
            if (!narrow || canCompute(device, device::Precision::Bf16).ok())
                checks.push_back(compare(one, reference, target, narrow));
    }
    return checks;
}

} // namespace enlarger::infer
