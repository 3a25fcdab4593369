// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metadata/metadata_editor.h"

namespace enlarger::image {

/// planWrite() that also hands out the metadata, which the writer would otherwise have to make a second time.
Result<WritePlan> planWrite(const PhotoContent& content, const WriteOptions& options, NewMetadata& metadata);

/// The channels of the file's rows: without alpha where the format has none.
int writtenChannels(const PhotoContent& content, PhotoFormat format);

/// Bytes that a format's encoder takes, with the rows that it collects.
std::int64_t encoderMemory(const PhotoContent& content, const WriteOptions& options, int bits);
/// Bytes of the pixels in the file, roughly: as photographs usually come out.
std::int64_t fileSize(const PhotoContent& content, const WriteOptions& options, int bits);

} // namespace enlarger::image
