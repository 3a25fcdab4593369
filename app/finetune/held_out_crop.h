// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference_test_session.h"

namespace enlarger::app {

/// A crop that a run has kept for validation, as a pair for the compare view: its LR picture, to be opened as
/// any photo, and the ground truth. `row`: of the strip, counted from 0. Reads files: for a pool's thread.
/// Errors: the run has no such crop, or it cannot be read.
Result<ReferencePairPointer> openHeldOutCrop(const std::filesystem::path& run, int row);

} // namespace enlarger::app
