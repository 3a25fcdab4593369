// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fetch/package_members.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <zip.h>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

using Archive = std::unique_ptr<zip_t, decltype([](zip_t* archive) { zip_discard(archive); })>;
using Member = std::unique_ptr<zip_file_t, decltype([](zip_file_t* member) { zip_fclose(member); })>;

constexpr zip_uint64_t mostBytes = zip_uint64_t(1) << 30; // of a network's file

// Its hash is the wanted one: another download would be the same.
Error wrong(const std::string& what, const fs::path& archive)
{
    return Error{ErrorKind::BadInput, what, archive, "Look whether there is a newer version of this program"};
}

/// `size`: bytes that the archive says it has.
Status copyTo(zip_file_t& member, const std::string& name, zip_uint64_t size, const fs::path& archive,
              const fs::path& file)
{
    std::ofstream out(file, std::ios::binary);
    zip_uint64_t done = 0;
    std::vector<char> bytes(std::size_t(1) << 20);
    while (out) {
        const zip_int64_t count = zip_fread(&member, bytes.data(), bytes.size()); // checks the sum at the end
        done += count > 0 ? zip_uint64_t(count) : 0;
        if (count < 0 || done > size)
            return wrong("the package's '" + name + "' is damaged", archive);
        if (count > 0)
            out.write(bytes.data(), count);
        else
            out.close();
        if (count == 0 && out)
            return {};
    }
    return Error{ErrorKind::Io, std::string("cannot be written: ") + std::strerror(errno), file, {}};
}

} // namespace

Result<std::vector<fs::path>> unpackMembers(const fs::path& archive, const std::vector<std::string>& members,
                                            const fs::path& folder)
{
    const Archive opened(zip_open(archive.c_str(), ZIP_RDONLY, nullptr));
    if (!opened)
        return wrong("this is no package that can be unpacked", archive);
    std::vector<fs::path> files;
    for (const std::string& name : members) {
        zip_stat_t facts;
        const Member member(zip_fopen(opened.get(), name.c_str(), 0));
        if (!member || zip_stat(opened.get(), name.c_str(), 0, &facts) != 0)
            return wrong("the package has no '" + name + "'", archive);
        if ((facts.valid & ZIP_STAT_SIZE) == 0 || facts.size > mostBytes)
            return wrong("the package's '" + name + "' is too large for a network", archive);
        files.push_back(folder / fs::path(name).filename());
        if (Status copied = copyTo(*member, name, facts.size, archive, files.back()); !copied)
            return std::move(copied).error();
    }
    return files;
}

} // namespace enlarger::app
