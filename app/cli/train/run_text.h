// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_info.h"

#include <QJsonObject>

#include <string>
#include <vector>

namespace enlarger::cli {

/// A run of a list, with what is found out for it alone.
struct ListedRun
{
    app::RunInfo run;
    std::int64_t bytes = 0;          // of its folder
    std::vector<std::string> photos; // that it learns from; empty where it is not asked for
};

std::string tableOf(const std::vector<ListedRun>& runs);
std::string descriptionOf(const ListedRun& run, const models::ModelStore& store); // several lines
QJsonObject jsonOfList(const std::vector<ListedRun>& runs, const std::vector<Error>& problems);

} // namespace enlarger::cli
