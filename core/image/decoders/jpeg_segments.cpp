// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/jpeg_segments.h"

#include "core/image/decoders/row_source.h"
#include "core/image/metadata/film_properties.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/metadata/tiff_directory.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

namespace enlarger::image {

using namespace std::string_view_literals;

namespace {

/// Whether an index of several pictures (CIPA DC-007) names views of equal rank, as stereo cameras make them.
/// Previews and gain maps are parts of the one.
bool namesOtherViews(ByteView index)
{
    constexpr std::uint16_t entriesTag = 0xb002;
    constexpr std::size_t entrySize = 16;
    std::istringstream stream{std::string(asText(index))};
    auto tiff = TiffStructure::open(stream);
    if (!tiff)
        return false;
    const auto directory = tiff->directory(tiff->firstDirectory());
    const TiffEntry* const found = directory.find(entriesTag);
    const Bytes entries = found ? tiff->bytes(*found) : Bytes();
    for (std::size_t at = entrySize; at + entrySize <= entries.size(); at += entrySize) {
        const std::size_t low = tiff->littleEndian() ? at : at + 3,
                          high = tiff->littleEndian() ? at + 2 : at + 1;
        if (entries[high] == 2 && entries[low] >= 1 && entries[low] <= 3) // panorama, stereo, several angles
            return true;
    }
    return false;
}

/// Gathers what belongs together from segments of at most 64 KiB.
class SegmentCollector
{
public:
    void add(int marker, ByteView data)
    {
        const std::string_view text = asText(data);
        const auto after = [&](std::string_view prefix) { return data.subspan(prefix.size()); };
        if (marker == 0xe1 && text.starts_with(exif) && m_metadata.exif.empty())
            m_metadata.exif = exifBlock(data);
        else if (marker == 0xe1 && text.starts_with(xmp) && m_metadata.xmp.empty())
            m_metadata.xmp = xmpPacket(after(xmp));
        else if (marker == 0xe1 && text.starts_with(xmpExtension) && text.size() >= xmpExtension.size() + 40)
            addExtension(after(xmpExtension));
        else if (marker == 0xe2 && text.starts_with(icc) && text.size() > icc.size() + 2)
            m_icc.try_emplace(data[icc.size()], data.begin() + icc.size() + 2, data.end());
        else if (marker == 0xed && text.starts_with(photoshop))
            append(m_photoshop, after(photoshop));
        else if (marker == 0xe0 && text.starts_with(jfif) && data.size() >= jfif.size() + 7)
            addDensity(after(jfif));
        else if (marker == 0xe2 && text.starts_with(multiPicture))
            m_otherViews = m_otherViews || namesOtherViews(after(multiPicture));
        else if (marker == 0xe2 && text.starts_with(gainMap))
            m_gainMap = true;
        else if (marker == 0xeb && text.find("c2pa") != std::string_view::npos)
            m_credentials = true;
        else if (marker == 0xfe && m_metadata.texts.size() < mostComments)
            addComment(text);
    }

    bool hasOtherViews() const { return m_otherViews; }
    bool hasGainMap() const { return m_gainMap; }
    bool hasCredentials() const { return m_credentials; }

    Metadata finish()
    {
        int expected = 1;
        for (const auto& [number, part] : m_icc) {
            if (number != expected++) { // a piece is missing
                m_metadata.icc.clear();
                break;
            }
            append(m_metadata.icc, part);
        }
        m_metadata.iptc = iptcDatasets(m_photoshop);
        if (!m_extension.empty() && m_received == m_extension.size() && !m_metadata.xmp.empty())
            m_metadata.xmp = joinXmp(m_metadata.xmp, m_extension);
        return std::move(m_metadata);
    }

private:
    static constexpr auto exif = "Exif\0"sv;
    static constexpr auto xmp = "http://ns.adobe.com/xap/1.0/\0"sv;
    static constexpr auto xmpExtension = "http://ns.adobe.com/xmp/extension/\0"sv;
    static constexpr auto icc = "ICC_PROFILE\0"sv;
    static constexpr auto photoshop = "Photoshop 3.0\0"sv;
    static constexpr auto jfif = "JFIF\0"sv;
    static constexpr auto multiPicture = "MPF\0"sv;
    static constexpr auto gainMap = "urn:iso:std:iso:ts:21496:-1\0"sv;
    static constexpr std::size_t mostComments = 100;

