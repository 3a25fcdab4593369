// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history_files.h"

#include <fmt/format.h>
#include <fstream>

namespace enlarger::train {

Result<HistorySink> openHistoryCsv(const std::filesystem::path& file)
{
    std::error_code problem;
    const bool isNew =
        !std::filesystem::exists(file, problem) || std::filesystem::file_size(file, problem) == 0;
    auto out = std::make_shared<std::ofstream>(file, std::ios::app);
    if (isNew)
        *out << "step,kind,name,value\n" << std::flush;
    if (!*out)
        return Error{ErrorKind::Io, "the curves cannot be written", file, "Choose another folder"};
    return HistorySink([out](const HistoryPoint& point) {
        const char* kind = point.kind == HistoryPoint::Kind::Steps ? "steps" : "validation";
        for (const auto& [name, value] : point.values)
            *out << fmt::format("{},{},{},{}\n", point.step, kind, name, value);
        out->flush();
    });
}

} // namespace enlarger::train
