// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/mixed_model.h"

#include "core/device/engine_errors.h"
#include "core/infer/engine/model_maker.h"
#include "core/weights/weights.h"

namespace enlarger::infer {

struct MixedModel::Ends
{
    weights::NetworkPair pair;
    double strength = 0.0; // that the model has
};

MixedModel::MixedModel(std::filesystem::path faithful, std::filesystem::path crisp, device::Device device,
                       device::Precision precision)
    : m_faithful(std::move(faithful))
    , m_crisp(std::move(crisp))
    , m_device(std::move(device))
    , m_precision(precision)
{}

MixedModel::~MixedModel() = default;

Status MixedModel::setStrength(double strength)
try {
    if (!m_ends) {
        auto pair = weights::NetworkPair::read(m_faithful, m_crisp);
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
    auto model = ModelMaker::make(source, m_device, m_precision);
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
