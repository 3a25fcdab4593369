// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/write/write_plan.h"

#include "core/base/byte_text.h"
#include "core/image/encoders/encoder.h"
#include "core/image/metadata/metadata_editor.h"
#include "core/image/write/photo_writer.h"
#include "core/system/main_memory.h"

#include <fmt/format.h>

#include <algorithm>

namespace enlarger::image {

namespace {

/// The formats that hold a picture of this size, of those that lose nothing.
std::string sizeAdvice(int longSide)
{
    if (longSide <= outputFormat(PhotoFormat::Png).maxSide)
        return "Choose TIFF or PNG";
    return longSide <= outputFormat(PhotoFormat::Tiff).maxSide ? "Choose TIFF" : "Choose a smaller size";
}

Status checkOptions(const PhotoContent& content, const WriteOptions& options)
{
    if (auto writable = checkEncoder(options.format); !writable)
        return writable;
    if (options.quality < 1 || options.quality > 100)
        return Error{ErrorKind::BadInput,
                     fmt::format("{} is not a valid quality", options.quality),
                     {},
                     "Give a number from 1 to 100"};
    if (options.bits != 8 && options.bits != 16)
        return Error{ErrorKind::BadInput,
                     fmt::format("{} bits per channel are not possible", options.bits),
                     {},
                     "Choose 8 or 16"};
    if (content.width < 1 || content.height < 1 || content.channels < 1 || content.channels > 4)
        return Error{ErrorKind::Internal,
                     fmt::format("a picture of {} x {} pixels with {} channels cannot be written",
                                 content.width, content.height, content.channels)};
    const int longSide = std::max(content.width, content.height);
    const int limit = outputFormat(options.format).maxSide;
    if (longSide > limit)
        return Error{ErrorKind::Unsupported,
                     fmt::format("{} holds at most {} pixels a side, and the picture has {} x {}",
                                 formatName(options.format), limit, content.width, content.height),
                     {},
                     sizeAdvice(longSide)};
    return {};
}

} // namespace

const std::vector<PhotoFormat>& availableFormats()
{
    static const std::vector<PhotoFormat> formats = [] {
        std::vector<PhotoFormat> available = writableFormats();
        std::erase_if(available, [](PhotoFormat format) { return !checkEncoder(format); });
        return available;
    }();
    return formats;
}

Status checkFormat(PhotoFormat format)
{
    return checkEncoder(format);
}

int writtenChannels(const PhotoContent& content, PhotoFormat format)
{
    return content.channels % 2 == 0 && !outputFormat(format).alpha ? content.channels - 1 : content.channels;
}

Result<WritePlan> planWrite(const PhotoContent& content, const WriteOptions& options, NewMetadata& metadata)
{
    if (auto checked = checkOptions(content, options); !checked)
        return checked.error();
    const OutputFormat& limits = outputFormat(options.format);
    WritePlan plan;
    plan.bits = options.bits == 8 ? 8 : deepBitsOf(options.format);
    plan.memory = encoderMemory(content, options, plan.bits);
    const std::int64_t usable = mainMemory().total;
    if (limits.wholePicture && plan.memory > usable)
        return Error{ErrorKind::OutOfMemory,
                     fmt::format("{} needs about {} of memory for {} x {} pixels, and {} can be used here",
                                 formatName(options.format), bytesText(plan.memory), content.width,
                                 content.height, bytesText(usable)),
                     {},
                     sizeAdvice(std::max(content.width, content.height))};

    if (plan.bits < options.bits)
        plan.notes.push_back(fmt::format("{} holds {} bits per channel: the picture's {} are rounded",
                                         formatName(options.format), plan.bits, options.bits));
    if (writtenChannels(content, options.format) != content.channels)
        plan.notes.push_back(fmt::format("{} has no transparency: the picture is placed on white",
                                         formatName(options.format)));
    metadata = editMetadata(content, options.format);
    plan.notes.insert(plan.notes.end(), metadata.notes.begin(), metadata.notes.end());
    const Metadata& blocks = metadata.blocks;
    std::size_t carried = blocks.icc.size() + blocks.exif.size() + blocks.xmp.size() + blocks.iptc.size();
    for (const NamedText& text : blocks.texts)
        carried += text.keyword.size() + text.text.size();
    plan.estimatedSize = fileSize(content, options, plan.bits) + std::int64_t(carried);
    return plan;
}

Result<WritePlan> planWrite(const PhotoContent& content, const WriteOptions& options)
{
    NewMetadata metadata;
    return planWrite(content, options, metadata);
}

} // namespace enlarger::image
