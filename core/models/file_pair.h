// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string_view>

namespace enlarger::models {

struct FileContent
{
    std::filesystem::path file;
    std::string_view content;
};

/// Writes two files that belong together, both or neither: where the second one fails, the first is as it
/// was. Without `replace`, one that exists is fileExistsError().
Status writeFilePair(const FileContent& first, const FileContent& second, bool replace);

} // namespace enlarger::models
