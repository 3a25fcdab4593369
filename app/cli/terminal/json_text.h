// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>

#include <string>
#include <vector>

namespace enlarger::cli {

/// {"kind": "io", "what": ..., "advice": ..., "file": ...}; empty fields are left out.
QJsonObject toJson(const Error& error);
QJsonArray toJson(const std::vector<Error>& errors);
QJsonArray toJson(const std::vector<std::string>& texts);

/// null for what is not known (negative) or not finite.
QJsonValue jsonNumber(double value);

} // namespace enlarger::cli
