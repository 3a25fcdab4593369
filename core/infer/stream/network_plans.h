// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/packed_network.h"
#include "core/infer/stream/plan_maker.h"
#include "core/infer/stream/tensor_network.h"

#include <optional>

namespace enlarger::infer {

/// Whether networks of this family have a plan.
bool hasRowPlan(nn::Architecture architecture);

/// The plan of a network of such a family, from its sizes alone.
RowPlan rowPlanOf(const nn::Network& network);

/// The network, which must be of such a family, with its weights as they are now packed for `arithmetic`;
/// where that rounds, what takes the picture in and gives it out stays in `exact`. Throws what LibTorch
/// throws.
std::shared_ptr<const PackedNetwork> packNetwork(const nn::Network& network, kernels::Arithmetic arithmetic,
                                                 kernels::Arithmetic exact);

/// A network of such a family, on any device and in any precision, with its weights as they are now, for
/// LibTorch to compute.
std::shared_ptr<const TensorNetwork> tensorNetwork(const nn::Network& network, const TensorTarget& target);

} // namespace enlarger::infer
