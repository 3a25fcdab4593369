// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <string>
#include <vector>

namespace enlarger::app {

/// A program that is run on each result: "exiftool -overwrite_original -TagsFromFile {input} {output}". Never
/// through a shell: a photo's name is one argument, whatever is in it.
class AfterCommand
{
public:
    /// Words as a shell would split them, with quotes; {input} and {output} stand for the files. Errors: no
    /// word, an open quote, no such program.
    static Result<AfterCommand> parse(const QString& text);

    /// Waits until it has ended. What it prints goes to stderr; it has nothing to read. Error: it does not
    /// start, or ends with anything but 0.
    Status run(const std::filesystem::path& input, const std::filesystem::path& output) const;

private:
    std::vector<std::string> m_words;
};

} // namespace enlarger::app
