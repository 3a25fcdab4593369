// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/png_text.h"

#include "core/image/decoders/inflate.h"
#include "core/image/metadata/metadata_blocks.h"

#include <algorithm>
#include <cctype>

namespace enlarger::image {

namespace {

/// Cuts off what stands before the next zero byte. Nothing where there is none.
std::optional<std::string_view> takeString(ByteView& data)
{
    const std::size_t end = asText(data).find('\0');
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view taken = asText(data).substr(0, end);
    data = data.subspan(end + 1);
    return taken;
}

/// As PNG wants it: 1 to 79 printable characters of Latin-1, with single spaces between words.
bool isKeyword(const std::string& utf8)
{
    const auto latin1 = asLatin1(utf8);
    return latin1 && !latin1->empty() && latin1->size() <= 79 && latin1->front() != ' ' &&
           latin1->back() != ' ' && latin1->find("  ") == std::string::npos &&
           latin1->find_first_of("\n\t\xa0") == std::string::npos;
}

} // namespace

NamedText PngText::named() const
{
    NamedText text{textFromFile(keyword), textFromFile(asText(value)), language,
                   textFromFile(translatedKeyword)};
    const auto isTag = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-'; };
    if (!std::all_of(language.begin(), language.end(), isTag))
        text.language.clear();
    if (!isKeyword(text.keyword))
        text.keyword.clear();
    return text;
}

std::optional<PngText> PngTextReader::read(std::string_view type, ByteView chunk)
{
    auto text = parse(type, chunk);
    constexpr std::size_t bookkeeping = 1024; // else a million texts of one letter would take much
    if (text && text->value.size() + bookkeeping > m_room)
        text.reset();
    if (text)
        m_room -= text->value.size() + bookkeeping;
    else
        leaveOut();
    return text;
}

std::optional<PngText> PngTextReader::parse(std::string_view type, ByteView chunk)
{
    PngText text;
    const auto keyword = takeString(chunk);
    if (!keyword || keyword->empty() || keyword->size() > 79)
        return std::nullopt;
    text.keyword = *keyword;
    bool packed = false;
    if (type == "zTXt") { // the method
        if (chunk.empty())
            return std::nullopt;
        packed = true;
        chunk = chunk.subspan(1);
    } else if (type == "iTXt") { // whether it is packed, and the method
        if (chunk.size() < 2)
            return std::nullopt;
        packed = chunk[0] == 1;
        chunk = chunk.subspan(2);
        const auto language = takeString(chunk);
        const auto translated = language ? takeString(chunk) : std::nullopt;
        if (!translated)
            return std::nullopt;
        text.language = *language;
        text.translatedKeyword = *translated;
    }
    if (!packed) {
        text.value.assign(chunk.begin(), chunk.end());
        return text;
    }
    auto value = unpack(chunk);
    if (!value)
        return std::nullopt;
    text.value = std::move(*value);
    return text;
}

std::optional<Bytes> PngTextReader::unpack(ByteView data)
{
    Inflated inflated = inflateUpTo(m_room, data);
    if (inflated.isWhole)
        return std::move(inflated.bytes);
    m_room -= std::min(m_room, inflated.bytes.size()); // work that was in vain counts too
    return std::nullopt;
}

} // namespace enlarger::image
