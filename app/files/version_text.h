// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace enlarger::app {

/// What --version prints: the program with its commit, and the libraries that it works with.
///
///     Enlarger 0.1.0 (commit 1a2b3c4d5e6f)
///     LibTorch 2.11.0, Qt 6.4.2, OpenCV 4.6.0, ...
QString versionText();

/// The second line of it.
QString libraryVersionText();

} // namespace enlarger::app
