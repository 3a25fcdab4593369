// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace enlarger::cli {

int runRemoveModels(const QStringList& arguments); // models remove
int runRenameModel(const QStringList& arguments);  // models rename

} // namespace enlarger::cli
