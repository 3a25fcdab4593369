// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace enlarger::app {

inline constexpr int longestNotes = 8192; // bytes of UTF-8

/// What a person has written about a run, in its notes.txt: UTF-8, without blank lines around it, and cut
/// where it is longer than may be. Empty: nothing.
QString notesOf(const std::filesystem::path& run);

/// Empty notes leave no file. Errors: they are too long, or cannot be written; then the old ones stay.
Status writeNotes(const std::filesystem::path& run, const QString& notes);

} // namespace enlarger::app
