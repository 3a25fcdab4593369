// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/device.h"

namespace enlarger::infer {

/// The processor as Linux describes it, with the memory that this process may use (cgroup limits included).
Device describeCpu();

} // namespace enlarger::infer
