// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/read_limits.h"

#include <unistd.h>

#include <fmt/format.h>

namespace enlarger::image {

namespace {

constexpr std::int64_t longestSide = 1'000'000;
constexpr std::int64_t mostPixels = std::int64_t(1) << 34; // 17 gigapixels

double usableMemory()
{
    return 0.6 * double(sysconf(_SC_PHYS_PAGES)) * double(sysconf(_SC_PAGE_SIZE));
}

constexpr const char* memoryAdvice = "Close other programs, or cut the picture into smaller ones";

} // namespace

Status checkSize(const std::filesystem::path& file, std::int64_t width, std::int64_t height)
{
    if (width <= 0 || height <= 0)
        return Error{ErrorKind::BadInput, "the file says that the picture has no pixels", file,
                     "Copy it again from where it came"};
    if (width > longestSide || height > longestSide || width * height > mostPixels)
        return Error{ErrorKind::Unsupported,
                     fmt::format("the file says that the picture has {} x {} pixels, more than we read",
                                 width, height),
                     file, "Cut it into parts of at most 17 gigapixels"};
    return {};
}

Status checkMemory(const std::filesystem::path& file, double bytes)
{
    const double usable = usableMemory();
    if (bytes <= usable)
        return {};
    return Error{
        ErrorKind::OutOfMemory,
        fmt::format("decoding this picture takes {:.1f} GiB at once, and {:.1f} GiB can be used here",
                    bytes / (1 << 30), usable / (1 << 30)),
        file, "Save it as TIFF or as a baseline JPEG, which are read band by band"};
}

Status checkWhole(const std::filesystem::path& file, int width, int height, int pixelBytes)
{
    const double bytes = double(width) * height * pixelBytes;
    if (bytes <= usableMemory())
        return {};
    return Error{ErrorKind::OutOfMemory,
                 fmt::format("holding its {} x {} pixels takes {:.1f} GiB, and {:.1f} GiB can be used here",
                             width, height, bytes / (1 << 30), usableMemory() / (1 << 30)),
                 file, memoryAdvice};
}

Error tooLargeToHold(const std::filesystem::path& file)
{
    return Error{ErrorKind::OutOfMemory, "there is not enough memory to hold this picture", file,
                 memoryAdvice};
}

Error readInPart(const std::filesystem::path& file)
{
    return Error{
        ErrorKind::Internal, "a picture that was read in part already cannot be read whole", file, {}};
}

Error damaged(const std::filesystem::path& file, const char* format, const std::string& details)
{
    std::string what = std::string("the ") + format + " data is damaged or cut off";
    if (!details.empty())
        what += " (" + details + ")";
    return Error{ErrorKind::BadInput, what, file, "Copy the file again from where it came"};
}

} // namespace enlarger::image
