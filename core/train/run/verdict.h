// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/recipe/recipe.h"

#include <map>
#include <optional>
#include <string>

namespace enlarger::train {

struct RunResult; // core/train/run/trainer.h

/// What the kept photos say of a network: whether it is better than the one that it was made from, or than
/// bicubic enlargement where that was nothing. Differences that nobody sees count as none.
struct Verdict
{
    enum class Kind {
        Better,
        Same,
        Worse,
        AsBefore, // by a recipe whose target is what the network made at the start
        Unknown   // nothing was kept, or what counts was not measured
    };

    Kind kind = Kind::Unknown;
    int photos = 0;              // kept: never trained on
    bool areParts = false;       // they are parts of the photos that were
    std::string against;         // a model's name, or "bicubic"
    double psnr = 0.0;           // dB gained, on Y
    std::optional<double> lpips; // how much it has fallen; nothing: not measured
    bool isByLpips = false;      // that counts: the recipe rewards texture, which costs dB

    /// "+0.25 dB on 3 kept photos, LPIPS the same"; empty: nothing was measured.
    std::string figures() const;
    /// "+0.25 dB on 3 kept photos, LPIPS the same: better than faithful-x4."
    std::string sentence() const;
};

inline constexpr double leastPsnrGain = 0.03;   // dB
inline constexpr double leastLpipsGain = 0.005; // what is less is "the same"

/// By the recipe's own aim: dB where it has pixel losses alone, and LPIPS where they are the same; LPIPS
/// where it rewards texture. `now` and `before` are validations; without either nothing is known.
Verdict judge(const Recipe& recipe, const std::map<std::string, double>& now,
              const std::map<std::string, double>& before);

/// Of a run's network or, where that is the one that it began with, of what the steps had made of it.
Verdict verdictOf(const RunResult& result);

} // namespace enlarger::train
