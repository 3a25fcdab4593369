// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fetch/catalogue.h"
#include "app/fetch/download.h"
#include "core/models/model_store.h"

#include <optional>

namespace enlarger::app {

/// Where a file of the catalogue is brought to: features for good, by the name under which training looks for
/// them; a model until installFetched() puts it into the store.
std::filesystem::path fetchedFileOf(const CatalogueEntry& entry, const models::ModelStore& store);

/// Whether it can be used: the store has a model of its name, or its features are there. Looks at names only.
bool isInstalled(const CatalogueEntry& entry, const models::ModelStore& store);

/// What is to be downloaded, into a folder that is there now. Nothing: the right file lies there already
/// (which is read for it).
Result<std::optional<Download::Wanted>> downloadOf(const CatalogueEntry& entry,
                                                   const models::ModelStore& store);

/// Puts a model that has been downloaded into the store, under the catalogue's name, and removes the
/// download. Features stay where they are: null.
Result<std::optional<models::StoredModel>> installFetched(const CatalogueEntry& entry,
                                                          const models::ModelStore& store, bool replace);

/// The error of a download. Where it was the server's or the network's, it names the page from which a
/// browser gets the file.
Error withPage(Error problem, const CatalogueEntry& entry);

} // namespace enlarger::app
