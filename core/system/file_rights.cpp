// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/file_rights.h"

#include <unistd.h>

namespace enlarger {

bool isWritable(const std::filesystem::path& file)
{
    return ::access(file.c_str(), W_OK) == 0;
}

bool isExecutable(const std::filesystem::path& program)
{
    return ::access(program.c_str(), X_OK) == 0;
}

} // namespace enlarger
