// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace enlarger {

/// How far a job is. Handed over by value, from the thread that works.
struct Progress
{
    std::int64_t done = 0;            // of the units that the job counts: tiles, rows, pictures ...
    std::int64_t total = 0;           // of the same
    double megapixelsPerSecond = 0.0; // output pixels; 0: not known
    double secondsLeft = -1.0;        // negative: not known yet
};

using ProgressSink = std::function<void(const Progress&)>;

/// One sentence that a person should read while a job goes on ("tile 3 was not finite in bf16 and was run in
/// fp32").
using NoticeSink = std::function<void(const std::string&)>;

} // namespace enlarger
