// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/upscale/overwrite_prompt.h"

#include "app/cli/terminal/console.h"
#include "app/cli/terminal/path_text.h"

namespace enlarger::cli {

std::optional<IfExists> OverwritePrompt::answerFrom(const std::string& line)
{
    switch (line.empty() ? 'r' : line.front()) {
    case 's':
    case 'S':
        return IfExists::Skip;
    case 'r':
    case 'R':
        return IfExists::Rename;
    case 'o':
    case 'O':
        return IfExists::Overwrite;
    default:
        return {};
    }
}

IfExists OverwritePrompt::operator()(const std::filesystem::path& file)
{
    if (m_forAll)
        return *m_forAll;
    const std::string question = printable(file.string()) +
                                 " exists already. "
                                 "[s]kip, [r]ename (default), [o]verwrite; a capital for all: ";
    constexpr int patience = 3;
    for (int i = 0; i < patience; ++i) {
        const std::string line = askLine(question);
        const std::optional<IfExists> answer = answerFrom(line);
        if (!answer)
            continue;
        if (!line.empty() && line.front() >= 'A' && line.front() <= 'Z')
            m_forAll = answer;
        return *answer;
    }
    return IfExists::Rename;
}

} // namespace enlarger::cli
