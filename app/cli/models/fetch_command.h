// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace enlarger::cli {

int runFetchModels(const QStringList& arguments);

} // namespace enlarger::cli
