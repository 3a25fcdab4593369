// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job.h"
#include "core/base/result.h"

namespace enlarger::app {

/// Settings as JSON, in one line: whatever is equal gives the same text. Of the device, its name counts.
QByteArray settingsText(const JobSettings& settings);

/// The settings of such a text, with their key. Error: it is none.
Result<JobSettings> settingsFrom(const QByteArray& text);

/// The same with the key that they have, ready to be shared.
JobSettingsPointer withKey(JobSettings settings);

/// The template with the page, so that a result says of which one it is.
std::string withPage(std::string nameTemplate);

/// The same settings for another photo: what belongs to the photo alone (page, RAW
/// colours, turn and crop) is `own`'s.
JobSettings settingsForPhotoOf(const JobSettings& own, const JobSettings& others);

} // namespace enlarger::app
