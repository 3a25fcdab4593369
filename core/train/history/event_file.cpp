// SPDX-License-Identifier: GPL-3.0-or-later
// TensorBoard's event files: records of protocol-buffer messages `Event`, each framed by its length and
// masked CRC-32C sums (tensorflow/core/lib/io/record_writer.h and util/event.proto describe both).
#include "core/system/process.h"
#include "core/train/history/history_files.h"

#include <array>
#include <bit>
#include <chrono>
#include <fmt/format.h>
#include <fstream>

namespace enlarger::train {

namespace {

constexpr std::array<std::uint32_t, 256> makeCrcTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) != 0 ? 0x82F63B78U : 0U); // Castagnoli
        table[i] = value;
    }
    return table;
}

std::uint32_t maskedCrc(const std::string& bytes)
{
    static constexpr auto table = makeCrcTable();
    std::uint32_t crc = ~0U;
    for (const char byte : bytes)
        crc = table[(crc ^ std::uint8_t(byte)) & 0xFF] ^ (crc >> 8);
    crc = ~crc;
    return std::rotr(crc, 15) + 0xA282EAD8U;
}

template <class Number>
std::string littleEndian(Number number)
{
    std::string bytes;
    for (std::size_t i = 0; i < sizeof number; ++i)
        bytes += char((std::uint64_t(number) >> (8 * i)) & 0xFF);
    return bytes;
}

// Protocol buffers: a field is its number and wire type, then its value.
enum WireType { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

std::string varint(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += char(0x80 | (value & 0x7F));
    return bytes + char(value);
}

std::string field(int number, WireType type, const std::string& value)
{
    const std::string key = varint(std::uint64_t(number) << 3 | type);
    return key + (type == Bytes ? varint(value.size()) : std::string()) + value;
}

/// Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; SessionLog
/// session_log = 7; }
std::string event(std::int64_t step, const std::string& rest)
{
    const double now =
        std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    return field(1, Fixed64, littleEndian(std::bit_cast<std::uint64_t>(now))) +
           field(2, Varint, varint(std::uint64_t(step))) + rest;
}

/// Summary { repeated Value value = 1; }, Value { string tag = 1; float simple_value = 2; }
std::string scalar(const std::string& tag, double value)
{
    const std::string number = littleEndian(std::bit_cast<std::uint32_t>(float(value)));
    return field(1, Bytes, field(1, Bytes, tag) + field(2, Fixed32, number));
}

/// Value { string tag = 1; Image image = 4; }, Image { int32 height = 1; int32 width = 2; int32 colorspace =
/// 3; bytes encoded_image_string = 4; }, where colour space 3 is RGB.
std::string picture(const std::string& tag, int width, int height, const std::string& png)
{
    const std::string image = field(1, Varint, varint(std::uint64_t(height))) +
                              field(2, Varint, varint(std::uint64_t(width))) + field(3, Varint, varint(3)) +
                              field(4, Bytes, png);
    return field(1, Bytes, field(1, Bytes, tag) + field(4, Bytes, image));
}

/// Value { string tag = 1; TensorProto tensor = 8; SummaryMetadata metadata = 9; }: a tensor of one string
/// (type 7), for the plugin that shows texts.
std::string text(const std::string& tag, const std::string& markdown)
{
    const std::string shape = field(2, Bytes, field(1, Varint, varint(1))); // one dimension, of size 1
    const std::string tensor =
        field(1, Varint, varint(7)) + field(2, Bytes, shape) + field(8, Bytes, markdown);
    const std::string plugin = field(1, Bytes, field(1, Bytes, "text"));
    return field(1, Bytes,
                 field(1, Bytes, tag + "/text_summary") + field(8, Bytes, tensor) + field(9, Bytes, plugin));
}

/// SessionLog { SessionStatus status = 1; }, where 1 is START: nothing after that step has happened yet.
std::string beginAfter(std::int64_t step)
{
    return event(step + 1, field(7, Bytes, field(1, Varint, varint(1))));
}

void writeRecord(std::ofstream& out, const std::string& record)
{
    const std::string length = littleEndian(std::uint64_t(record.size()));
    out << length << littleEndian(maskedCrc(length)) << record << littleEndian(maskedCrc(record))
        << std::flush;
}

} // namespace

Result<EventFile> openEventFile(const std::filesystem::path& folder, std::int64_t step)
{
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    const auto file =
        folder / fmt::format("events.out.tfevents.{:010}.enlarger.{}", seconds, processNumber());
    auto out = std::make_shared<std::ofstream>(file, std::ios::binary);
    writeRecord(*out, event(0, field(3, Bytes, "brain.Event:2")));
    writeRecord(*out, beginAfter(step));
    if (!*out)
        return Error{ErrorKind::Io, "the curves cannot be written", file, "Choose another folder"};
    EventFile events;
    events.history = [out](const HistoryPoint& point) {
        if (point.kind == HistoryPoint::Kind::RolledBack) {
            writeRecord(*out, beginAfter(point.step));
            return;
        }
        if (point.kind == HistoryPoint::Kind::Event)
            return; // TensorBoard shows values over steps, and no marks
        const std::string group = point.kind == HistoryPoint::Kind::Steps ? "train/" : "validation/";
        std::string summary;
        for (const auto& [name, value] : point.values)
            summary += scalar(group + name, value);
        writeRecord(*out, event(point.step, field(5, Bytes, summary)));
    };
    events.picture = [out](std::int64_t at, const std::string& tag, int width, int height,
                           const std::string& png) {
        writeRecord(*out, event(at, field(5, Bytes, picture(tag, width, height, png))));
    };
    events.text = [out](std::int64_t at, const std::string& tag, const std::string& markdown) {
        writeRecord(*out, event(at, field(5, Bytes, text(tag, markdown))));
    };
    return events;
}

} // namespace enlarger::train
