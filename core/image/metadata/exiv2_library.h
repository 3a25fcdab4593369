// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger::image {

/// Makes Exiv2 ready for any thread: its XMP toolkit behind a lock, our namespace known, nothing printed.
/// Call it before the first use of Exiv2 in a function; later calls cost nothing.
void prepareExiv2();

} // namespace enlarger::image
