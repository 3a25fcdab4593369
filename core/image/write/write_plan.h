// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/photo/photo_content.h"

namespace enlarger::image {

struct NewMetadata; // core/image/metadata/metadata_editor.h

/// The formats that this computer writes: of writableFormats(), those whose library has its encoder here.
const std::vector<PhotoFormat>& availableFormats();
/// Why a format is not among them, with advice.
Status checkFormat(PhotoFormat format);

/// What writing will mean, known before any work.
struct WritePlan
{
    int bits = 8;                   // what the file will hold: 8, 12 or 16
    std::int64_t memory = 0;        // bytes that the encoder needs beside the rows handed to it
    std::int64_t estimatedSize = 0; // bytes of the file, roughly
    std::vector<std::string> notes; // what will be lost or changed, for a person
};

/// Refuses what the format cannot hold (WebP beyond 16383 pixels, JPEG beyond 65500 ...) and names the format
/// to take.
Result<WritePlan> planWrite(const PhotoContent& content, const WriteOptions& options);

/// planWrite() that also hands out the metadata, which the writer would otherwise have to make a second time.
Result<WritePlan> planWrite(const PhotoContent& content, const WriteOptions& options, NewMetadata& metadata);

/// The channels of the file's rows: without alpha where the format has none.
int writtenChannels(const PhotoContent& content, PhotoFormat format);

/// Bytes that a format's encoder takes, with the rows that it collects.
std::int64_t encoderMemory(const PhotoContent& content, const WriteOptions& options, int bits);
/// Bytes of the pixels in the file, roughly: as photographs usually come out.
std::int64_t fileSize(const PhotoContent& content, const WriteOptions& options, int bits);

} // namespace enlarger::image
