// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/photos/data_report.h"

#include <QJsonObject>

#include <string>

namespace enlarger::cli {

/// What was found in the folders of a training set, in lines for a person; of each kind of trouble the first
/// `mostNames` files.
std::string textOf(const train::DataReport& report, std::size_t mostNames = 5);
QJsonObject jsonOf(const train::DataReport& report);

} // namespace enlarger::cli
