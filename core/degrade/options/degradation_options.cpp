// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/options/degradation_options.h"

#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace enlarger::degrade {

namespace {

Error wrong(const std::string& what)
{
    return {ErrorKind::BadInput, what, {}, {}};
}

Status check(const OrderOptions& order, const std::string& prefix)
{
    const BlurShapes& shapes = order.blur.shapes;
    if (const double sum = std::accumulate(shapes.begin(), shapes.end(), 0.0); std::abs(sum - 1.0) > 1e-3)
        return wrong(fmt::format("{}.blur-shapes must sum to 1, not {:.6g}", prefix, sum));
    if (const double sum = order.resize.up + order.resize.down; sum > 1.0 + 1e-9)
        return wrong(fmt::format("{0}.resize-up and {0}.resize-down must not sum to more than 1", prefix));
    const std::pair<const char*, Range> bothSides[] = {{"blur-generalised-beta", order.blur.generalisedBeta},
                                                       {"blur-plateau-beta", order.blur.plateauBeta},
                                                       {"resize-factor", order.resize.factor}};
    for (const auto& [name, range] : bothSides)
        if (range.from > 1.0 || range.to < 1.0)
            return wrong(fmt::format("{}.{} must reach from 1 or below to 1 or above", prefix, name));
    return {};
}

} // namespace

Status check(const DegradationOptions& options)
{
    if (Status first = check(options.real.first, "degradation.real.first"); !first)
        return first;
    return check(options.real.second, "degradation.real.second");
}

} // namespace enlarger::degrade
