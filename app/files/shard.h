// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/input_list.h"

#include <optional>
#include <string>

namespace enlarger::app {

/// One of `count` parts of any list of photos, for as many computers. A photo belongs to a part by its path
/// below the folder that was named (the first 8 bytes of that path's SHA-256, big-endian, modulo `count`), so
/// that the parts are the same on each computer, wherever the folder lies there and whatever else is listed.
struct Shard
{
    int index = 1; // 1..count
    int count = 1;

    /// "2/8". Nothing where it is none.
    static std::optional<Shard> parse(const std::string& text);
    std::string text() const;
    bool takes(const InputPhoto& photo) const;
};

} // namespace enlarger::app
