// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/file_kind.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace enlarger::weights {

using namespace std::string_view_literals;

namespace {

/// Files that people take for weights by mistake, and weights of other programs.
struct Signature
{
    std::size_t offset;
    std::string_view bytes;
    std::string_view is;
};
constexpr Signature strangers[] = {
    {0, "\xff\xd8\xff"sv, "a JPEG picture"},
    {0, "\x89PNG\r\n"sv, "a PNG picture"},
    {0, "II*\0"sv, "a TIFF picture"},
    {0, "MM\0*"sv, "a TIFF picture"},
    {0, "II+\0"sv, "a TIFF picture"},
    {0, "GIF8"sv, "a GIF picture"},
    {8, "WEBP"sv, "a WebP picture"},
    {0, "8BPS"sv, "a Photoshop picture"},
    {0, "\xff\x0a"sv, "a JPEG XL picture"},
    {0, "\0\0\0\x0cJXL "sv, "a JPEG XL picture"},
    {4, "ftypheic"sv, "a HEIC picture"},
    {4, "ftypmif1"sv, "a HEIF picture"},
    {4, "ftypavif"sv, "an AVIF picture"},
    {4, "ftyp"sv, "a film"},
    {0, "BM"sv, "a BMP picture"},
    {0, "%PDF"sv, "a PDF document"},
    {0,
     "\x7f"
     "ELF"sv,
     "a program or a library"},
    {0, "MZ"sv, "a Windows program"},
    {0, "GGUF"sv, "a GGUF model (of a language model program)"},
    {0, "ggml"sv, "a GGML model (of a language model program)"},
    {0, "\x89HDF\r\n"sv, "an HDF5 file, such as Keras writes"},
    {0, "\x93NUMPY"sv, "a NumPy array"},
    {4, "TFL3"sv, "a TensorFlow Lite model"},
    {0, "\x1f\x8b"sv, "a gzip archive; unpack it first"},
    {0, "7z\xbc\xaf"sv, "a 7-Zip archive; unpack it first"},
    {0, "Rar!"sv, "a RAR archive; unpack it first"},
    {0,
     "\xfd"
     "7zXZ"sv,
     "an xz archive; unpack it first"},
    {0, "BZh"sv, "a bzip2 archive; unpack it first"},
    {0, "\x28\xb5\x2f\xfd"sv, "a Zstandard archive; unpack it first"},
    {0, "SQLite format 3"sv, "a database"},
};

bool startsWith(std::string_view text, std::string_view start, std::size_t offset = 0)
{
    return text.size() >= offset && text.substr(offset).starts_with(start);
}

[[noreturn]] void rejectAs(std::string_view is)
{
    fail("this is " + std::string(is) + ", not a file with weights", supportedNetworks());
}

void rejectText(std::string_view start)
{
    if (startsWith(start, "version https://git-lfs"))
        fail("this is a Git LFS pointer: a note that stands for the real file",
             "Fetch it with: git lfs pull");
    std::string lower(start.substr(0, 1024));
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    if (lower.find("<!doctype html") != lower.npos || lower.find("<html") != lower.npos)
        fail("this is a web page, not a file with weights: the download went wrong",
             "Download the file itself, not the page that shows it");
    const bool printable = std::all_of(start.begin(), start.end(), [](unsigned char c) {
        return c >= 0x20 || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    });
    if (printable)
        rejectAs("a text file");
}

bool looksLikeOnnx(std::string_view start)
{
    // Protobuf: field 1 (ir_version, 3 to 15), then field 2 (producer_name) or 7 (graph).
    return start.size() > 4 && start[0] == 0x08 && start[1] >= 3 && start[1] <= 15 &&
           (start[2] == 0x12 || start[2] == 0x3a);
}

bool looksLikeSafetensors(std::string_view start, std::uint64_t fileSize)
{
    if (start.size() < 10 || start[8] != '{')
        return false;
    std::uint64_t header = 0;
    std::memcpy(&header, start.data(), sizeof header);
    const bool credible = header <= fileSize;
    // A length that lies still belongs to the safetensors reader, which says so.
    return credible || start.substr(8, 64).find("\"dtype\"") != start.npos ||
           start.substr(8).starts_with("{\"__metadata__\"");
}

} // namespace

std::filesystem::path ncnnPartner(const std::filesystem::path& file, FileKind kind)
{
    std::filesystem::path partner = file;
    return partner.replace_extension(kind == FileKind::NcnnParam ? ".bin" : ".param");
}

FileKind fileKind(const std::filesystem::path& file, Bytes bytes, std::uint64_t fileSize)
{
    const std::string_view start = asText(bytes);
    if (start.empty())
        fail("the file is empty", "Get the file again");
    if (startsWith(start, "PK\x03\x04") || startsWith(start, "PK\x05\x06"))
        return FileKind::Zip;
    if (startsWith(start, "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 2) && start[0] == '\x80')
        return FileKind::LegacyPth;
    if (start[0] == '\x80' && start.size() > 1 && start[1] >= 2 && start[1] <= 5)
        return FileKind::BarePickle;
    if (looksLikeSafetensors(start, fileSize))
        return FileKind::Safetensors;
    if (startsWith(start, "7767517\n") || startsWith(start, "7767517\r\n"))
        return FileKind::NcnnParam;
    if (startsWith(start, "\xdd\x85\x76\0"sv)) // 7767517 as a number
        fail("this is ncnn's binary .param.bin", "Give the text form, the .param, with its .bin");
    if (startsWith(start, "ustar", 257))
        fail("this is a tar archive, such as PyTorch wrote before version 0.1.10",
             "Load it in a newer PyTorch and save its state_dict() again");

    std::error_code ignored;
    const bool hasParam =
        file.extension() == ".bin" && std::filesystem::exists(ncnnPartner(file, FileKind::NcnnBin), ignored);
    if (hasParam || startsWith(start, "\x47\x6b\x30\x01"sv)) // the flag of 16-bit weights
        return FileKind::NcnnBin;
    if (file.extension() == ".bin" && startsWith(start, "\0\0\0\0"sv))
        return FileKind::NcnnBin;

    for (const Signature& signature : strangers)
        if (startsWith(start, signature.bytes, signature.offset))
            rejectAs(signature.is);
    rejectText(start);
    if (looksLikeOnnx(start))
        fail("this is an ONNX model", "Use the .pth or .safetensors that it was made from");
    fail("the file is of an unknown kind", supportedNetworks());
}

} // namespace enlarger::weights
