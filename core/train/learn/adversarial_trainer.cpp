// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/adversarial_trainer.h"

#include "core/nn/losses/gan_loss.h"
#include "core/nn/losses/sharpen.h"
#include "core/train/learn/autocast.h"
#include "core/train/learn/bicubic_resize.h"
#include "core/weights/module_tensors.h"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace enlarger::train {

namespace {

std::shared_ptr<nn::Discriminator> makeDiscriminator(const Recipe& recipe)
{
    nn::DiscriminatorSpec spec;
    spec.kind = recipe.discriminator.kind;
    spec.features = recipe.discriminator.features;
    spec.side = recipe.data.crop;
    return nn::makeDiscriminator(spec);
}

/// Running statistics of what is frozen stay as well.
void freeze(nn::Network& network, const std::string& prefixes)
{
    for (const std::string& prefix : prefixesOf(prefixes)) {
        for (auto& parameter : network.named_parameters())
            if (parameter.key().starts_with(prefix))
                parameter.value().set_requires_grad(false);
        for (const auto& module : network.named_modules({}, /*include_self=*/false))
            if (module.key().starts_with(prefix))
                module.value()->eval();
    }
}

/// What a forward pass changes by itself (running statistics), to be put back where the step is skipped.
class BufferSnapshot
{
public:
    explicit BufferSnapshot(const torch::nn::Module* module)
        : m_buffers(module ? module->buffers() : std::vector<torch::Tensor>())
    {
        for (const torch::Tensor& buffer : m_buffers)
            m_saved.push_back(buffer.clone());
    }
    void putBack()
    {
        const torch::NoGradGuard noGrad;
        for (std::size_t i = 0; i < m_saved.size(); ++i)
            m_buffers[i].copy_(m_saved[i]);
    }

private:
    std::vector<torch::Tensor> m_buffers;
    std::vector<torch::Tensor> m_saved;
};

void setTrainable(const std::vector<torch::Tensor>& parameters, bool trainable)
{
    for (const torch::Tensor& parameter : parameters)
        parameter.set_requires_grad(trainable);
}

std::shared_ptr<nn::Network> prepared(std::shared_ptr<nn::Network> generator, const Recipe& recipe,
                                      const torch::Device& device)
{
    generator->to(device);
    nn::setPrecision(*generator, torch::kFloat32); // channels-last
    generator->train();
    freeze(*generator, recipe.generator.freeze);
    return generator;
}

/// Adds all parameters and buffers of a module, under prefix + its own names.
void saveModule(weights::StateDict& state, const std::string& prefix, const torch::nn::Module& module)
{
    for (const auto& [name, tensor] : weights::moduleTensors(module))
        state.add(prefix + name, tensor.detach());
}

} // namespace

std::vector<std::string> prefixesOf(const std::string& freeze)
{
    std::vector<std::string> prefixes;
    for (const auto part : std::views::split(freeze, ','))
        if (!part.empty())
            prefixes.emplace_back(part.begin(), part.end());
    return prefixes;
}

AdversarialTrainer::AdversarialTrainer(const Recipe& recipe, std::shared_ptr<nn::Network> generator,
                                       const torch::Device& device, device::Precision precision,
                                       ProcessGroup& processes)
    : m_recipe(recipe)
    , m_device(device)
    , m_precision(precision)
    , m_processes(processes)
    , m_generator(prepared(std::move(generator), recipe, device))
    , m_start(recipe.loss.target == LossTarget::Start ? frozenCopy(*m_generator) : nullptr)
    , m_discriminator(makeDiscriminator(recipe))
    , m_loss(recipe, device, precision)
    , m_average(*m_generator, recipe.run.ema)
    , m_generatorAdam(*m_generator,
                      {recipe.optimiser.beta1, recipe.optimiser.beta2, recipe.optimiser.weightDecay})
{
    m_processes.connect(device);
    if (m_start)
        m_generator->eval(); // as the start draws: batch norm's statistics stay as they are
    if (m_discriminator) {
        m_discriminator->to(device);
        for (torch::Tensor& parameter : m_discriminator->parameters())
            if (parameter.dim() == 4)
                parameter.set_data(parameter.detach().contiguous(torch::MemoryFormat::ChannelsLast));
        m_discriminator->train();
        m_discriminatorAdam.emplace(
            *m_discriminator,
            Adam::Options{recipe.optimiser.beta1, recipe.optimiser.beta2, recipe.optimiser.weightDecay});
        m_processes.broadcast(m_discriminator->parameters());
    }
    m_processes.broadcast(m_generator->parameters());
    m_processes.broadcast(m_average.network()->parameters());
    if (m_start)
        m_processes.broadcast(m_start->parameters());
    if (precision == device::Precision::Fp16)
        m_scaler.factor = LossScaler::first;
}

