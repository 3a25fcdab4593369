// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/row_plan.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace enlarger::infer {

namespace {

int factorOf(const RowPlan& plan, const Place& place)
{
    return plan.rings[std::size_t(place.ring)].factor;
}

} // namespace

int unitOf(const RowPlan& plan, const Step& step)
{
    return std::min(factorOf(plan, step.in), factorOf(plan, step.out));
}

int reachOf(const Step& step)
{
    const bool seesNeighbours = step.kind == StepKind::Convolution || step.kind == StepKind::UpConvolution ||
                                step.kind == StepKind::Bilinear;
    return seesNeighbours ? 1 + std::abs(step.rowShift) : 0;
}

double flopsPerColumn(const RowPlan& plan, const Step& step)
{
    const double pixels = unitOf(plan, step);
    switch (step.kind) {
    case StepKind::Convolution:
        return pixels * 2.0 * 9.0 * step.in.channels * step.out.channels;
    case StepKind::UpConvolution: // four pixels of four products each
        return pixels * 2.0 * 16.0 * step.in.channels * step.out.channels;
    default: { // memory traffic, at about what it costs
        const double larger = double(factorOf(plan, step.out)) / unitOf(plan, step);
        return pixels * 8.0 * larger * larger * step.out.channels;
    }
    }
}

double flopsPerPixel(const RowPlan& plan)
{
    double flops = 0.0;
    for (const Step& step : plan.steps)
        flops += flopsPerColumn(plan, step) * unitOf(plan, step);
    return flops;
}

} // namespace enlarger::infer
