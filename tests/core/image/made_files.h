// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/vips_runtime.h"
#include "core/image/photo/photo.h"
#include "core/image/pixels/image.h"

#include <filesystem>
#include <string>

namespace enlarger::tests {

using image::Bytes;
using image::Image;
using image::VipsPtr;

/// The picture with every value at the nearest multiple of 1/largest.
Image rounded(const Image& picture, int largest);

/// Where the pixels of a stored picture are seen under an EXIF orientation 1..8, by the standard's own
/// definition.
Image upright(const Image& stored, int orientation);

/// Solid quarters, which lossy formats keep well, in a picture that no turn leaves as it is.
Image quarters(int width, int height);

/// Whether one of the notes holds these words.
bool says(const image::PhotoInfo& info, const char* words);

/// The greatest difference of two pictures of one size; 1000 where the sizes differ.
float farthest(const Image& a, const Image& b);

/// As libvips holds it: uchar, ushort, uint or float, the values times the type's largest.
VipsPtr<VipsImage> toVips(const Image& picture, VipsBandFormat format, VipsInterpretation interpretation);

void setBlob(VipsImage* picture, const char* name, const Bytes& data);

/// Writes with the saver that the name's ending chooses; options as in "file.tif[tile]".
bool save(VipsImage* picture, const std::filesystem::path& file, const std::string& options = {});

Bytes readBytes(const std::filesystem::path& file);
void writeBytes(const std::filesystem::path& file, const Bytes& data);
Bytes toBytes(std::string_view text);

/// Puts a chunk, with its checksum, right after a PNG's header.
void insertPngChunk(const std::filesystem::path& file, const std::string& type, const Bytes& data);

/// A small EXIF block: make "Camera", that orientation, GPS latitude reference "N", a maker note of known
/// bytes.
Bytes smallExif(int orientation);
Bytes smallXmp();
Bytes smallIptc();
/// A profile of the given kind made by lcms: "RGB " wide primaries, "GRAY" or a linear "RGB ".
Bytes smallProfile(const std::string& kind, double gamma = 2.2);

struct MadeJxl
{
    int bits = 8;
    bool floating = false;
    int orientation = 1;
    bool lossless = true;
    bool boxesPacked = false; // with Brotli
    Bytes icc;
    Bytes exif;
    Bytes xmp;
};
bool writeJxl(const std::filesystem::path& file, const Image& picture, const MadeJxl& made = {});

struct MadeHeif
{
    bool avif = true; // else HEIC
    int bits = 8;
    int orientation = 1;
    int primaries = 0;          // of an nclx colour box; 0: none
    std::vector<Image> further; // pictures behind the main one
    std::string itemType;       // of an item of four letters beside it; empty: none
    Bytes icc;
    Bytes exif;
    Bytes xmp;
};
bool writeHeif(const std::filesystem::path& file, const Image& picture, const MadeHeif& made = {});

} // namespace enlarger::tests
