// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"

namespace enlarger::device {

/// The processor as Linux describes it, with the memory that this process may use (cgroup limits included).
Device describeCpu();

} // namespace enlarger::device
