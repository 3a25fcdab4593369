// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/generator_loss.h"

#include "core/nn/losses/artefact_loss.h"
#include "core/nn/losses/gan_loss.h"
#include "core/nn/losses/loss_table.h"
#include "core/train/learn/autocast.h"
#include "core/train/recipe/loss_terms.h"

#include <algorithm>

namespace enlarger::train {

GeneratorLoss::GeneratorLoss(const Recipe& recipe, const torch::Device& device, device::Precision precision)
    : m_loss(recipe.loss)
    , m_scale(recipe.generator.scale)
    , m_device(device)
    , m_precision(precision)
{}

void GeneratorLoss::addPerceptual(const std::string& curve, double weight,
                                  std::unique_ptr<PerceptualTerm> term)
{
    std::erase_if(m_perceptual, [&](const Perceptual& one) { return one.curve == curve; });
    m_perceptual.push_back({curve, weight, std::move(term)});
}

void GeneratorLoss::setPerceptual(std::unique_ptr<PerceptualTerm> term)
{
    addPerceptual(perceptualCurve, m_loss.perceptualWeight, std::move(term));
}

torch::Tensor GeneratorLoss::ofPictures(const LossPictures& pictures, std::size_t microBatches,
                                        StepValues& values) const
{
    const auto& [sr, hr, target, average] = pictures;
    torch::Tensor total = torch::zeros({}, sr.options());
    const auto add = [&](const std::string& curve, double weight, const torch::Tensor& value) {
        values.add(curve, value, microBatches);
        total = total + weight * value;
    };
    if (m_loss.pixelWeight > 0.0)
        add(pixelCurve, m_loss.pixelWeight, nn::pictureLoss(m_loss.pixel)(sr, target, m_scale));
    for (const nn::PictureTermInfo& term : nn::pictureTerms)
        if (const double weight = m_loss.weightOf(term.term); weight > 0.0)
            add(term.curve, weight, nn::pictureLoss(term.term)(sr, hr, m_scale));
    if (wantsAverage())
        add(ldlCurve, m_loss.ldlWeight, nn::artefactLoss(sr, target, average));
    for (const auto& [curve, weight, term] : m_perceptual) {
        const nn::Autocast narrow(m_device, autocastType(m_precision));
        add(curve, weight, term->loss(sr, target));
    }
    return total;
}

bool GeneratorLoss::isMeanOfPictures() const
{
    return std::ranges::all_of(m_perceptual,
                               [](const Perceptual& one) { return one.term->isMeanOfPictures(); });
}

torch::Tensor GeneratorLoss::ofDiscriminator(const torch::Tensor& sr, const torch::Tensor& hr,
                                             const Discriminate& discriminate, std::size_t microBatches,
                                             StepValues& values) const
{
    torch::Tensor real;
    if (m_loss.gan != nn::GanKind::Plain) {
        const torch::NoGradGuard noGrad;
        real = discriminate(hr);
    }
    const torch::Tensor loss = nn::generatorGanLoss(m_loss.gan, real, discriminate(sr));
    values.add(ganCurve, loss, microBatches);
    return m_loss.ganWeight * loss;
}

} // namespace enlarger::train
