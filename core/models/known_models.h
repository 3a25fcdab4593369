// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cards/card.h"

#include <optional>
#include <string>
#include <vector>

namespace enlarger::models {

/// The card of a published network, recognised by the SHA-256 of its file (ncnn: of its .bin). Architecture
/// and scale are left to the tensors.
std::optional<cards::Card> knownCard(const std::string& sha256);

/// Whether a published network is called so here.
bool isOfficialName(const std::string& name);

/// The store's name for another one that people use: "fast", "RealESRGAN_x4plus". Empty: no such alias.
std::string nameOfAlias(const std::string& alias);

/// The published network that took the place of this one, which stays for what was made with it: "span-x4" of
/// "faithful-x4". Empty: none.
std::string successorOf(const std::string& name);

/// The way out where a model is not there.
inline constexpr const char* howToInstall =
    "'./dev build' fetches the official ones; 'enlarger-cli models import FILE' adds one that you have";

/// "fast" and so on, for lists of what can be typed.
std::vector<std::string> aliasesOf(const std::string& name);

} // namespace enlarger::models
