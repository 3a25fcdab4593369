// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job.h"
#include "tests/app/session/session_folder.h"

namespace enlarger::tests {

/// A tiny network that enlarges by 4, into PNG files beside the photo.
app::JobSettings queueSettings();

/// Of a photo that need not be there.
app::Job queueJob(const std::filesystem::path& photo, const app::JobSettings& settings = queueSettings());

} // namespace enlarger::tests
