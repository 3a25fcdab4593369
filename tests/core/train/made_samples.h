// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/train/data/sample_source.h"
#include "core/train/recipe/recipe.h"

#include <cmath>

namespace enlarger::train {

/// Samples that are computed: soft waves and hard edges, different for every number.
class MadeSamples : public SampleSource
{
public:
    explicit MadeSamples(int crop = 32, std::uint64_t seed = 1)
        : m_crop(crop)
        , m_seed(seed)
    {}

    Result<Sample> sample(std::uint64_t number) const override
    {
        Random random(m_seed, number);
        return Sample{picture(random, m_crop), {}};
    }
    Result<std::vector<Sample>> heldOut(int side) const override
    {
        Random random(99);
        return std::vector<Sample>{{picture(random, std::min(side, 48)), {}}, {picture(random, 48), {}}};
    }
    std::int64_t pictures() const override { return 100; }
    std::string summary() const override { return "made samples"; }

    static image::Image picture(Random& random, int side)
    {
        const double fx = random.uniform(0.1, 0.8);
        const double fy = random.uniform(0.1, 0.8);
        const double edge = random.uniform(0.2, 0.8) * side;
        image::Image result(side, side, 3);
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                for (int c = 0; c < 3; ++c)
                    result.at(x, y, c) = float(0.4 + 0.2 * std::sin(fx * x + c) * std::cos(fy * y) +
                                               (x + y / 2 > edge ? 0.3 : 0.0));
        return result;
    }

private:
    int m_crop;
    std::uint64_t m_seed;
};

/// A recipe for networks so small that a step takes milliseconds.
inline Recipe tinyRecipe()
{
    Recipe recipe = *findRecipe("psnr");
    recipe.generator.features = 8;
    recipe.generator.growth = 4;
    recipe.generator.blocks = 1;
    recipe.generator.scale = 2;
    recipe.data.crop = 32;
    recipe.data.batch = 2;
    recipe.optimiser.rate = 1e-3;
    recipe.schedule.steps = 20;
    recipe.schedule.cycles = 1;
    recipe.run.precision = device::Precision::Fp32;
    recipe.run.validateEvery = 10;
    recipe.run.checkpointEvery = 10;
    return recipe;
}

} // namespace enlarger::train
