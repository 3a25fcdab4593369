// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fetch/package_members.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <system_error>
#include <zip.h>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

using Archive = std::unique_ptr<zip_t, decltype([](zip_t* archive) { zip_discard(archive); })>;
using Member = std::unique_ptr<zip_file_t, decltype([](zip_file_t* member) { zip_fclose(member); })>;

Error damaged(const std::string& what, const fs::path& archive)
{
    return Error{ErrorKind::BadInput, what, archive, "Fetch it again"};
}

Status copyTo(zip_file_t& member, const std::string& name, const fs::path& archive, const fs::path& file)
{
    std::ofstream out(file, std::ios::binary);
    std::vector<char> bytes(std::size_t(1) << 20);
    for (;;) {
        const zip_int64_t count = zip_fread(&member, bytes.data(), bytes.size()); // checks the sum at the end
        if (count < 0)
            return damaged("the package's '" + name + "' is damaged", archive);
        if (count == 0)
            break;
        out.write(bytes.data(), count);
    }
    out.close();
    if (!out)
        return Error{ErrorKind::Io, std::string("cannot be written: ") + std::strerror(errno), file, {}};
    return {};
}

} // namespace

Result<std::vector<fs::path>> unpackMembers(const fs::path& archive, const std::vector<std::string>& members,
                                            const fs::path& folder)
{
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure)
        return Error{ErrorKind::Io, "the folder cannot be created: " + failure.message(), folder, {}};
    const Archive opened(zip_open(archive.c_str(), ZIP_RDONLY, nullptr));
    if (!opened)
        return damaged("this is no package that can be unpacked", archive);
    std::vector<fs::path> files;
    for (const std::string& name : members) {
        const Member member(zip_fopen(opened.get(), name.c_str(), 0));
        if (!member)
            return damaged("the package has no '" + name + "'", archive);
        files.push_back(folder / fs::path(name).filename());
        if (Status copied = copyTo(*member, name, archive, files.back()); !copied)
            return std::move(copied).error();
    }
    return files;
}

} // namespace enlarger::app
