// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job.h"
#include "app/session/enlarge_session.h"
#include "app/session/settings.h"

#include <optional>

namespace enlarger::app {

/// What Settings say of the file that an export writes.
OutputSettings outputSettingsFrom(const Settings& settings);

/// How photos are exported as the session and the settings have it now: named by the template, and where that
/// name is taken, now or when the file is whole, by the settings' rule.
/// `document`: whose turn and crop count; null: for photos that are not open. A picture without a file of its
/// own goes to the user's folder of pictures where no folder is chosen. Nothing while there is no network.
std::optional<JobSettings> exportSettings(const Settings& settings, const EnlargeSession& session,
                                          const Document* document);

/// The same for photos that are not open, so many times as large whatever size is asked for now.
std::optional<JobSettings> exportSettings(const Settings& settings, const EnlargeSession& session,
                                          double factor);

/// The export of a document whose header is known. Nothing while there is no network.
std::optional<Job> exportJob(const Settings& settings, const EnlargeSession& session,
                             const Document& document);

/// The same of another page of its file, of which `info` is what readHeader() says; it has no crop.
std::optional<Job> exportJobOfPage(const Settings& settings, const EnlargeSession& session,
                                   const Document& document, int page, const image::PhotoInfo& info);

/// What the result of that export will be called where nothing has the name: "beach_x4.jpg". Empty where
/// that is not known.
QString exampleName(const Settings& settings, const EnlargeSession& session, const Document& document);

} // namespace enlarger::app
