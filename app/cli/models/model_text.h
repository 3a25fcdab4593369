// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

#include <QJsonObject>

#include <string>
#include <vector>

namespace enlarger::cli {

std::string summaryOf(const models::StoredModel& model);     // "x4, RRDBNet 64x23, growth 32, 67 MB"
std::string descriptionOf(const models::StoredModel& model); // several lines: card, network, file
std::string tableOf(const std::vector<models::StoredModel>& models);
QJsonObject jsonOfList(const std::vector<models::StoredModel>& models, const std::vector<Error>& problems);

} // namespace enlarger::cli
