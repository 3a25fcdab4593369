// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_scalars.h"

#include <charconv>

namespace enlarger::weights {

namespace {

/// Little-endian two's complement. Weights need nothing wider than 64 bits; wider ones become PyNone.
PickleValue longNumber(Bytes bytes)
{
    if (bytes.size() > 8)
        return PyNone{};
    std::uint64_t value =
        !bytes.empty() && (bytes.back() & std::byte{0x80}) != std::byte{} ? ~std::uint64_t{0} : 0;
    std::memcpy(&value, bytes.data(), bytes.size());
    return static_cast<std::int64_t>(value);
}

PickleValue passedOver(ByteReader& in, std::uint64_t count)
{
    in.take(count);
    return PyNone{};
}

template <class Number>
Number parsed(std::string_view line)
{
    Number value{};
    const auto [end, code] = std::from_chars(line.data(), line.data() + line.size(), value);
    if (code != std::errc() || end != line.data() + line.size())
        fail("the file's pickle is damaged: a number is none", "Get the file again");
    return value;
}

/// 'text' or "text"; escapes stay as they are, since no tensor's name has any.
std::string_view unquoted(std::string_view line)
{
    return line.size() >= 2 && line.front() == line.back() ? line.substr(1, line.size() - 2) : line;
}

} // namespace

std::int64_t pickleNumber(std::string_view line)
{
    return parsed<std::int64_t>(line);
}

std::optional<PickleValue> pickleScalar(Opcode opcode, ByteReader& in)
{
    switch (opcode) {
    case Opcode::None:
        return PyNone{};
    case Opcode::NewTrue:
        return true;
    case Opcode::NewFalse:
        return false;
    case Opcode::Int: {
        const std::string_view line = in.takeLine();
        if (line == "00" || line == "01") // how protocols before 2 write False and True
            return line == "01";
        return pickleNumber(line);
    }
    case Opcode::BinInt:
        return std::int64_t{in.number<std::int32_t>()};
    case Opcode::BinInt1:
        return std::int64_t{in.number<std::uint8_t>()};
    case Opcode::BinInt2:
        return std::int64_t{in.number<std::uint16_t>()};
    case Opcode::Long:
        in.takeLine(); // of any length
        return PyNone{};
    case Opcode::Long1:
        return longNumber(in.take(in.number<std::uint8_t>()));
    case Opcode::Long4:
        return longNumber(in.take(in.number<std::uint32_t>()));
    case Opcode::Float:
        return parsed<double>(in.takeLine());
    case Opcode::BinFloat:
        return std::bit_cast<double>(__builtin_bswap64(in.number<std::uint64_t>()));
    case Opcode::String:
        return unquoted(in.takeLine());
    case Opcode::Unicode:
        return in.takeLine();
    case Opcode::ShortBinString:
    case Opcode::ShortBinUnicode:
        return in.takeText(in.number<std::uint8_t>());
    case Opcode::BinString:
    case Opcode::BinUnicode:
        return in.takeText(in.number<std::uint32_t>());
    case Opcode::BinUnicode8:
        return in.takeText(in.number<std::uint64_t>());
    case Opcode::ShortBinBytes:
        return passedOver(in, in.number<std::uint8_t>());
    case Opcode::BinBytes:
        return passedOver(in, in.number<std::uint32_t>());
    case Opcode::BinBytes8:
    case Opcode::ByteArray8:
        return passedOver(in, in.number<std::uint64_t>());
    case Opcode::NextBuffer: // bytes that lie outside the pickle
        return PyNone{};
    default:
        return std::nullopt;
    }
}

} // namespace enlarger::weights
