// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/ncnn_expressions.h"

namespace enlarger::weights {

/// The layers that hold weights, in the order of the .bin. Compares the graph with the families that are
/// known as ncnn (RRDBNet, SRVGGNetCompact), operation by operation; throws ParseError for everything else. A
/// last resize after the network (realesr-animevideov3-x2 and -x3: x4, then smaller) is accepted and left
/// out: our own resampling makes any size.
std::vector<NcnnWeight> recogniseNcnnGraph(const std::vector<NcnnLayer>& layers);

} // namespace enlarger::weights
