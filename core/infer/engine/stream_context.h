// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"

#include <functional>

namespace enlarger::infer {

/// What a stream over a picture passes and reports.
struct StreamContext
{
    Gate* gate = nullptr;                        // null: none
    std::function<void()> stripBegins;           // may be empty
    std::function<void(double share)> stripDone; // share of all the work; may be empty
    std::function<void()> failed;                // the work did, and was not cancelled; may be empty
};

} // namespace enlarger::infer
