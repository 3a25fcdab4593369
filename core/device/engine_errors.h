// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace enlarger::device {

/// To be called in a catch (...): what the exception in flight means for the caller. LibTorch, oneDNN and
/// CUDA each have their own way to say that memory ran out.
Error currentEngineError();

} // namespace enlarger::device