    static void append(Bytes& to, ByteView data) { to.insert(to.end(), data.begin(), data.end()); }

    /// The version, the unit, and pixels on it across and down.
    void addDensity(ByteView data)
    {
        const auto number = [&](std::size_t at) { return std::uint32_t(data[at] << 8 | data[at + 1]); };
        const std::uint32_t x = number(3), y = number(5);
        if (data[2] == 1 || data[2] == 2)
            m_metadata.resolution = {double(x), double(y),
                                     data[2] == 1 ? Resolution::Unit::Inch : Resolution::Unit::Centimetre};
        else
            m_metadata.resolution = pixelShape(x, y);
    }

    void addComment(std::string_view text)
    {
        while (text.ends_with('\0')) // the end of a C string, which some programs write too
            text.remove_suffix(1);
        if (!text.empty())
            m_metadata.texts.push_back({commentKeyword, textFromFile(text), {}, {}});
    }

    /// A digest of 32 digits, the whole's length, this part's offset, and the part.
    void addExtension(ByteView data)
    {
        const auto number = [&](std::size_t at) {
            return std::size_t(data[at]) << 24 | std::size_t(data[at + 1]) << 16 |
                   std::size_t(data[at + 2]) << 8 | data[at + 3];
        };
        const std::string digest(data.begin(), data.begin() + 32);
        const std::size_t length = number(32);
        const std::size_t offset = number(36);
        const ByteView part = data.subspan(40);
        if (m_extension.empty() && length <= largestMetadata) {
            const std::string packet(m_metadata.xmp.begin(), m_metadata.xmp.end());
            if (packet.find(digest) == std::string::npos) // another packet's
                return;
            m_digest = digest;
            m_extension.resize(length);
        }
        if (digest != m_digest || length != m_extension.size() || offset > length ||
            part.size() > length - offset)
            return;
        std::copy(part.begin(), part.end(), m_extension.begin() + std::ptrdiff_t(offset));
        m_received += part.size();
    }

