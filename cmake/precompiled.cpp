// SPDX-License-Identifier: GPL-3.0-or-later
// A target that only compiles headers for others (PrecompiledHeaders.cmake) needs a source.
