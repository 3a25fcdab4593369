// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/ncnn_expressions.h"

namespace enlarger::weights {

/// Compares the graph with the families that are known as ncnn (RRDBNet, SRVGGNetCompact, SPAN), operation by
/// operation; throws ParseError for everything else, which names the first layer that fits none of them. A
/// last resize after the network (realesr-animevideov3-x2 and -x3: x4, then smaller) is accepted and left
/// out: our own resampling makes any size.
NcnnNetwork recogniseNcnnGraph(const std::vector<NcnnLayer>& layers);

} // namespace enlarger::weights
