// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/parse_error.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace enlarger::weights {

static_assert(std::endian::native == std::endian::little,
              "weights files are little-endian, and so must we be");

using Bytes = std::span<const std::byte>;

inline std::string_view asText(Bytes bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Walks through bytes and never past their end: what asks for more than is left is refused.
class ByteReader
{
public:
    explicit ByteReader(Bytes bytes)
        : m_bytes(bytes)
    {}

    std::size_t position() const { return m_at; }
    std::size_t left() const { return m_bytes.size() - m_at; }

    Bytes take(std::uint64_t count)
    {
        if (count > left())
            fail("the file ends too early: it is damaged or was not downloaded completely",
                 "Download it again");
        const Bytes taken = m_bytes.subspan(m_at, static_cast<std::size_t>(count));
        m_at += taken.size();
        return taken;
    }
    std::string_view takeText(std::uint64_t count) { return asText(take(count)); }

    /// The text up to the next newline, which is skipped.
    std::string_view takeLine()
    {
        const std::string_view rest = asText(m_bytes.subspan(m_at));
        const std::size_t end = rest.find('\n');
        const std::string_view line = takeText(end == std::string_view::npos ? left() + 1 : end);
        ++m_at;
        return line;
    }

    /// A little-endian number.
    template <class Number>
    Number number()
    {
        Number value;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }

private:
    Bytes m_bytes;
    std::size_t m_at = 0;
};

} // namespace enlarger::weights
