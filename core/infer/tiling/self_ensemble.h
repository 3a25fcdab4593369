// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/tiling/tiled_runner.h"

namespace enlarger::infer {

/// How often a network runs for each tile of a self-ensemble.
inline constexpr int ensembleRuns = 8;

/// The geometric self-ensemble (Timofte et al. 2016): a piece goes through the network in its eight turns and
/// mirrorings, and the mean of what comes back is taken. What a network does to a direction averages out:
/// some tenths of a dB for eight times the work. Errors: those of `enlarge`.
EnlargePiece selfEnsemble(EnlargePiece enlarge);

} // namespace enlarger::infer
