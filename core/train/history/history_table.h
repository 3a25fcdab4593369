// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/train/history/history.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace enlarger::train {

/// A sink into a Table, which is made of a file and the points that it begins with, and lives as long as the
/// sink.
template <class Table>
Result<HistorySink> openTable(const std::filesystem::path& file, const std::vector<HistoryPoint>& before)
{
    const auto table = std::make_shared<Table>(file, before);
    if (!table->isWritten())
        return Error{ErrorKind::Io, "the curves cannot be written", file, "Choose another folder"};
    return HistorySink([table](const HistoryPoint& point) { table->add(point); });
}

} // namespace enlarger::train