AdversarialTrainer::Pair AdversarialTrainer::toDevice(const Batch& batch) const
{
    Pair pair;
    pair.hr = batch.hr.to(m_device, /*non_blocking=*/true);
    pair.lr =
        batch.lr.defined() ? batch.lr.to(m_device, true) : shrinkBicubic(pair.hr, m_recipe.generator.scale);
    return pair;
}

torch::Tensor AdversarialTrainer::targetFor(const Pair& pair) const
{
    if (!m_start)
        return m_recipe.data.sharpenTarget ? nn::sharpened(pair.hr) : pair.hr;
    const torch::NoGradGuard noGrad;
    const nn::Autocast narrow(m_device, autocastType(m_precision));
    return m_start->forward(pair.lr).to(torch::kFloat32);
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

torch::Tensor AdversarialTrainer::finishGradients(Adam& optimiser)
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

void AdversarialTrainer::updateGenerator(std::vector<Pair>& pairs, StepValues& values, Gate& gate)
{
    if (m_discriminator) // its own gradients are not wanted here
        setTrainable(m_discriminatorAdam->parameters(), false);
    const auto discriminateThese = [this](const torch::Tensor& pictures) { return discriminate(pictures); };
    m_generatorAdam.clearGradients();
    for (Pair& pair : pairs) {
        gate.pass();
        torch::Tensor sr;
        {
            const nn::Autocast narrow(m_device, autocastType(m_precision));
            sr = m_generator->forward(pair.lr).to(torch::kFloat32);
        }
        pair.sr = sr.detach();
        const torch::Tensor loss = m_loss.total({sr, pair.hr, targetFor(pair)}, discriminateThese, values);
        if (&pair == &pairs.back())
            m_processes.expectGradients(m_generatorAdam.parameters());
        backward(loss, pairs.size());
    }
    values.add("gradient of G", finishGradients(m_generatorAdam), 1);
    if (m_discriminator)
        setTrainable(m_discriminatorAdam->parameters(), true);
}

void AdversarialTrainer::updateDiscriminator(const std::vector<Pair>& pairs, StepValues& values, Gate& gate)
{
    const nn::GanKind kind = m_recipe.loss.gan;
    m_discriminatorAdam->clearGradients();
    for (const Pair& pair : pairs) {
        gate.pass();
        // Each term has gradient to its own logits alone, and the graph of one is gone before the other's is
        // built: half the memory, as BasicSR does.
        torch::Tensor fake;
        if (kind != nn::GanKind::Plain) {
            const torch::NoGradGuard noGrad;
            fake = discriminate(pair.sr);
        }
        const torch::Tensor real = discriminate(pair.hr);
        const torch::Tensor onReal = nn::realTerm(kind, real, fake, m_recipe.discriminator.labelSmoothing);
        backward(onReal, pairs.size());
        gate.pass();
        fake = discriminate(pair.sr);
        const torch::Tensor onFake = nn::fakeTerm(kind, fake, real.detach());
        if (&pair == &pairs.back())
            m_processes.expectGradients(m_discriminatorAdam->parameters());
        backward(onFake, pairs.size());
        values.add("discriminator", onReal + onFake, pairs.size());
        values.add("D(real)", real.mean(), pairs.size());
        values.add("D(fake)", fake.mean(), pairs.size());
    }
    values.add("gradient of D", finishGradients(*m_discriminatorAdam), 1);
}

StepReport AdversarialTrainer::step(const std::vector<Batch>& batches, std::int64_t number,
                                    const Rates& rates, Gate& gate)
{
    std::vector<Pair> pairs;
    for (const Batch& batch : batches)
        pairs.push_back(toDevice(batch));
    StepValues values;
    BufferSnapshot ofGenerator(m_generator.get());
    BufferSnapshot ofDiscriminator(m_discriminator.get());
    const bool updatesGenerator = number >= m_recipe.discriminator.warmUp || !m_discriminator;
    if (updatesGenerator) {
        updateGenerator(pairs, values, gate);
    } else {
        const torch::NoGradGuard noGrad;
        const nn::Autocast narrow(m_device, autocastType(m_precision));
        for (Pair& pair : pairs)
            pair.sr = m_generator->forward(pair.lr).to(torch::kFloat32);
    }
    if (m_discriminator)
        updateDiscriminator(pairs, values, gate);

    StepReport report;
    report.values = values.numbers();
    // In all processes, so that they stay together.
    const auto areFinite = [&](std::initializer_list<const char*> names) {
        const bool mine = std::ranges::all_of(names, [&](const char* name) {
            const auto value = report.values.find(name);
            return value == report.values.end() || std::isfinite(value->second);
        });
        return m_processes.largest(mine ? 0.0 : 1.0) == 0.0;
    };
    report.isFinite = areFinite({"total", "gradient of G", "discriminator", "gradient of D"});
    if (report.isFinite) {
        if (updatesGenerator) {
            m_generatorAdam.step(rates.generator);
            m_average.update(*m_generator, number);
        }
        if (m_discriminator)
            m_discriminatorAdam->step(rates.discriminator);
    } else {
        ofGenerator.putBack();
        ofDiscriminator.putBack();
        // fp16's scale multiplies the losses after they are known: it is not to blame for a bad one.
        report.isOverflow = m_scaler.canHalve() && areFinite({"total", "discriminator"});
    }
    if (report.isFinite || report.isOverflow)
        m_scaler.stepWasGood(report.isFinite);
    return report;
}

weights::StateDict AdversarialTrainer::save() const
{
    weights::StateDict state;
    saveModule(state, "generator.", *m_generator);
    saveModule(state, "average.", *m_average.network());
    if (m_start)
        saveModule(state, "start.", *m_start);
    m_generatorAdam.save(state, "generator-adam");
    if (m_discriminator) {
        saveModule(state, "discriminator.", *m_discriminator);
        m_discriminatorAdam->save(state, "discriminator-adam");
    }
    state.add("scaler", torch::tensor({m_scaler.factor, double(m_scaler.goodSteps)}));
    return state;
}

Status AdversarialTrainer::load(const weights::StateDict& state)
{
    const auto misfit = [](const char* what) {
        return Error{ErrorKind::BadInput,
                     std::string("the checkpoint's ") + what + " does not fit the recipe",
                     {},
                     "Remove that checkpoint from the run's folder: then the one before it is used"};
    };
    if (!weights::fillModule(*m_generator, state, "generator."))
        return misfit("generator");
    if (!weights::fillModule(*m_average.network(), state, "average."))
        return misfit("averaged generator");
    if (m_start && !weights::fillModule(*m_start, state, "start."))
        return misfit("generator of the start");
    if (!m_generatorAdam.load(state, "generator-adam"))
        return misfit("generator's optimiser");
    if (m_discriminator && !weights::fillModule(*m_discriminator, state, "discriminator."))
        return misfit("discriminator");
    if (m_discriminator && !m_discriminatorAdam->load(state, "discriminator-adam"))
        return misfit("discriminator's optimiser");
    const torch::Tensor* scaler = state.find("scaler");
    if (!scaler || scaler->numel() != 2)
        return misfit("scaler");
    // A run may go on in another precision than before: only fp16 has a scale.
    if (const double saved = (*scaler)[0].item<double>(); m_scaler.factor != 1.0 && saved != 1.0) {
        m_scaler.factor = saved;
        m_scaler.goodSteps = int((*scaler)[1].item<double>());
    }
    return {};
}

} // namespace enlarger::train
