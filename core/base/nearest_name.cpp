// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/nearest_name.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace enlarger {

namespace {

std::string lowered(std::string text)
{
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// Levenshtein's distance: insertions, deletions and replacements of bytes.
std::size_t editDistance(const std::string& a, const std::string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

} // namespace

std::string nearestName(const std::string& typed, const std::vector<std::string>& names)
{
    constexpr std::size_t longestName = 200; // longer ones are no slip, and cost quadratic time
    if (typed.empty() || typed.size() > longestName)
        return {};
    const std::string wanted = lowered(typed);
    std::string nearest;
    const std::size_t allowed = typed.size() < 4 ? 1 : std::max<std::size_t>(2, typed.size() / 3);
    std::size_t least = allowed + 1;
    for (const std::string& name : names) {
        const std::string candidate = lowered(name);
        // Half a name is a slip too: "x4plus" for "realesrgan-x4plus".
        const bool part = wanted.size() >= 3 && candidate.find(wanted) != std::string::npos;
        const std::size_t distance = part ? 1 : editDistance(wanted, candidate);
        if (distance < least) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

} // namespace enlarger
