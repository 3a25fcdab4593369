// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace enlarger::image {

/// Text of any origin as UTF-8 for a person or for XML: what is no UTF-8 becomes U+FFFD, control characters
/// become spaces.
std::string plainText(const std::string& bytes);

/// The same of UTF-16; empty where that is damaged.
std::string plainText(const std::u16string& text);

} // namespace enlarger::image
