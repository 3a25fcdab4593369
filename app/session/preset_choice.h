// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/presets/preset.h"
#include "app/session/enlarge_session.h"
#include "app/session/settings.h"

namespace enlarger::app {

/// Everything that a preset can name, as session and settings have it now.
Preset presentAsPreset(const std::string& name, const Settings& settings, const EnlargeSession& session);

/// Whether all that the preset names is so in `present`, which is presentAsPreset().
bool isChosen(const Preset& preset, const Preset& present);

/// Sets what the preset names, in the session in one step. A sentence where its model is not there, whose
/// place the present one keeps; else empty.
QString choosePreset(const Preset& preset, Settings& settings, EnlargeSession& session);

} // namespace enlarger::app
