// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/infer/engine/model_traits.h"

#include <functional>

namespace enlarger::infer {

/// How a stream over a picture runs, what it passes and reports.
struct StreamContext
{
    Gate* gate = nullptr;                        // null: none
    std::function<void()> stripBegins;           // may be empty
    std::function<void(double share)> stripDone; // share of all the work; may be empty
    std::function<void()> failed;                // the work did, and was not cancelled; may be empty
    StripHeight strips = StripHeight::Fastest;
};

} // namespace enlarger::infer
