// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/jxl_decoding.h"

#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <string_view>

namespace enlarger::image {

namespace {

constexpr std::size_t pieceSize = 1 << 20; // bytes of the file at a time

} // namespace

JxlStream::JxlStream(const std::filesystem::path& file, int events)
    : m_decoder(JxlDecoderCreate(nullptr))
    , m_file(file, std::ios::binary)
{
    JxlDecoderSubscribeEvents(m_decoder.get(), events);
}

JxlDecoderStatus JxlStream::next()
{
    while (true) {
        const JxlDecoderStatus event = JxlDecoderProcessInput(m_decoder.get());
        if (event != JXL_DEC_NEED_MORE_INPUT || m_ended)
            return event;
        const std::size_t left = JxlDecoderReleaseInput(m_decoder.get());
        m_buffer.erase(m_buffer.begin(), m_buffer.end() - std::ptrdiff_t(left));
        m_buffer.resize(left + pieceSize);
        m_file.read(reinterpret_cast<char*>(m_buffer.data() + left), pieceSize);
        const auto got = std::size_t(m_file.gcount());
        m_buffer.resize(left + got);
        if (JxlDecoderSetInput(m_decoder.get(), m_buffer.data(), m_buffer.size()) != JXL_DEC_SUCCESS)
            return JXL_DEC_ERROR;
        m_ended = got < pieceSize; // told to libjxl, it would print when it wants more
    }
}

JxlBoxes::JxlBoxes(JxlDecoder* decoder)
    : m_decoder(decoder)
{
    JxlDecoderSetDecompressBoxes(decoder, JXL_TRUE);
}

bool JxlBoxes::handle(JxlDecoderStatus event)
{
    if (event == JXL_DEC_BOX_NEED_MORE_OUTPUT)
        return grow();
    end(true);
    JxlBoxType type;
    if (JxlDecoderGetBoxType(m_decoder, type, JXL_TRUE) != JXL_DEC_SUCCESS)
        return false;
    const std::string_view name(type, 4);
    if (name == "Exif" && exif.empty())
        m_target = &exif;
    else if (name == "xml " && xmp.empty())
        m_target = &xmp;
    std::uint64_t size = 0;
    m_openEnded = JxlDecoderGetBoxSizeRaw(m_decoder, &size) == JXL_DEC_SUCCESS && size == 0;
    return m_target == nullptr || grow();
}

void JxlBoxes::end(bool complete)
{
    if (!m_target)
        return;
    m_box.resize(m_box.size() - JxlDecoderReleaseBoxBuffer(m_decoder));
    if (complete || m_openEnded)
        *m_target = std::move(m_box);
    m_box.clear();
    m_target = nullptr;
}

bool JxlBoxes::grow()
{
    const std::size_t filled = m_box.size() - (m_box.empty() ? 0 : JxlDecoderReleaseBoxBuffer(m_decoder));
    if (!m_target || filled >= largestMetadata)
        return false;
    m_box.resize(std::max<std::size_t>(65536, 2 * filled));
    return JxlDecoderSetBoxBuffer(m_decoder, m_box.data() + filled, m_box.size() - filled) == JXL_DEC_SUCCESS;
}

} // namespace enlarger::image
