// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/pnm_row_source.h"

#include "core/image/decoders/raster_file.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <bit>

namespace enlarger::image {

namespace {

class PnmRowSource : public RowSource
{
public:
    explicit PnmRowSource(const std::filesystem::path& file)
        : m_file(file)
        , m_raster(file, "PPM")
    {}

    Status open()
    {
        std::istream& in = m_raster.stream();
        in.get(); // 'P'
        m_kind = char(in.get());
        const bool understood = m_kind == '7' ? readPamHeader() : readHeader();
        if (!understood || !in)
            return m_raster.broken("the header cannot be understood");
        m_isInHeader = false;
        if (std::string comment = textFromFile(m_comment); !comment.empty())
            m_info.metadata.texts.push_back({commentKeyword, std::move(comment), {}, {}});
        if (Status size = checkSize(m_file, m_info.width, m_info.height); !size)
            return size;
        m_info.bits = m_maximum > 255 || isFloat() ? 16 : 8;
        m_info.floating = isFloat();
        if (isText())
            return {};

        const auto samples = std::uint64_t(m_info.width) * std::uint64_t(m_info.channels());
        const std::uint64_t length = m_kind == '4'     ? (samples + 7) / 8
                                     : isFloat()       ? samples * 4
                                     : m_maximum > 255 ? samples * 2
                                                       : samples;
        return m_raster.layOut(std::uint64_t(in.tellg()), length, length, m_info.height, isFloat());
    }

    Status read(int rows, float* to) override
    {
        const std::size_t samples = std::size_t(m_info.width) * std::size_t(m_info.channels());
        for (; rows > 0; --rows, ++m_y, to += samples) {
            if (isText()) {
                if (!readText(samples, to))
                    return m_raster.broken("the file ends early, or contains something other than numbers");
                continue;
            }
            const auto row = m_raster.row(m_y);
            if (!row)
                return row.error();
            unpack((*row)->data(), samples, to);
        }
        return {};
    }

private:
    bool isFloat() const { return m_kind == 'F' || m_kind == 'f'; }
    bool isText() const { return m_kind >= '1' && m_kind <= '3'; }
    bool isBitmap() const { return m_kind == '1' || m_kind == '4'; }

    /// The next character that is neither white space nor part of a comment.
    int nextCharacter()
    {
        std::istream& in = m_raster.stream();
        while (true) {
            const int c = in.get();
            if (c == '#') {
                takeComment();
            } else if (c != ' ' && (c < '\t' || c > '\r')) {
                return c;
            }
        }
    }

    /// The rest of the line, whose end is consumed. The header's are kept, one line below the other.
    void takeComment()
    {
        constexpr std::size_t longest = 1 << 16; // bytes; more is no comment of a person
        std::istream& in = m_raster.stream();
        std::string line;
        for (int c = in.get(); c != '\n' && c != '\r' && c != EOF; c = in.get())
            if (m_comment.size() + line.size() < longest)
                line += char(c);
        const std::size_t begin = line.find_first_not_of(" \t");
        if (!m_isInHeader || begin == std::string::npos)
            return;
        m_comment += (m_comment.empty() ? "" : "\n") + line.substr(begin);
    }

    std::string word()
    {
        std::string text;
        for (int c = nextCharacter(); c != EOF && c > ' ' && text.size() < 64; c = m_raster.stream().get())
            text += char(c);
        return text; // the one character after it is consumed
    }

    bool number(int& value)
    {
        const std::string text = word();
        if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos)
            return false;
        value = std::stoi(text);
        return true;
    }

    bool readHeader()
    {
        m_info.model = m_kind == '3' || m_kind == '6' || m_kind == 'F' ? ColourModel::Rgb : ColourModel::Grey;
        if (!number(m_info.width) || !number(m_info.height))
            return false;
        if (isBitmap()) {
            m_maximum = 1;
            return true;
        }
        if (isFloat()) {
            const std::string scale = word();
            m_little = scale.starts_with('-');
            return !scale.empty() && scale.find_first_not_of("+-.0123456789eE") == std::string::npos;
        }
        return number(m_maximum) && m_maximum >= 1 && m_maximum <= 65535;
    }

    bool readPamHeader()
    {
        int depth = 0;
        for (int lines = 0; lines < 100; ++lines) {
            const std::string key = word();
            if (key == "ENDHDR")
                break;
            if (key == "TUPLTYPE")
                word();
            else if (key != "WIDTH" && key != "HEIGHT" && key != "DEPTH" && key != "MAXVAL")
                return false;
            else if (!number(key == "WIDTH"    ? m_info.width
                             : key == "HEIGHT" ? m_info.height
                             : key == "DEPTH"  ? depth
                                               : m_maximum))
                return false;
        }
        m_info.model = depth < 3 ? ColourModel::Grey : ColourModel::Rgb;
        m_info.alpha = depth == 2 || depth == 4;
        return depth >= 1 && depth <= 4 && m_maximum >= 1 && m_maximum <= 65535;
    }

    bool readText(std::size_t samples, float* to)
    {
        for (std::size_t i = 0; i < samples; ++i) {
            int value = 0;
            if (isBitmap()) { // digits, with or without space between them
                const int c = nextCharacter();
                if (c != '0' && c != '1')
                    return false;
                value = c - '0';
            } else if (!number(value)) {
                return false;
            }
            to[i] = scaled(value);
        }
        return true;
    }

    void unpack(const std::uint8_t* from, std::size_t samples, float* to) const
    {
        for (std::size_t i = 0; i < samples; ++i) {
            if (isFloat()) {
                std::uint32_t bits = 0;
                for (std::size_t b = 0; b < 4; ++b)
                    bits |= std::uint32_t(from[4 * i + b]) << 8 * (m_little ? b : 3 - b);
                to[i] = std::bit_cast<float>(bits);
            } else if (m_kind == '4') {
                to[i] = scaled(from[i / 8] >> (7 - i % 8) & 1);
            } else if (m_maximum > 255) {
                to[i] = scaled(from[2 * i] << 8 | from[2 * i + 1]);
            } else {
                to[i] = scaled(from[i]);
            }
        }
    }

    float scaled(int value) const
    {
        if (isBitmap()) // ink
            return value ? 0.0f : 1.0f;
        return float(std::min(value, m_maximum)) / float(m_maximum);
    }

    std::filesystem::path m_file;
    RasterFile m_raster;
    char m_kind = '6';     // after the 'P'
    std::string m_comment; // as it stands in the header
    bool m_isInHeader = true;
    int m_maximum = 0;
    bool m_little = false;
    int m_y = 0;
};

} // namespace

OpenedSource openPnm(const std::filesystem::path& file)
{
    auto source = std::make_unique<PnmRowSource>(file);
    if (Status opened = source->open(); !opened)
        return std::move(opened).error();
    return std::unique_ptr<RowSource>(std::move(source));
}

} // namespace enlarger::image
