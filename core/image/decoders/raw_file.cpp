// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/raw_file.h"

#include "core/image/decoders/tiff_kinds.h"
#include "core/image/metadata/tiff_header.h"
#include "core/image/photo/read_limits.h"

#include <array>
#include <climits>
#include <string_view>

namespace enlarger::image {

namespace {

/// LibRaw counts flips as dcraw does: 1 mirrors left and right, 2 top and bottom, 4 swaps rows and columns.
int orientationOf(int flip)
{
    constexpr std::array<int, 8> orientations{1, 2, 4, 3, 5, 8, 6, 7};
    return flip >= 0 && flip < 8 ? orientations[std::size_t(flip)] : 1;
}

/// LibRaw would write to the terminal.
void keepQuiet(void*, const char*, int) {}

/// What LibRaw calls damaged where it was built without zlib.
constexpr int deflate = 8;

} // namespace

Result<std::unique_ptr<RawFile>> RawFile::open(const std::filesystem::path& file)
{
    std::unique_ptr<RawFile> raw(new RawFile(file));
    if (Status opened = raw->openFile(); !opened)
        return std::move(opened).error();
    return raw;
}

Status RawFile::openFile()
{
    m_library.set_dataerror_handler(keepQuiet, nullptr);
    libraw_output_params_t& options = m_library.imgdata.params;
    options.raw_processing_options |=
        LIBRAW_PROCESSING_USE_DNG_DEFAULT_CROP | LIBRAW_PROCESSING_CAMERAWB_FALLBACK_TO_DAYLIGHT;
    options.max_raw_memory_mb = INT_MAX / 2; // we have a limit of our own
    if (Status opened = check(m_library.open_file(m_file.c_str())); !opened)
        return opened;
    libraw_decoder_info_t decoder{};
    if (Status known = check(m_library.get_decoder_info(&decoder)); !known)
        return known;
    m_orientation = orientationOf(m_library.imgdata.sizes.flip);
    options.user_flip = 0; // turned elsewhere
    if (Status sized = check(m_library.adjust_sizes_info_only()); !sized)
        return sized;
    m_width = m_library.imgdata.sizes.iwidth;
    m_height = m_library.imgdata.sizes.iheight;
    m_library.recycle(); // whoever has asked for sizes cannot unpack any more
    return check(m_library.open_file(m_file.c_str()));
}

Status RawFile::check(int code)
{
    switch (code) {
    case LIBRAW_SUCCESS:
        return {};
    case LIBRAW_FILE_UNSUPPORTED:
    case LIBRAW_NOT_IMPLEMENTED:
    case LIBRAW_REQUEST_FOR_NONEXISTENT_IMAGE:
        return unsupported(code);
    case LIBRAW_UNSUFFICIENT_MEMORY:
    case LIBRAW_TOO_BIG:
    case LIBRAW_MEMPOOL_OVERFLOW:
        return tooLargeToHold(m_file);
    case LIBRAW_DATA_ERROR:
        if (readTiffHeader(m_file).rawCompression == deflate)
            return unsupported(code);
        [[fallthrough]];
    case LIBRAW_IO_ERROR:
        return damaged(m_file, "RAW", "");
    default:
        return damaged(m_file, "RAW", libraw_strerror(code));
    }
}

Error RawFile::unsupported(int code) const
{
    const int compression = readTiffHeader(m_file).rawCompression;
    const bool isKnown = compression == 0 || compression == 1;
    Error error = cannotDecode(m_file, "RAW",
                               isKnown ? std::string(libraw_strerror(code))
                                       : "its pixels are compressed as " + compressionName(compression));
    error.advice =
        "Convert it to an uncompressed or lossless DNG, or develop it and save it as a 16-bit TIFF";
    return error;
}

} // namespace enlarger::image
