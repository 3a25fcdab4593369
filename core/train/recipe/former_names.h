// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

namespace enlarger::train {

/// What a field or a built-in recipe is called now that had another name before: recipe files, --set and runs
/// of that time are still read. Other names come back as they are.
inline std::string currentName(const std::string& name)
{
    constexpr std::pair<const char*, const char*> renamed[] = {
        {"discriminator.alone", "discriminator.warm-up"},
        {"loss.weave-weight", "loss.checkerboard-weight"},
        {"calm", "checkerboard-free"}, // a recipe
    };
    for (const auto& [before, now] : renamed)
        if (name == before)
            return now;
    return name;
}

} // namespace enlarger::train
