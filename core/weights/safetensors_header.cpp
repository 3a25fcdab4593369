// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/safetensors_header.h"

#include "core/weights/whole_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <new>
#include <set>

namespace enlarger::weights {

namespace {

constexpr std::uint64_t longestHeader = 100'000'000; // bytes, as the format has it

[[noreturn]] void rejectHeader(const std::string& why)
{
    fail("the safetensors header is wrong: " + why, "Get the file again");
}

/// Receives the parser's events. Where we are: outside, in the top object, in a tensor's object, in one of
/// its two arrays, or in __metadata__.
class HeaderEvents : public nlohmann::json_sax<nlohmann::json>
{
public:
    SafetensorsHeader header;

    bool start_object(std::size_t) override
    {
        if (m_place == Place::Outside)
            m_place = Place::Top;
        else if (m_place == Place::Top) {
            m_place = m_key == "__metadata__" ? Place::Metadata : Place::Tensor;
            if (m_place == Place::Tensor)
                header.entries.emplace_back().name = m_key;
            m_seen.clear();
        } else
            rejectHeader("it is nested too deeply");
        return true;
    }

    bool end_object() override
    {
        if (m_place == Place::Tensor && m_seen.size() != 3)
            rejectHeader("the tensor " + inQuotes(header.entries.back().name) + " is not fully described");
        m_place = m_place == Place::Top ? Place::Outside : Place::Top;
        return true;
    }

    bool key(string_t& name) override
    {
        m_key = name;
        if (!(m_place == Place::Top ? m_names : m_seen).insert(name).second)
            rejectHeader(inQuotes(name) + " appears twice");
        const bool known = name == "dtype" || name == "shape" || name == "data_offsets";
        if (m_place == Place::Tensor && !known)
            rejectHeader(inQuotes(name) + " has no place in a tensor's description");
        return true;
    }

    bool start_array(std::size_t) override
    {
        if (m_place != Place::Tensor || m_key == "dtype")
            rejectHeader("a list stands where none belongs");
        m_place = Place::Array;
        m_count = 0;
        return true;
    }

    bool end_array() override
    {
        m_place = Place::Tensor;
        if (m_key == "data_offsets" && m_count != 2)
            rejectHeader("data_offsets are not two numbers");
        return true;
    }

    bool number_unsigned(number_unsigned_t value) override
    {
        constexpr number_unsigned_t largest = number_unsigned_t{1} << 62;
        constexpr int mostDimensions = 16;
        if (m_place != Place::Array || value > largest || m_count == mostDimensions)
            rejectHeader("a number stands where none belongs");
        SafetensorsEntry& entry = header.entries.back();
        if (m_key == "shape")
            entry.shape.push_back(static_cast<std::int64_t>(value));
        else if (m_count < 2)
            (m_count == 0 ? entry.begin : entry.end) = value;
        ++m_count;
        return true;
    }

    bool string(string_t& value) override
    {
        if (m_place == Place::Metadata)
            header.metadata[m_key] = value;
        else if (m_place == Place::Tensor && m_key == "dtype")
            header.entries.back().dtype = value;
        else
            rejectHeader("a string stands where none belongs");
        return true;
    }

    bool number_integer(number_integer_t) override { rejectHeader("it has a negative number"); }
    bool number_float(number_float_t, const string_t&) override { rejectHeader("it has a fraction"); }
    bool null() override { rejectHeader("it has a null"); }
    bool boolean(bool) override { rejectHeader("it has a true or false"); }
    bool binary(binary_t&) override { rejectHeader("it has binary data"); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override
    {
        rejectHeader("it is not JSON at byte " + std::to_string(position));
    }

private:
    enum class Place { Outside, Top, Tensor, Array, Metadata };
    Place m_place = Place::Outside;
    std::string m_key;
    std::set<std::string> m_names; // of tensors
    std::set<std::string> m_seen;  // keys of the present tensor or of the metadata
    int m_count = 0;               // numbers in the present array
};

} // namespace

SafetensorsHeader takeSafetensorsHeader(ByteReader& in)
{
    const auto length = in.number<std::uint64_t>();
    if (length > longestHeader || length > in.left())
        fail("the safetensors header claims " + std::to_string(length) +
                 " bytes: the file is damaged or was not downloaded completely",
             "Download it again");
    const std::string_view json = in.takeText(length);
    HeaderEvents events;
    nlohmann::json::sax_parse(json.begin(), json.end(), &events);
    return std::move(events.header);
}

Result<SafetensorsHeader> readSafetensorsHeader(const std::filesystem::path& file)
try {
    constexpr std::uint64_t lengthBytes = sizeof(std::uint64_t);
    const std::uint64_t size = sizeOf(file);
    const std::vector<std::byte> begin = readStart(file, lengthBytes);
    const auto length = std::min(longestHeader, ByteReader(begin).number<std::uint64_t>());
    const std::vector<std::byte> start = readStart(file, std::size_t(std::min(size, lengthBytes + length)));
    ByteReader in(start);
    SafetensorsHeader header = takeSafetensorsHeader(in);
    std::uint64_t end = 0;
    for (const SafetensorsEntry& entry : header.entries)
        end = std::max(end, entry.end);
    checkDataSize(end, size - start.size());
    return header;
} catch (const ParseError& problem) {
    Error error = problem.error();
    error.file = file;
    return error;
} catch (const std::bad_alloc&) {
    return Error{ErrorKind::OutOfMemory, "there is not enough memory to read its header", file,
                 "Close other programs"};
}

} // namespace enlarger::weights
