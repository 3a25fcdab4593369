// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>

namespace enlarger::cards {

/// A model's description. Stored as JSON in the safetensors metadata, under "enlarger.card".
struct Card
{
    std::string name;         // "realesrgan-x4plus"
    std::string title;        // "Real-ESRGAN x4plus"
    std::string description;  // one plain sentence
    std::string architecture; // "RRDBNet 64x23, growth 32": filled from the tensors
    int scale = 0;            // filled from the tensors
    std::string licence;      // SPDX name or a short text
    std::string source;       // where it comes from, or the recipe that made it
    std::string ancestry;     // common name of the networks that interpolate with it; empty: none
    std::string created;      // ISO date
    std::string role;         // the end of the strength that it is: "faithful" or "crisp"; empty: neither
    // Of a network that was trained here:
    std::string recipe;  // "psnr, 5200 steps"
    std::string data;    // what it learnt from: counts and collections with their terms, no file names
    std::string figures; // "Set5 31.2 dB / 0.88 (bicubic 28.43 / 0.81), ..."
    std::string log;     // how the training went, in short
    std::string command; // that repeats it

    bool operator==(const Card&) const = default;
};

/// The metadata key that the card stands under.
inline constexpr const char* cardKey = "enlarger.card";

std::string toJson(const Card& card);

/// Tolerant: fields that are missing, unknown or of another kind count as empty, control characters as
/// spaces, and overlong texts are cut. Only what is no JSON object is an Error.
Result<Card> cardFromJson(const std::string& json);

/// The common name of the networks that a model mixes with: its card's ancestry, else its own name.
std::string ancestryOf(const Card& card);

/// A model's licence for what is made of it, also where it does not say one.
std::string termsOf(const std::string& model, const std::string& licence);

/// The licence of what is made of two works: each term of both, once. Terms stand joined by " and ".
std::string termsOfBoth(const std::string& a, const std::string& b);

/// What a model may be called, and a run; and the rule, for sentences as "A name has ...".
bool isModelName(const std::string& name);
inline constexpr const char* modelNameRule =
    "at most 80 letters, digits and . _ + -, and begins with neither a dot nor a dash";

/// `text` with everything that a model's name may not hold replaced; "model" where nothing is left.
std::string modelNameFrom(const std::string& text);

} // namespace enlarger::cards