    Metadata m_metadata;
    std::map<int, Bytes> m_icc; // by number
    Bytes m_photoshop;
    Bytes m_extension;
    std::string m_digest;
    std::size_t m_received = 0;
    bool m_otherViews = false;
    bool m_gainMap = false; // by ISO 21496-1
    bool m_credentials = false;
};

bool isFrame(int marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// The DCT coefficients that a frame header (SOF) announces: two bytes each, in whole blocks, as many of each
/// component as its sampling factors say.
double coefficientBytes(const Bytes& frame)
{
    const int height = frame[1] << 8 | frame[2];
    const int width = frame[3] << 8 | frame[4];
    const std::size_t components = std::min<std::size_t>(frame[5], (frame.size() - 6) / 3);
    const auto across = [&](std::size_t i) { return frame[6 + 3 * i + 1] >> 4; };
    const auto down = [&](std::size_t i) { return frame[6 + 3 * i + 1] & 15; };
    int mostAcross = 1, mostDown = 1, blocks = 0; // the last: of one unit of all components
    for (std::size_t i = 0; i < components; ++i) {
        mostAcross = std::max(mostAcross, across(i));
        mostDown = std::max(mostDown, down(i));
        blocks += across(i) * down(i);
    }
    const double units =
        std::ceil(double(width) / (8 * mostAcross)) * std::ceil(double(height) / (8 * mostDown));
    return units * blocks * 64 * 2;
}

/// How many more scans begin in the rest of the file. Inside of a scan's data no other marker but restarts
/// can stand.
int countScans(std::istream& stream)
{
    constexpr int startOfScan = 0xda;
    int scans = 0;
    bool afterFf = false;
    Bytes piece(1 << 16);
    while (stream.read(reinterpret_cast<char*>(piece.data()), std::streamsize(piece.size())) ||
           stream.gcount() > 0) {
        for (std::size_t i = 0; i < std::size_t(stream.gcount()); ++i) {
            scans += afterFf && piece[i] == startOfScan;
            afterFf = piece[i] == 0xff;
        }
    }
    return scans;
}

/// Samsung's telephones put a directory at the end of a file: entries of 12 bytes with a kind, a distance and
/// a length, between "SEFH", a version and a count, and their own length and "SEFT".
bool endsWithSamsungFilm(std::istream& stream)
{
    constexpr std::size_t headSize = 12, entrySize = 12, mostEntries = 1000;
    constexpr int motionPhoto = 0x0a30;
    const auto number = [](const Bytes& data, std::size_t at) {
        return std::size_t(data[at]) | std::size_t(data[at + 1]) << 8 | std::size_t(data[at + 2]) << 16 |
               std::size_t(data[at + 3]) << 24;
    };
    const auto readFromEnd = [&](std::size_t distance, std::size_t size) {
        Bytes data(size);
        stream.clear();
        stream.seekg(-std::streamoff(distance), std::ios::end);
        stream.read(reinterpret_cast<char*>(data.data()), std::streamsize(size));
        return stream ? data : Bytes();
    };
    const Bytes tail = readFromEnd(8, 8);
    if (tail.empty() || !std::equal(tail.begin() + 4, tail.end(), "SEFT"))
        return false;
    const std::size_t size = number(tail, 0);
    if (size < headSize || size > headSize + mostEntries * entrySize)
        return false;
    const Bytes directory = readFromEnd(8 + size, size);
    if (directory.empty() || !std::equal(directory.begin(), directory.begin() + 4, "SEFH"))
        return false;
    for (std::size_t at = headSize; at + entrySize <= size; at += entrySize)
        if ((directory[at + 2] | directory[at + 3] << 8) == motionPhoto)
            return true;
    return false;
}

} // namespace

JpegHeader readJpegHeader(const std::filesystem::path& file)
{
    JpegHeader header;
    bool progressive = false;
    int components = 0;
    double coefficients = 0;
    SegmentCollector collector;
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(2);
    Bytes data;
    std::size_t total = 0;
    while (stream && total < 2 * largestMetadata) {
        int marker = stream.get();
        if (marker != 0xff) // stray bytes between segments
            continue;
        while (marker == 0xff)
            marker = stream.get();
        if (marker == 0xda) { // the pixels begin
            stream.ignore(2);
            if (progressive || stream.get() < components)
                header.scans += countScans(stream);
            break;
        }
        if (marker == 0xd9)
            break;
        if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) // without a length
            continue;
        const int high = stream.get(), low = stream.get();
        if (!stream || (high << 8 | low) < 2)
            break;
        data.resize(std::size_t(high << 8 | low) - 2);
        stream.read(reinterpret_cast<char*>(data.data()), std::streamsize(data.size()));
        if (std::size_t(stream.gcount()) != data.size())
            break;
        total += data.size();
        if (isFrame(marker) && data.size() >= 6) {
            progressive = marker == 0xc2 || marker == 0xca;
            components = data[5];
            coefficients = coefficientBytes(data);
        } else {
            collector.add(marker, data);
        }
    }
    header.coefficientBytes = header.scans > 1 ? coefficients : 0;
    header.metadata = collector.finish();
    const Bytes& xmp = header.metadata.xmp;
    if (collector.hasGainMap() || asText(xmp).find("hdrgm:Version") != std::string_view::npos)
        header.notes.push_back(gainMapNote);
    if (namesFilm(xmp) || endsWithSamsungFilm(stream))
        header.notes.push_back(filmNote);
    if (collector.hasOtherViews())
        header.notes.push_back("Only the first picture of the file was read");
    if (collector.hasCredentials())
        header.notes.push_back(credentialsNote);
    return header;
}

} // namespace enlarger::image
