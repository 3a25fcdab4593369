// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/upscale/upscale_request.h"
#include "core/base/atomic_file.h"

#include <optional>
#include <stop_token>

namespace enlarger::cli {

/// Standard input and output of an upscale. A photo is read from several places and a result appears when it
/// is whole, so both lie in temporary files meanwhile (TMPDIR), which go with this.
class StandardStreams
{
public:
    /// Reads standard input where the request wants it, until its end or `stop`, and lets the request name
    /// the files in place of "-".
    static Result<StandardStreams> open(UpscaleRequest& request, const std::stop_token& stop);

    /// Sends the result to standard output, where the request wanted that.
    Status sendResult() const;

private:
    std::optional<AtomicFile> m_in;
    std::optional<AtomicFile> m_out;
};

} // namespace enlarger::cli
