// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/number_text.h"

#include <string>
#include <vector>

namespace enlarger::cli {

using app::bytesText;
using app::decimalText;
using app::durationText;
using app::factorText;
using app::sizeText;

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
