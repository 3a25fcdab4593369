// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

namespace enlarger {

std::string Error::text() const
{
    std::string line;
    if (!file.empty())
        line = file.string() + ": ";
    line += what;
    if (!advice.empty())
        line += ". " + advice;
    for (char& c : line) // messages of libraries may span lines
        if (c == '\n' || c == '\r')
            c = ' ';
    return line.ends_with('?') || line.ends_with('.') ? line : line + ".";
}

} // namespace enlarger
