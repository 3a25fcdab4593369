// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/augmentation.h"

#include "core/base/random.h"
#include "core/train/learn/bicubic_resize.h"

#include <algorithm>
#include <cmath>

namespace enlarger::train {

namespace {

constexpr std::uint64_t augmentationStream = 0x4D4958; // apart from those that samples are drawn from
constexpr double cutSide = 0.7;                        // of the crop's

/// Beta(alpha, alpha) by Joehnk's method.
double drawBeta(double alpha, Random& random)
{
    for (;;) {
        const double x = std::pow(random.uniform(), 1.0 / alpha);
        const double y = std::pow(random.uniform(), 1.0 / alpha);
        if (x + y > 0.0 && x + y <= 1.0)
            return x / (x + y);
    }
}

/// A square in LR pixels.
struct Cut
{
    std::int64_t side = 0;
    std::int64_t x = 0;
    std::int64_t y = 0;

    torch::Tensor of(const torch::Tensor& pictures, std::int64_t scale) const
    {
        return pictures.narrow(2, y * scale, side * scale).narrow(3, x * scale, side * scale);
    }
};

Cut drawCut(std::int64_t lrSide, Random& random)
{
    Cut cut;
    cut.side = std::clamp<std::int64_t>(std::llround(cutSide * double(lrSide)), 1, lrSide);
    cut.x = random.below(lrSide - cut.side + 1);
    cut.y = random.below(lrSide - cut.side + 1);
    return cut;
}

void mixUp(Batch& batch, Random& random)
{
    constexpr double alpha = 1.2;
    const double share = drawBeta(alpha, random);
    for (torch::Tensor* pictures : {&batch.hr, &batch.lr})
        if (pictures->defined())
            *pictures = torch::lerp(pictures->roll(1, 0), *pictures, share);
}

void cutMix(Batch& batch, std::int64_t scale, Random& random)
{
    const Cut cut = drawCut(batch.hr.size(2) / scale, random);
    for (torch::Tensor* pictures : {&batch.hr, &batch.lr})
        if (pictures->defined()) {
            const std::int64_t size = pictures == &batch.hr ? scale : 1;
            cut.of(*pictures, size).copy_(cut.of(pictures->roll(1, 0), size));
        }
}

void cutBlur(Batch& batch, std::int64_t scale, Random& random)
{
    const Cut cut = drawCut(batch.lr.size(2), random);
    const bool inside = random.chance(0.5);
    torch::Tensor clean = shrinkBicubic(batch.hr, int(scale));
    if (inside)
        cut.of(batch.lr, 1).copy_(cut.of(clean, 1));
    else {
        cut.of(clean, 1).copy_(cut.of(batch.lr, 1));
        batch.lr = clean;
    }
}

void permute(Batch& batch, double chance, Random& random)
{
    constexpr std::int64_t orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (std::int64_t i = 0; i < batch.hr.size(0); ++i) {
        if (!random.chance(chance))
            continue;
        const torch::Tensor order = torch::tensor(torch::ArrayRef<std::int64_t>(orders[random.below(6)], 3));
        for (torch::Tensor* pictures : {&batch.hr, &batch.lr})
            if (pictures->defined())
                (*pictures)[i].copy_((*pictures)[i].index_select(0, order));
    }
}

} // namespace

bool augments(const Recipe& recipe)
{
    const Recipe::Data& data = recipe.data;
    return data.mixup > 0.0 || data.cutmix > 0.0 || data.cutblur > 0.0 || data.rgbPermutation > 0.0;
}

void augment(Batch& batch, const Recipe& recipe, std::uint64_t first)
{
    const Recipe::Data& data = recipe.data;
    const int scale = recipe.generator.scale;
    Random random(std::uint64_t(recipe.run.seed) ^ augmentationStream, first);
    if (random.chance(data.rgbPermutation > 0.0 ? 1.0 : 0.0))
        permute(batch, data.rgbPermutation, random);
    if (random.chance(data.mixup))
        mixUp(batch, random);
    if (random.chance(data.cutmix))
        cutMix(batch, scale, random);
    if (random.chance(data.cutblur) && batch.lr.defined())
        cutBlur(batch, scale, random);
    for (torch::Tensor* pictures : {&batch.hr, &batch.lr})
        if (pictures->defined())
            *pictures = pictures->contiguous(torch::MemoryFormat::ChannelsLast);
}

} // namespace enlarger::train
