// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/text_format.h"

#include <algorithm>

namespace enlarger::cli {

namespace {

// Characters of UTF-8 text: every byte but those that continue one.
std::size_t characters(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

std::string Table::text(const std::vector<std::size_t>& right) const
{
    std::vector<std::size_t> widths;
    for (const auto& row : m_rows)
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (c == widths.size())
                widths.push_back(0);
            widths[c] = std::max(widths[c], characters(row[c]));
        }
    std::string lines;
    for (const auto& row : m_rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string padding(widths[c] - characters(row[c]), ' ');
            const bool toRight = std::find(right.begin(), right.end(), c) != right.end();
            line.append(c > 0 ? 2 : 0, ' ')
                .append(toRight ? padding : row[c])
                .append(toRight ? row[c] : padding);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        lines.append(lines.empty() ? 0 : 1, '\n').append(line);
    }
    return lines;
}

} // namespace enlarger::cli
