// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/data/lr_degradation.h"

namespace enlarger::train {

bool degradesPairs(const SampleOptions& options)
{
    const auto is = [&](degrade::DegradationKind kind) { return options.degradation == nameOf(kind); };
    return options.degradePairs && !is(degrade::DegradationKind::Bicubic) &&
           !is(degrade::DegradationKind::BicubicEightBits);
}

Result<Sample> degradedCrop(Sample pair, const LrDegradation& degradation, const SampleOptions& options,
                            Random& random)
{
    Result<image::Image> lr = degradation.degrade(pair.lr, random);
    if (!lr)
        return std::move(lr).error();
    const int scale = options.scale;
    const int side = options.crop / scale;
    const int x = int(random.below(lr->width() - side + 1));
    const int y = int(random.below(lr->height() - side + 1));
    return Sample{pair.hr.crop(x * scale, y * scale, options.crop, options.crop), lr->crop(x, y, side, side)};
}

} // namespace enlarger::train
