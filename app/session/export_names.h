// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/enlarge_session.h"
#include "app/session/settings.h"
#include "core/infer/export/photo_upscaler.h"

#include <filesystem>
#include <vector>

namespace enlarger::app {

/// What Settings say of the file that an export writes.
OutputSettings outputSettingsFrom(const Settings& settings);

/// Everything about an export of `document` as the session and the settings have it now, the file's name
/// included: by the template, and where that name is taken, now or when the file is whole, with -2, -3 ...
/// behind it; nothing is ever replaced. `underWay`: results that are not there yet. A picture without a file
/// of its own goes to the user's folder of pictures where none is chosen. Checks which files exist, which is
/// quick.
infer::UpscaleOptions exportOptions(const Settings& settings, const EnlargeSession& session,
                                    const Document& document,
                                    const std::vector<std::filesystem::path>& underWay = {});

} // namespace enlarger::app
