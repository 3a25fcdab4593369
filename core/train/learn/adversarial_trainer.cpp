// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/adversarial_trainer.h"

#include "core/nn/initial_weights.h"
#include "core/nn/losses/sharpen.h"
#include "core/train/learn/autocast.h"
#include "core/train/learn/bicubic_resize.h"
#include "core/train/learn/make_perceptual_term.h"
#include "core/train/recipe/loss_terms.h"
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
    std::shared_ptr<nn::Discriminator> discriminator = nn::makeDiscriminator(spec);
    if (discriminator && recipe.discriminator.initialWeights == InitialWeights::Keras)
        nn::initialiseAsKeras(*discriminator);
    return discriminator;
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

/// What a step changes before it is known whether it counts, to be put back where it is skipped.
class Snapshot
{
public:
    void keep(const std::vector<torch::Tensor>& tensors)
    {
        for (const torch::Tensor& tensor : tensors) {
            m_tensors.push_back(tensor);
            m_saved.push_back(tensor.detach().clone());
        }
    }
    void putBack()
    {
        const torch::NoGradGuard noGrad;
        for (std::size_t i = 0; i < m_saved.size(); ++i)
            m_tensors[i].copy_(m_saved[i]);
    }

private:
    std::vector<torch::Tensor> m_tensors;
    std::vector<torch::Tensor> m_saved;
};

Optimiser::Options optimiserOptions(const Recipe::Optimiser& optimiser)
{
    return {.kind = optimiser.kind,
            .beta1 = optimiser.beta1,
            .beta2 = optimiser.beta2,
            .beta3 = optimiser.beta3,
            .weightDecay = optimiser.weightDecay,
            .epsilon = optimiser.epsilon};
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
    , m_generatorOptimiser(Optimiser::make(*m_generator, optimiserOptions(recipe.optimiser)))
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
        m_discriminatorOptimiser = Optimiser::make(*m_discriminator, optimiserOptions(recipe.optimiser));
        m_processes.broadcast(m_discriminator->parameters());
    }
    m_processes.broadcast(m_generator->parameters());
    m_processes.broadcast(m_average.network()->parameters());
    if (m_start)
        m_processes.broadcast(m_start->parameters());
    if (precision == device::Precision::Fp16)
        m_scaler.factor = LossScaler::first;
}

Status AdversarialTrainer::addPerceptualTerms(const std::vector<std::filesystem::path>& featureFolders)
{
    const auto terms = perceptualTerms(m_recipe.loss);
    if (!terms)
        return terms.error();
    for (const auto& [kind, weight, curve] : *terms) {
        auto term = makePerceptualTerm(kind, m_recipe.loss, featureFolders, m_discriminator.get(), m_device);
        if (!term)
            return term.error();
        m_loss.addPerceptual(curve, weight, *std::move(term));
    }
    return {};
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

StepReport AdversarialTrainer::step(const std::vector<Batch>& batches, std::int64_t number,
                                    const Rates& rates, Gate& gate)
{
    std::vector<Pair> pairs;
    for (const Batch& batch : batches)
        pairs.push_back(toDevice(batch));
    StepValues values;
    Snapshot before;
    before.keep(m_generator->buffers());
    if (m_discriminator)
        before.keep(m_discriminator->buffers());
    if (movesAtOnce())
        before.keep(m_discriminatorOptimiser->changing());
    const bool updatesGenerator = number >= m_recipe.discriminator.warmUp || !m_discriminator;
    const bool discriminatorFirst = m_discriminator && m_recipe.discriminator.first;
    if (discriminatorFirst) {
        m_generator->eval();
        draw(pairs);
        m_generator->train(!m_start);
        freeze(*m_generator, m_recipe.generator.freeze);
        updateDiscriminator(pairs, rates.discriminator, values, gate);
    }
    if (updatesGenerator)
        judgeGenerator(pairs, values, gate);
    else if (!discriminatorFirst)
        draw(pairs);
    if (m_discriminator && !discriminatorFirst)
        updateDiscriminator(pairs, rates.discriminator, values, gate);

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
            m_generatorOptimiser->step(rates.generator);
            m_average.update(learntParameters(), *m_generator, number);
        }
        if (m_discriminator && !movesAtOnce())
            m_discriminatorOptimiser->step(rates.discriminator);
    } else {
        before.putBack();
        // fp16's scale multiplies the losses after they are known: it is not to blame for a bad one.
        report.isOverflow = m_scaler.canHalve() && areFinite({"total", "discriminator"});
    }
    if (report.isFinite || report.isOverflow)
        m_scaler.stepWasGood(report.isFinite);
    return report;
}

std::vector<torch::Tensor> AdversarialTrainer::learntParameters() const
{
    std::vector<torch::Tensor> all = m_generator->parameters();
    const std::vector<torch::Tensor> learnt = m_generatorOptimiser->learnt();
    auto next = learnt.begin();
    for (torch::Tensor& parameter : all)
        if (parameter.requires_grad()) // what is frozen is not the optimiser's
            parameter = *next++;
    return all;
}

weights::StateDict AdversarialTrainer::save() const
{
    weights::StateDict state;
    saveModule(state, "generator.", *m_generator);
    saveModule(state, "average.", *m_average.network());
    if (m_start)
        saveModule(state, "start.", *m_start);
    m_generatorOptimiser->save(state, "generator-adam");
    if (m_discriminator) {
        saveModule(state, "discriminator.", *m_discriminator);
        m_discriminatorOptimiser->save(state, "discriminator-adam");
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
    if (!m_generatorOptimiser->load(state, "generator-adam"))
        return misfit("generator's optimiser");
    if (m_discriminator && !weights::fillModule(*m_discriminator, state, "discriminator."))
        return misfit("discriminator");
    if (m_discriminator && !m_discriminatorOptimiser->load(state, "discriminator-adam"))
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
