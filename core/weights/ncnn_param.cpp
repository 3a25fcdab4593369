// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/ncnn_param.h"
#include "core/weights/parse_error.h"

#include <charconv>
#include <optional>

namespace enlarger::weights {

namespace {

constexpr int arrayBase = -23300; // an array with the id 10 has the key -23310

/// Takes the next word off the front of `line`; empty at its end.
std::string_view nextWord(std::string_view& line)
{
    const auto start = line.find_first_not_of(" \t\r");
    line.remove_prefix(start == line.npos ? line.size() : start);
    const std::string_view word = line.substr(0, line.find_first_of(" \t\r"));
    line.remove_prefix(word.size());
    return word;
}

std::string_view nextLine(std::string_view& text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
    return line;
}

template <class Number>
std::optional<Number> parse(std::string_view word)
{
    Number value{};
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (code != std::errc() || end != word.data() + word.size())
        return std::nullopt;
    return value;
}

[[noreturn]] void rejectLine(std::size_t number)
{
    fail("the .param is damaged in line " + std::to_string(number), "Get the file again");
}

bool readNumber(std::string_view word, NcnnLayer& layer) // 0=64 or -23310=1,0.2
{
    const auto equals = word.find('=');
    const auto key = parse<int>(word.substr(0, equals));
    if (equals == word.npos || !key)
        return false;
    std::vector<double> values;
    for (std::string_view rest = word.substr(equals + 1); !rest.empty();) {
        const std::string_view item = rest.substr(0, rest.find(','));
        const auto value = parse<double>(item);
        if (!value)
            return false;
        values.push_back(*value);
        rest.remove_prefix(item.size() == rest.size() ? item.size() : item.size() + 1);
    }
    const bool isArray = *key <= arrayBase;
    if (isArray) {
        if (values.empty() || values.front() != static_cast<double>(values.size() - 1))
            return false;
        values.erase(values.begin());
    } else if (values.size() != 1)
        return false;
    layer.numbers[isArray ? arrayBase - *key : *key] = std::move(values);
    return true;
}

NcnnLayer readLayer(std::string_view line, std::size_t lineNumber)
{
    NcnnLayer layer;
    layer.type = nextWord(line);
    layer.name = nextWord(line);
    const auto inputs = parse<std::size_t>(nextWord(line));
    const auto outputs = parse<std::size_t>(nextWord(line));
    if (layer.name.empty() || !inputs || !outputs || *inputs > line.size() || *outputs > line.size())
        rejectLine(lineNumber);
    for (std::size_t i = 0; i < *inputs; ++i)
        layer.inputs.emplace_back(nextWord(line));
    for (std::size_t i = 0; i < *outputs; ++i)
        layer.outputs.emplace_back(nextWord(line));
    if ((*inputs > 0 && layer.inputs.back().empty()) || (*outputs > 0 && layer.outputs.back().empty()))
        rejectLine(lineNumber);
    for (auto word = nextWord(line); !word.empty(); word = nextWord(line)) {
        const bool remark = word.front() < '-' || word.front() > '9'; // pnnx adds shapes: #data=(1,3,8,8)f32
        if (!remark && !readNumber(word, layer))
            rejectLine(lineNumber);
    }
    return layer;
}

} // namespace

std::vector<NcnnLayer> parseNcnnParam(std::string_view text)
{
    nextLine(text); // the magic number, by which the file was recognised
    std::string_view counts = nextLine(text);
    const auto declared = parse<std::size_t>(nextWord(counts));
    if (!declared)
        rejectLine(2);
    std::vector<NcnnLayer> layers;
    for (std::size_t lineNumber = 3; !text.empty(); ++lineNumber) {
        std::string_view line = nextLine(text);
        if (line.find_first_not_of(" \t\r") != line.npos)
            layers.push_back(readLayer(line, lineNumber));
    }
    if (layers.size() != *declared)
        fail("the .param has " + std::to_string(layers.size()) + " layers and claims " +
                 std::to_string(*declared) + ": it is damaged or was not downloaded completely",
             "Get the file again");
    return layers;
}

} // namespace enlarger::weights
