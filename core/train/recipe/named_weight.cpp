// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/named_weight.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace enlarger::train {

Result<NamedWeight> parseNamedWeight(std::string text,
                                     const std::function<std::string(const std::string& name)>& problemOf,
                                     const std::function<Error(const std::string& what)>& wrong)
{
    std::erase(text, ' ');
    const std::size_t colon = text.find(':');
    NamedWeight named{text.substr(0, colon)};
    if (const std::string problem = problemOf(named.name); !problem.empty())
        return wrong(problem);
    if (colon == std::string::npos)
        return named;
    const char* begin = text.data() + colon + 1;
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(begin, end, named.weight);
    if (code != std::errc() || stop != end || !std::isfinite(named.weight) || named.weight <= 0.0)
        return wrong(fmt::format("'{}' is not a positive weight", std::string(begin, end)));
    return named;
}

} // namespace enlarger::train
