// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/mixed_model.h"

#include "core/device/engine_errors.h"
#include "core/infer/engine/model_maker.h"
#include "core/weights/weights.h"

#include <tuple>

namespace enlarger::infer {

struct MixedModel::Ends
{
    weights::NetworkPair pair;
    double strength = 0.0; // that the model has
};

MixedModel::MixedModel(ModelSelection mixture)
    : m_mixture(std::move(mixture))
{}

MixedModel::~MixedModel() = default;

bool MixedModel::holds(const ModelSelection& selection) const
{
    const auto ends = [](const ModelSelection& one) {
        return std::tie(one.network, one.crisp, one.device.name, one.precision);
    };
    return ends(selection) == ends(m_mixture);
}

Status MixedModel::setStrength(double strength)
try {
    if (!m_ends) {
        auto pair = weights::NetworkPair::read(m_mixture.network.file, m_mixture.crisp->file);
        if (!pair)
            return std::move(pair).error();
        m_ends = std::make_shared<Ends>(Ends{*std::move(pair)});
    }
    if (m_model && strength == m_ends->strength)
        return {};
    if (m_model) {
        const auto tensors = m_ends->pair.at(strength);
        if (!tensors)
            return tensors.error();
        m_ends->strength = strength;
        return ModelMaker::refill(*m_model, *tensors);
    }
    const auto source = [ends = m_ends]() -> Result<std::shared_ptr<nn::Network>> {
        auto network = ends->pair.networkAt(ends->strength);
        if (!network)
            return std::move(network).error();
        return std::move(network->network);
    };
    m_ends->strength = strength;
    auto model = ModelMaker::make(source, m_mixture.device, m_mixture.precision);
    if (!model)
        return std::move(model).error();
    m_model = *std::move(model);
    return {};
} catch (...) {
    return device::currentEngineError();
}

Result<ModelTraits> MixedModel::load(double strength)
{
    const std::lock_guard lock(m_mutex);
    if (!m_model)
        if (Status made = setStrength(strength); !made)
            return std::move(made).error();
    return m_model->traits();
}

Result<image::Image> MixedModel::upscale(double strength, const image::Image& piece, Gate& gate,
                                         const NoticeSink& notice)
{
    const std::lock_guard lock(m_mutex);
    if (Status set = setStrength(strength); !set)
        return std::move(set).error();
    return m_model->upscale(piece, gate, notice);
}

} // namespace enlarger::infer
