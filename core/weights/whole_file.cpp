// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/whole_file.h"

#include "core/base/byte_text.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace enlarger::weights {

namespace fs = std::filesystem;

std::uint64_t sizeOf(const fs::path& file)
{
    std::error_code code;
    const fs::file_status status = fs::status(file, code);
    if (status.type() == fs::file_type::not_found)
        fail("there is no such file", "Check the name and the folder", ErrorKind::Io);
    if (status.type() == fs::file_type::directory)
        fail("this is a folder", "Name the file with the weights in it");
    if (status.type() != fs::file_type::regular)
        fail(code ? "the file cannot be accessed: " + code.message() : "this is not a regular file",
             "Name a file with weights", ErrorKind::Io);
    const std::uint64_t size = fs::file_size(file, code);
    if (code)
        fail("the file cannot be accessed: " + code.message(), {}, ErrorKind::Io);
    return size;
}

void checkSize(std::uint64_t size, std::uint64_t largest)
{
    if (size > largest)
        fail("the file has " + bytesText(static_cast<std::int64_t>(size)) +
                 ", more than any such file that can be loaded (" +
                 bytesText(static_cast<std::int64_t>(largest)) + ")",
             supportedNetworks());
}

std::vector<std::byte> readStart(const fs::path& file, std::size_t count)
{
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        fail(std::string("the file cannot be opened: ") + std::strerror(errno), {}, ErrorKind::Io);
    std::vector<std::byte> bytes(count);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
    if (in.bad())
        fail(std::string("reading failed: ") + std::strerror(errno), {}, ErrorKind::Io);
    bytes.resize(static_cast<std::size_t>(in.gcount())); // shorter where the file is
    return bytes;
}

std::vector<std::byte> readAll(const fs::path& file, std::uint64_t largest)
{
    const std::uint64_t size = sizeOf(file);
    checkSize(size, largest);
    return readStart(file, static_cast<std::size_t>(size));
}

} // namespace enlarger::weights
