// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/raw_row_source.h"

#include "core/image/decoders/raw_development.h"
#include "core/image/decoders/raw_file.h"
#include "core/image/decoders/raw_metadata.h"
#include "core/image/decoders/turned_row_source.h"
#include "core/image/photo/read_limits.h"

#include <fmt/format.h>

namespace enlarger::image {

namespace fs = std::filesystem;

namespace {

// Of LibRaw's ways from a Bayer pattern to colours the most faithful: over three photos, with and without
// noise, DHT is 0.2 to 3 dB above AHD.
constexpr int dht = 11;
constexpr int blendHighlights = 2;

class RawRowSource : public RowSource
{
public:
    RawRowSource(fs::path file, std::unique_ptr<RawFile> raw, int quarters, RawSpace space)
        : m_file(std::move(file))
        , m_raw(std::move(raw))
        , m_orientation(turnedOrientation(m_raw->orientation(), quarters))
        , m_space(space)
    {}

    Status open()
    {
        const libraw_data_t& data = m_raw->data();
        m_width = m_raw->width();
        m_height = m_raw->height();
        if (Status size = checkSize(m_file, m_width, m_height); !size)
            return size;
        m_info.width = m_orientation > 4 ? m_height : m_width;
        m_info.height = m_orientation > 4 ? m_width : m_height;
        m_info.bits = 16;
        const bool isGrey = data.idata.colors == 1;
        m_info.model = isGrey ? ColourModel::Grey : ColourModel::Rgb;
        m_info.memory = bytesAtOnce();
        if (Status memory = checkMemory(m_file, m_info.memory); !memory)
            return memory;
        const bool isSrgb = isGrey || m_space == RawSpace::Srgb;
        m_info.metadata = rawMetadata(m_file, data, isSrgb, m_info.notes);
        if (!isSrgb)
            m_info.metadata.icc = profileOf(m_space);
        addNotes(isSrgb ? RawSpace::Srgb : m_space);
        return {};
    }

    Status read(int rows, float* to) override
    {
        if (!m_development)
            if (Status done = develop(); !done)
                return done;
        const libraw_data_t& data = m_raw->data();
        for (; rows > 0; --rows, ++m_y)
            for (int x = 0; x < m_info.width; ++x, to += m_development->channels()) {
                const PixelPlace place = storedPlace(m_orientation, m_width, m_height, x, m_y);
                const std::size_t at = std::size_t(place.y) * std::size_t(m_width) + std::size_t(place.x);
                m_development->develop(data.image[at], to);
            }
        return {};
    }

private:
    /// The sensor's values, the pixels made of them, and what DHT works with.
    double bytesAtOnce() const
    {
        const libraw_data_t& data = m_raw->data();
        const double sensor = double(data.sizes.raw_width) * data.sizes.raw_height;
        const double pixels = double(m_width) * m_height;
        const bool isBayer = data.idata.filters > 1000;
        return sensor * (data.idata.filters ? 2 : 8) + pixels * (isBayer ? 8 + 13 : 8);
    }

    void addNotes(RawSpace space)
    {
        const libraw_data_t& data = m_raw->data();
        const bool isBalanced = data.color.cam_mul[0] > 0.0f && data.color.cam_mul[2] > 0.0f;
        if (data.idata.colors == 1)
            m_info.notes.emplace_back("The RAW was developed without a look of its own");
        else
            m_info.notes.push_back(fmt::format("The RAW was developed in {} with {}", rowOf(space).name,
                                               isBalanced ? "the camera's white balance"
                                                          : "daylight's white balance: it names none"));
        if (data.idata.colors > 1 &&
            m_raw->library().get_internal_data_pointer()->internal_output_params.raw_color)
            m_info.notes.emplace_back("The colours of this camera are not known: they are the sensor's own");
        if (data.idata.raw_count > 1)
            m_info.notes.push_back(
                fmt::format("Only the first of the {} shots in the RAW was read", data.idata.raw_count));
    }

    Status develop()
    {
        LibRaw& library = m_raw->library();
        libraw_output_params_t& options = library.imgdata.params;
        options.use_camera_wb = 1;
        options.highlight = blendHighlights;
        options.user_qual = dht;
        options.output_color = 0; // the camera's own
        options.output_bps = 16;
        options.no_auto_bright = 1;
        if (library.imgdata.idata.dng_version)
            options.adjust_maximum_thr = 0.0f; // the file knows its white
        if (Status unpacked = m_raw->check(library.unpack()); !unpacked)
            return unpacked;
        if (library.error_count() > 0)
            return m_raw->check(LIBRAW_DATA_ERROR);
        if (Status processed = m_raw->check(library.dcraw_process()); !processed)
            return processed;
        const libraw_data_t& data = m_raw->data();
        if (!data.image || data.sizes.width != m_width || data.sizes.height != m_height)
            return damaged(m_file, "RAW", "the picture is not of the size that the file says");
        library.recycle_datastream();
        m_development.emplace(data, m_space);
        return {};
    }

    fs::path m_file;
    std::unique_ptr<RawFile> m_raw;
    int m_orientation;
    RawSpace m_space;
    int m_width = 0; // as stored
    int m_height = 0;
    std::optional<RawDevelopment> m_development; // once the pixels are there
    int m_y = 0;
};

} // namespace

OpenedSource openRaw(const fs::path& file, int quarters, RawSpace space)
{
    auto raw = RawFile::open(file);
    if (!raw)
        return std::move(raw).error();
    auto source = std::make_unique<RawRowSource>(file, std::move(*raw), quarters, space);
    if (Status opened = source->open(); !opened)
        return std::move(opened).error();
    return std::unique_ptr<RowSource>(std::move(source));
}

} // namespace enlarger::image
