// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/history_files.h"

#include <fmt/format.h>
#include <fstream>

namespace enlarger::train {

namespace {

void write(std::ofstream& out, const HistoryPoint& point)
{
    const char* kind = point.kind == HistoryPoint::Kind::Steps ? "steps" : "validation";
    for (const auto& [name, value] : point.values)
        out << fmt::format("{},{},{},{}\n", point.step, kind, name, value);
}

} // namespace

Result<HistorySink> openHistoryCsv(const std::filesystem::path& file, const std::vector<HistoryPoint>& before)
{
    auto out = std::make_shared<std::ofstream>(file, std::ios::trunc);
    *out << "step,kind,name,value\n";
    for (const HistoryPoint& point : before)
        write(*out, point);
    out->flush();
    if (!*out)
        return Error{ErrorKind::Io, "the curves cannot be written", file, "Choose another folder"};
    return HistorySink([out](const HistoryPoint& point) {
        write(*out, point);
        out->flush();
    });
}

} // namespace enlarger::train
