// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/read_limits.h"

#include "core/base/byte_text.h"
#include "core/image/photo/library_words.h"
#include "core/system/main_memory.h"

#include <algorithm>
#include <fmt/format.h>

namespace enlarger::image {

namespace {

constexpr std::int64_t longestSide = 1'000'000;
constexpr std::int64_t mostPixels = std::int64_t(1) << 34; // 17 gigapixels

/// Bytes that one picture may take. A part of all that there is, not of what is free just now, so that the
/// same photo opens today and tomorrow.
double usableMemory()
{
    return 0.6 * double(mainMemory().total);
}

std::string bytesText(double bytes)
{
    return enlarger::bytesText(static_cast<std::int64_t>(std::min(bytes, 9e18)));
}

std::string inBrackets(const std::string& details, const std::filesystem::path& file)
{
    const std::string words = libraryWords(details, file);
    return words.empty() ? std::string() : " (" + words + ")";
}

constexpr const char* memoryAdvice = "Close other programs, or split the picture into smaller ones";

} // namespace

Status checkSize(const std::filesystem::path& file, std::int64_t width, std::int64_t height)
{
    if (width <= 0 || height <= 0)
        return Error{ErrorKind::BadInput, "the file says that the picture has no pixels", file,
                     "Copy it again from its source"};
    if (width > longestSide || height > longestSide || width * height > mostPixels)
        return Error{ErrorKind::Unsupported,
                     fmt::format("the file says that the picture has {} x {} pixels, more than can be read",
                                 width, height),
                     file, "Split it into parts of at most 17 gigapixels"};
    return {};
}

Status checkMemory(const std::filesystem::path& file, double bytes)
{
    const double usable = usableMemory();
    if (bytes <= usable)
        return {};
    return Error{ErrorKind::OutOfMemory,
                 fmt::format("decoding this picture takes {} at once, and {} can be used here",
                             bytesText(bytes), bytesText(usable)),
                 file, "Save it as TIFF or as a baseline JPEG, which are read band by band"};
}

Status checkWhole(const std::filesystem::path& file, int width, int height, int pixelBytes,
                  std::int64_t decodingMemory)
{
    const double bytes = double(width) * height * pixelBytes + double(decodingMemory);
    const double usable = usableMemory();
    if (bytes <= usable)
        return {};
    return Error{ErrorKind::OutOfMemory,
                 fmt::format("reading and holding its {} x {} pixels takes {}, and {} can be used here",
                             width, height, bytesText(bytes), bytesText(usable)),
                 file, memoryAdvice};
}

Error tooLargeToHold(const std::filesystem::path& file)
{
    return Error{ErrorKind::OutOfMemory, "there is not enough memory to hold this picture", file,
                 memoryAdvice};
}

Error readInPart(const std::filesystem::path& file)
{
    return Error{ErrorKind::Internal, "a picture that was partly read cannot be read as a whole", file, {}};
}

Error damaged(const std::filesystem::path& file, const char* format, const std::string& details)
{
    return Error{ErrorKind::BadInput,
                 fmt::format("the {} data is damaged or cut off{}", format, inBrackets(details, file)), file,
                 "Copy the file again from its source"};
}

Error cannotDecode(const std::filesystem::path& file, const char* format, const std::string& details)
{
    return Error{ErrorKind::Unsupported,
                 fmt::format("this kind of {} cannot be decoded here{}", format, inBrackets(details, file)),
                 file, "Save it as TIFF, PNG or JPEG in the program that made it"};
}

Error decodingError(const std::filesystem::path& file, const char* format, const std::string& details)
{
    return meansUnsupported(libraryWords(details, file)) ? cannotDecode(file, format, details)
                                                         : damaged(file, format, details);
}

} // namespace enlarger::image
