// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/ncnn_param.h"

namespace enlarger::weights {

/// The layers of an ncnn graph that hold weights, in the order of the .bin, each with the name that its
/// network gives it ("body.0.rdb1.conv1").
struct NcnnWeight
{
    const NcnnLayer* layer;
    std::string name;
};

/// Compares the graph with RRDBNet and SRVGGNetCompact, operation by operation; refuses everything else. A
/// last resize after the network (realesr-animevideov3-x2 and -x3: x4, then smaller) is accepted and left
/// out: our own resampling makes any size.
std::vector<NcnnWeight> recogniseNcnnGraph(const std::vector<NcnnLayer>& layers);

} // namespace enlarger::weights
