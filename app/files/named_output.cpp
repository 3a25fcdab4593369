// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/named_output.h"

#include <fmt/format.h>

namespace enlarger::app {

OutputName nameOutput(OutputNames& names, const NameTemplate& name, NameFields fields,
                      image::PhotoFormat format, const std::filesystem::path& folder)
{
    const auto counted = [&](int counter) {
        fields.counter = fmt::format("{:04}", counter);
        return folder / name.fileName(fields, format);
    };
    return names.choose(name.hasCounter() ? names.firstFree(counted)
                                          : folder / name.fileName(fields, format));
}

} // namespace enlarger::app
