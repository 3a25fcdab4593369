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
    if (!name.hasCounter())
        return names.choose(folder / name.fileName(fields, format));
    OutputName output = names.choose(names.firstFree(counted));
    output.ifTaken = IfExists::Rename; // by a program that counts too: each result keeps a name of its own
    return output;
}

Status makeResultFolder(const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error{ErrorKind::Io, "the folder for the results cannot be created: " + problem.message(),
                     folder, "Choose another one"};
    return {};
}

} // namespace enlarger::app
