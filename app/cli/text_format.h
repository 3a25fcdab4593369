// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace enlarger::cli {

std::string bytesText(std::int64_t bytes);         // "1.4 GB"; 1000 to the next unit
std::string durationText(double seconds);          // "40 s", "12 min 30 s", "3 h 05 min"
std::string sizeText(int width, int height);       // "776 x 909"
std::string factorText(double factor);             // "4", "2.5", "3.87"
std::string decimalText(double value, int digits); // "28.43"; "inf" for equal pictures

/// Columns of text under their headings; numbers are set to the right.
class Table
{
public:
    explicit Table(std::vector<std::string> headings)
        : m_rows{std::move(headings)}
    {}
    void addRow(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    /// Lines without the last line's end. From the second column on, columns named in `right` go to the
    /// right.
    std::string text(const std::vector<std::size_t>& right = {}) const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace enlarger::cli
