// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/loss_terms.h"

namespace enlarger::train {

std::vector<LossTerm> lossTerms(const Recipe::Loss& loss)
{
    std::vector<LossTerm> terms{
        {pixelCurve, "loss.pixel-weight", loss.pixelWeight},
        {perceptualCurve, "loss.perceptual-weight", loss.perceptualWeight},
        {ganCurve, "loss.gan-weight", loss.ganWeight},
    };
    for (const nn::PictureTermInfo& term : nn::pictureTerms)
        terms.push_back({term.curve, weightKey(term), loss.weightOf(term.term)});
    return terms;
}

std::string weightKey(const nn::PictureTermInfo& term)
{
    return std::string("loss.") + term.name + "-weight";
}

} // namespace enlarger::train
