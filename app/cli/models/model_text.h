// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"
#include "core/models/model_store.h"

#include <QJsonObject>

#include <string>
#include <vector>

namespace enlarger::cli {

std::string summaryOf(const models::StoredModel& model);     // "x4, RRDBNet 64x23, growth 32, 67 MB"
std::string descriptionOf(const models::StoredModel& model); // several lines: card, network, file
/// Which model a name of the store means instead of the one that people would expect, and the way out.
std::string hidingText(const models::StoredModel& model);
/// The model that is meant where none is named, which it says on stderr with the reason, unless `quiet`.
/// Error: there is none.
Result<models::StoredModel> defaultModel(const models::ModelStore& store, const device::Device& device,
                                         bool quiet);
/// Says on stderr what was passed over in the model's file.
void printNotes(const models::StoredModel& model);
std::string tableOf(const std::vector<models::StoredModel>& models);
QJsonObject jsonOfList(const std::vector<models::StoredModel>& models, const std::vector<Error>& problems);

} // namespace enlarger::cli
