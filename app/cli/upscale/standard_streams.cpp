// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/upscale/standard_streams.h"

#include "app/cli/terminal/console.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <vector>

namespace enlarger::cli {

namespace {

Result<AtomicFile> temporaryFile()
{
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
    return AtomicFile::create((error ? "/tmp" : folder) / "photo");
}

Error failed(const char* what, int code, const char* advice)
{
    return {ErrorKind::Io, std::string(what) + ": " + std::strerror(code), {}, advice};
}

Status readInput(const std::filesystem::path& to, const std::stop_token& stop)
{
    std::ofstream out(to, std::ios::binary);
    std::vector<char> bytes(std::size_t(1) << 16);
    for (;;) {
        const bool isReady = waitForStdin(std::chrono::milliseconds(200));
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "the work was cancelled", {}, {}};
        if (!isReady)
            continue;
        const std::int64_t count = readStdin(bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failed("standard input cannot be read", errno, "Name a file");
        errno = 0;
        out.write(bytes.data(), count);
        if (count == 0)
            out.close();
        if (!out)
            return failed("standard input cannot be kept in a temporary file", errno,
                          "Free some space, or let TMPDIR name another folder");
        if (count == 0)
            return {};
    }
}

} // namespace

Result<StandardStreams> StandardStreams::open(UpscaleRequest& request, const std::stop_token& stop)
{
    StandardStreams streams;
    if (request.fromStdin) {
        Result<AtomicFile> in = temporaryFile();
        if (!in)
            return std::move(in).error();
        if (Status read = readInput(in->temporary(), stop); !read)
            return std::move(read).error();
        request.inputs = {in->temporary()};
        streams.m_in = *std::move(in);
    }
    if (request.toStdout) {
        Result<AtomicFile> out = temporaryFile();
        if (!out)
            return std::move(out).error();
        request.output = out->temporary();
        request.ifExists = IfExists::Overwrite;
        streams.m_out = *std::move(out);
    }
    return streams;
}

Status StandardStreams::sendResult() const
{
    return m_out ? sendOut(m_out->temporary()) : Status();
}

} // namespace enlarger::cli
