// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/name_template.h"
#include "app/files/output_names.h"

namespace enlarger::app {

/// The name in `folder` that the template gives a result, where it has none of its own yet. A {counter}
/// counts on from the files that are there: 0001 is the first of a folder that has none.
OutputName nameOutput(OutputNames& names, const NameTemplate& name, NameFields fields,
                      image::PhotoFormat format, const std::filesystem::path& folder);

/// Makes the folder that results go to, with those above it, where it is not there. Error: it cannot be made.
Status makeResultFolder(const std::filesystem::path& folder);

} // namespace enlarger::app
