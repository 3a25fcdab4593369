// SPDX-License-Identifier: GPL-3.0-or-later
// How the two networks are judged, and their gradients made. The order is in adversarial_trainer.cpp.
#include "core/train/learn/adversarial_trainer.h"

#include "core/device/parallel_for.h"
#include "core/nn/kernel_conv.h"
#include "core/nn/losses/gan_loss.h"
#include "core/train/learn/autocast.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"

#include <torch/autograd.h>

#include <ATen/Parallel.h>

#include <algorithm>
#include <utility>

namespace enlarger::train {

namespace {

void setTrainable(const std::vector<torch::Tensor>& parameters, bool trainable)
{
    for (const torch::Tensor& parameter : parameters)
        parameter.set_requires_grad(trainable);
}

} // namespace

Status AdversarialTrainer::startDiscriminator(const std::filesystem::path& file)
{
    const auto read = weights::readWeights(file);
    if (!read)
        return read.error();
    constexpr const char* inCheckpoint = "discriminator.";
    const bool isCheckpoint = std::ranges::any_of(
        read->tensors.entries(), [&](const auto& entry) { return entry.first.starts_with(inCheckpoint); });
    const Status filled =
        weights::fillModule(*m_discriminator, read->tensors, isCheckpoint ? inCheckpoint : "");
    if (filled)
        return {};
    return Error{
        ErrorKind::BadInput, "this is no discriminator of the recipe's kind: " + filled.error().what, file,
        "Set discriminator.kind and discriminator.features to what it is, or leave discriminator.from out"};
}

torch::Tensor AdversarialTrainer::discriminate(const torch::Tensor& pictures)
{
    const nn::Autocast narrow(m_device, autocastType(m_precision));
    return m_discriminator->forward(pictures).to(torch::kFloat32);
}

void AdversarialTrainer::backward(const torch::Tensor& loss, std::size_t microBatches)
{
    (loss * (m_scaler.factor / double(microBatches))).backward();
}

torch::Tensor AdversarialTrainer::finishGradients(Optimiser& optimiser)
{
    m_processes.averageGradients(optimiser.parameters());
    const torch::NoGradGuard noGrad;
    if (m_scaler.factor != 1.0)
        optimiser.scaleGradients(torch::tensor(1.0 / m_scaler.factor, torch::TensorOptions(m_device)));
    const torch::Tensor norm = optimiser.gradientNorm();
    if (m_recipe.optimiser.clip > 0.0)
        optimiser.scaleGradients(
            (m_recipe.optimiser.clip / (norm + 1e-6)).clamp_max(1.0).to(torch::kFloat32));
    return norm;
}

void AdversarialTrainer::draw(std::vector<Pair>& pairs)
{
    const torch::NoGradGuard noGrad;
    const nn::Autocast narrow(m_device, autocastType(m_precision));
    for (Pair& pair : pairs)
        pair.sr = m_generator->forward(pair.lr).to(torch::kFloat32);
}

torch::Tensor AdversarialTrainer::drawForGradients(Pair& pair)
{
    const nn::Autocast narrow(m_device, autocastType(m_precision));
    torch::Tensor sr = m_generator->forward(pair.lr).to(torch::kFloat32);
    pair.sr = sr.detach();
    return sr;
}

torch::Tensor AdversarialTrainer::pictureLoss(const Pair& pair, const torch::Tensor& sr,
                                              std::size_t microBatches, StepValues& values)
{
    torch::Tensor average;
    if (m_loss.wantsAverage()) {
        const torch::NoGradGuard noGrad;
        const nn::Autocast narrow(m_device, autocastType(m_precision));
        average = m_average.network()->forward(pair.lr).to(torch::kFloat32);
    }
    return m_loss.ofPictures({sr, pair.hr, targetFor(pair), average}, microBatches, values);
}

torch::Tensor AdversarialTrainer::discriminatorLoss(Pair& pair, const torch::Tensor& sr,
                                                    std::size_t microBatches, StepValues& values)
{
    const auto judge = [&](const torch::Tensor& pictures) {
        torch::Tensor logits = discriminate(pictures);
        if (pictures.is_same(sr))
            pair.judged = logits.detach();
        return logits;
    };
    return m_loss.ofDiscriminator(sr, pair.hr, judge, microBatches, values);
}

int AdversarialTrainer::partsOf(std::int64_t pictures) const
{
    constexpr int most = 8; // each part has gradients of its own, and packs all weights
    const bool isSeparable = m_loss.isMeanOfPictures() &&
                             m_generator->buffers().empty() &&   // no statistics of a batch
                             !m_generator->spec().span.branches; // nor state that a forward pass changes
    const int threads = at::get_num_threads();
    // In bf16, threads share what autocast has cast: that is for networks which the kernels do not compute.
    const bool isInFp32 =
        m_precision == device::Precision::Fp32 || (m_precision == device::Precision::Bf16 && nn::beatBf16());
    const bool isForThreads = m_device.is_cpu() && isInFp32 && m_processes.size() == 1 && threads <= most &&
                              pictures % threads == 0 && pictures >= 2 * threads;
    return isSeparable && isForThreads ? threads : 1;
}

void AdversarialTrainer::judgeInParts(Pair& pair, int parts, std::size_t microBatches, StepValues& values)
{
    struct Part
    {
        torch::Tensor sr;       // with its graph
        torch::Tensor gradient; // to these pictures
        torch::Tensor loss;
        StepValues values;
        torch::autograd::variable_list gradients; // to the parameters
    };
    std::vector<Part> all(std::size_t(parts), Part{});
    const std::vector<torch::Tensor>& parameters = m_generatorOptimiser->parameters();
    const auto own = [parts](const torch::Tensor& batch, int i) {
        const std::int64_t count = batch.size(0) / parts;
        return batch.narrow(0, i * count, count);
    };
    const auto scaled = [&](std::size_t shares) {
        return torch::full({}, m_scaler.factor / double(microBatches * shares));
    };
    const auto learn = [&](Part& part) {
        part.gradients = torch::autograd::grad({std::exchange(part.sr, {})}, parameters, {part.gradient}, {},
                                               false, /*allow_unused=*/true);
    };
    const bool isJudged = m_discriminator != nullptr;
    device::separateTasks(parts, [&](int i) {
        const torch::AutoGradMode learns(true); // belongs to the thread
        Pair some;
        some.lr = own(pair.lr, i);
        some.hr = own(pair.hr, i);
        Part& part = all[std::size_t(i)];
        part.sr = drawForGradients(some);
        // Apart from the generator's graph: that of feature networks is gone before the discriminator's
        // comes.
        const torch::Tensor pictures = some.sr.detach().requires_grad_();
        const torch::Tensor loss = pictureLoss(some, pictures, microBatches, part.values);
        part.gradient = loss.requires_grad()
                            ? torch::autograd::grad({loss}, {pictures}, {scaled(std::size_t(parts))}).front()
                            : torch::zeros_like(pictures); // the discriminator alone judges
        part.loss = loss.detach();
        if (!isJudged)
            learn(part);
    });
    torch::Tensor total = torch::zeros({});
    if (isJudged) {
        std::vector<torch::Tensor> made;
        for (const Part& part : all)
            made.push_back(part.sr.detach());
        pair.sr = torch::cat(made);
        const torch::Tensor pictures = pair.sr.detach().requires_grad_();
        const torch::Tensor loss = discriminatorLoss(pair, pictures, microBatches, values);
        const torch::Tensor gradient = torch::autograd::grad({loss}, {pictures}, {scaled(1)}).front();
        device::separateTasks(parts, [&](int i) {
            Part& part = all[std::size_t(i)];
            part.gradient = part.gradient + own(gradient, i);
            learn(part);
        });
        total = loss.detach();
    }
    for (const Part& part : all) {
        values.add(part.values, all.size());
        total = total + part.loss / double(parts);
        for (std::size_t i = 0; i < parameters.size(); ++i)
            if (const torch::Tensor& gradient = part.gradients[i]; gradient.defined()) {
                torch::Tensor& sum = torch::Tensor(parameters[i]).mutable_grad();
                if (!sum.defined()) // one tensor may be the gradient to two parameters
                    sum = torch::zeros_like(parameters[i]);
                sum.add_(gradient);
            }
    }
    values.add("total", total, microBatches);
}

void AdversarialTrainer::judgeGenerator(std::vector<Pair>& pairs, StepValues& values, Gate& gate)
{
    if (m_discriminator) // its own gradients are not wanted here
        setTrainable(m_discriminatorOptimiser->parameters(), false);
    m_generatorOptimiser->clearGradients();
    for (Pair& pair : pairs) {
        gate.pass();
        if (const int parts = partsOf(pair.hr.size(0)); parts > 1) {
            judgeInParts(pair, parts, pairs.size(), values);
            continue;
        }
        const torch::Tensor sr = drawForGradients(pair);
        torch::Tensor loss = pictureLoss(pair, sr, pairs.size(), values);
        if (m_discriminator)
            loss = loss + discriminatorLoss(pair, sr, pairs.size(), values);
        values.add("total", loss, pairs.size());
        if (&pair == &pairs.back())
            m_processes.expectGradients(m_generatorOptimiser->parameters());
        backward(loss, pairs.size());
    }
    values.add("gradient of G", finishGradients(*m_generatorOptimiser), 1);
    if (m_discriminator)
        setTrainable(m_discriminatorOptimiser->parameters(), true);
}

bool AdversarialTrainer::movesAtOnce() const
{
    return m_discriminator && (m_recipe.discriminator.first || m_recipe.discriminator.updates > 1);
}

void AdversarialTrainer::updateDiscriminator(const std::vector<Pair>& pairs, double rate, StepValues& values,
                                             Gate& gate)
{
    const std::vector<Judged> updates = m_recipe.discriminator.updates > 1
                                            ? std::vector{Judged::Made, Judged::True}
                                            : std::vector{Judged::Both};
    for (const Judged judged : updates) {
        judgeDiscriminator(judged, pairs, values, gate);
        values.add("gradient of D", finishGradients(*m_discriminatorOptimiser), updates.size());
        if (movesAtOnce())
            m_discriminatorOptimiser->step(rate);
    }
}

torch::Tensor AdversarialTrainer::rivals(const torch::Tensor& pictures, const torch::Tensor& known)
{
    if (m_recipe.loss.gan == nn::GanKind::Plain)
        return {};
    if (known.defined() && !movesAtOnce()) // the discriminator is as it was
        return known;
    const torch::NoGradGuard noGrad;
    return discriminate(pictures);
}

void AdversarialTrainer::judgeDiscriminator(Judged judged, const std::vector<Pair>& pairs, StepValues& values,
                                            Gate& gate)
{
    const nn::GanKind kind = m_recipe.loss.gan;
    m_discriminatorOptimiser->clearGradients();
    for (const Pair& pair : pairs) {
        const auto expectGradients = [&] {
            if (&pair == &pairs.back())
                m_processes.expectGradients(m_discriminatorOptimiser->parameters());
        };
        if (judged == Judged::Both && nn::isJudgedTogether(kind)) {
            gate.pass();
            const torch::Tensor real = discriminate(pair.hr);
            const torch::Tensor made = discriminate(pair.sr);
            const torch::Tensor loss =
                nn::discriminatorGanLoss(kind, real, made, m_recipe.discriminator.labelSmoothing);
            expectGradients();
            backward(loss, pairs.size());
            values.add("discriminator", loss, pairs.size());
            values.add("D(real)", real.mean(), pairs.size());
            values.add("D(fake)", made.mean(), pairs.size());
            continue;
        }
        // Each term has gradient to its own logits alone, and the graph of one is gone before the other's is
        // built: half the memory, as BasicSR does.
        torch::Tensor real;
        if (judged != Judged::Made) {
            gate.pass();
            const torch::Tensor made = rivals(pair.sr, pair.judged);
            real = discriminate(pair.hr);
            const torch::Tensor loss = nn::realTerm(kind, real, made, m_recipe.discriminator.labelSmoothing);
            if (judged == Judged::True)
                expectGradients();
            backward(loss, pairs.size());
            values.add("discriminator", loss, pairs.size());
            values.add("D(real)", real.mean(), pairs.size());
            real = real.detach();
        }
        if (judged != Judged::True) {
            gate.pass();
            if (!real.defined())
                real = rivals(pair.hr);
            const torch::Tensor made = discriminate(pair.sr);
            const torch::Tensor loss = nn::fakeTerm(kind, made, real);
            expectGradients();
            backward(loss, pairs.size());
            values.add("discriminator", loss, pairs.size());
            values.add("D(fake)", made.mean(), pairs.size());
        }
    }
}

} // namespace enlarger::train
