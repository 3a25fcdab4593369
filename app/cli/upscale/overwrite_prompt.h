// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/output_names.h"

#include <optional>

namespace enlarger::cli {

using app::IfExists;

/// Asks on the terminal what to do with an existing file; an answer in capitals holds for all that follow.
class OverwritePrompt
{
public:
    IfExists operator()(const std::filesystem::path& file);

    /// What an answer means: "s", "rename", "O" ...; nothing if it means nothing.
    static std::optional<IfExists> answerFrom(const std::string& line);

private:
    std::optional<IfExists> m_forAll;
};

} // namespace enlarger::cli
