// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/metadata_values.h"

#include "core/image/metadata/exiv2_library.h"
#include "core/image/metadata/text_properties.h"
#include "core/image/metadata/xmp_extension.h"
#include "core/image/photo/plain_text.h"

#include <algorithm>
#include <cmath>
#include <exception>

namespace enlarger::image {

namespace {

constexpr std::size_t mostCharacters = 300;

/// What a library says where it throws nothing, else an empty value.
template <class Work>
auto orEmpty(Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::exception&) {
        return {};
    }
}

std::uint32_t sizeOf(const Bytes& block)
{
    return std::uint32_t(std::min<std::size_t>(block.size(), 1u << 30));
}

Exiv2::ExifData readExif(const Bytes& block)
{
    Exiv2::ExifData exif;
    if (!block.empty() &&
        Exiv2::ExifParser::decode(exif, block.data(), sizeOf(block)) == Exiv2::invalidByteOrder)
        exif.clear();
    return exif;
}

Exiv2::XmpData readXmp(const Bytes& packet)
{
    Exiv2::XmpData xmp;
    if (!packet.empty() && Exiv2::XmpParser::decode(xmp, std::string(packet.begin(), packet.end())) != 0)
        xmp.clear();
    return xmp;
}

Exiv2::XmpData readIptc(const Bytes& block)
{
    Exiv2::XmpData xmp;
    Exiv2::IptcData datasets;
    if (!block.empty() && Exiv2::IptcParser::decode(datasets, block.data(), sizeOf(block)) == 0)
        Exiv2::copyIptcToXmp(datasets, xmp);
    return xmp;
}

/// One line, without blanks at its ends.
std::string tidied(std::string bytes)
{
    std::ranges::replace(bytes, '\0', ' '); // EXIF pads with them
    const std::string valid = plainText(bytes);
    std::string line;
    std::size_t characters = 0;
    for (const char c : valid) {
        if (c == ' ' && (line.empty() || line.back() == ' '))
            continue;
        const bool begins = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        if (begins && ++characters > mostCharacters)
            break;
        line.push_back(c);
    }
    if (line.ends_with(' '))
        line.pop_back();
    return line;
}

std::string textOf(const Exiv2::Value& value)
{
    if (const auto* languages = dynamic_cast<const Exiv2::LangAltValue*>(&value)) {
        if (languages->value_.empty())
            return {};
        const auto usual = languages->value_.find("x-default");
        return usual != languages->value_.end() ? usual->second : languages->value_.begin()->second;
    }
    if (!dynamic_cast<const Exiv2::XmpArrayValue*>(&value))
        return value.toString();
    std::string joined;
    for (long i = 0; i < value.count() && joined.size() < 4 * mostCharacters; ++i)
        joined += (i == 0 ? "" : ", ") + value.toString(i);
    return joined;
}

} // namespace

MetadataValues::MetadataValues(const Metadata& metadata)
{
    prepareExiv2();
    m_exif = orEmpty([&] { return readExif(metadata.exif); });
    m_xmp = orEmpty([&] { return readXmp(metadata.xmp); });
    const Exiv2::XmpData iptc = orEmpty([&] { return readIptc(metadata.iptc); });
    for (const Exiv2::Xmpdatum& datum : iptc)
        if (m_xmp.findKey(Exiv2::XmpKey(xmpProperty(datum.key()))) == m_xmp.end())
            m_xmp.add(datum);
    orEmpty([&] { return addTexts(m_xmp, metadata.texts); });
}

std::string MetadataValues::text(const char* key) const
{
    return orEmpty([&]() -> std::string {
        if (std::string_view(key).starts_with("Xmp.")) {
            const auto found = m_xmp.findKey(Exiv2::XmpKey(key));
            return found == m_xmp.end() ? std::string() : tidied(textOf(found->value()));
        }
        const auto found = m_exif.findKey(Exiv2::ExifKey(key));
        if (found == m_exif.end())
            return {};
        // Windows's own tags hold UTF-16 as bytes, which Exiv2 prints as text.
        return tidied(found->typeId() == Exiv2::asciiString ? found->toString() : found->print(&m_exif));
    });
}

std::string MetadataValues::firstText(std::initializer_list<const char*> keys) const
{
    for (const char* key : keys)
        if (std::string found = text(key); !found.empty())
            return found;
    return {};
}

std::optional<double> MetadataValues::number(const char* key, int index) const
{
    return orEmpty([&]() -> std::optional<double> {
        const auto found = m_exif.findKey(Exiv2::ExifKey(key));
        if (found == m_exif.end() || index >= found->count())
            return {};
        double value = double(found->toFloat(index));
        if (found->typeId() == Exiv2::unsignedRational || found->typeId() == Exiv2::signedRational) {
            const auto [over, under] = found->toRational(index); // a float would round degrees
            const bool isSigned = found->typeId() == Exiv2::signedRational;
            const double denominator = isSigned ? double(under) : double(std::uint32_t(under));
            value = (isSigned ? double(over) : double(std::uint32_t(over))) / denominator;
        }
        return std::isfinite(value) ? std::optional(value) : std::nullopt;
    });
}

std::string MetadataValues::lens() const
{
    return orEmpty([&]() -> std::string {
        const auto found = Exiv2::lensName(m_exif);
        const std::string name = found == m_exif.end() ? std::string() : tidied(found->print(&m_exif));
        // Numbers, in brackets or not, are what Exiv2 does not know either.
        const bool isNumber =
            name.starts_with('(') || name.find_first_not_of("0123456789 ./") == std::string::npos;
        return isNumber || name == "n/a" ? std::string() : name;
    });
}

} // namespace enlarger::image
