// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/data/packed_data.h"

#include "core/image/pixels/sample_rows.h"

#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace enlarger::train {

using nlohmann::ordered_json;

/// The header of a safetensors file stands before the data but knows its sizes: the data wait in a file of
/// their own.
class PackedDataWriter::Impl
{
public:
    Impl(AtomicFile whole, AtomicFile data, const PackInfo& info)
        : m_whole(std::move(whole))
        , m_dataFile(std::move(data))
        , m_data(m_dataFile.temporary(), std::ios::binary)
        , m_info(info)
    {
        m_header["__metadata__"] = ordered_json::object(); // the first key, as is usual
    }

    Status add(const image::Image& hr, const image::Image& lr, std::uint64_t photo)
    {
        m_photos.push_back(photo);
        append(fmt::format("{}.hr", m_count), hr);
        if (!lr.empty())
            append(fmt::format("{}.lr", m_count), lr);
        ++m_count;
        return m_data ? Status{} : failed();
    }

    Status finish(bool replace)
    {
        m_data.close();
        m_header["__metadata__"]["enlarger.pack"] = ordered_json{
            {"scale", m_info.scale},
            {"degradation", m_info.degradation},
            {"note", m_info.note},
            {"photos", m_photos}}.dump();
        std::string header = m_header.dump();
        header.append((8 - header.size() % 8) % 8, ' ');
        const std::uint64_t length = header.size();
        std::ofstream whole(m_whole.temporary(), std::ios::binary);
        whole.write(reinterpret_cast<const char*>(&length), sizeof length);
        whole << header;
        if (m_at > 0)
            whole << std::ifstream(m_dataFile.temporary(), std::ios::binary).rdbuf();
        whole.close();
        std::error_code problem;
        if (!whole ||
            std::filesystem::file_size(m_whole.temporary(), problem) != 8 + length + std::uint64_t(m_at))
            return failed();
        return m_whole.commit(replace);
    }

    std::int64_t bytes() const { return m_at; }

private:
    void append(const std::string& name, const image::Image& picture)
    {
        std::vector<std::uint8_t> bytes(picture.size());
        image::roundHalfUp(picture.data(), bytes.data(), bytes.size(), 255.0F);
        const std::int64_t end = m_at + std::int64_t(bytes.size());
        m_header[name] = {{"dtype", "U8"},
                          {"shape", {picture.height(), picture.width(), picture.channels()}},
                          {"data_offsets", {m_at, end}}};
        m_data.write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
        m_at = end;
    }
    Error failed() const
    {
        return {ErrorKind::Io, "could not be written: is the disk full?", m_whole.target(), {}};
    }

    AtomicFile m_whole;
    AtomicFile m_dataFile; // never committed, so it goes
    std::ofstream m_data;
    ordered_json m_header;
    PackInfo m_info;
    std::vector<std::uint64_t> m_photos; // of the pictures, in order
    std::int64_t m_at = 0;
    int m_count = 0;
};

PackedDataWriter::PackedDataWriter(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
PackedDataWriter::PackedDataWriter(PackedDataWriter&&) noexcept = default;
PackedDataWriter& PackedDataWriter::operator=(PackedDataWriter&&) noexcept = default;
PackedDataWriter::~PackedDataWriter() = default;

Result<PackedDataWriter> PackedDataWriter::create(const std::filesystem::path& file, const PackInfo& info)
{
    auto whole = AtomicFile::create(file);
    if (!whole)
        return whole.error();
    auto data = AtomicFile::create(std::filesystem::path(file) += ".data");
    if (!data)
        return data.error();
    return PackedDataWriter(std::make_unique<Impl>(*std::move(whole), *std::move(data), info));
}

Status PackedDataWriter::add(const image::Image& hr, const image::Image& lr, std::uint64_t photo)
{
    return m_impl->add(hr, lr, photo);
}

std::int64_t PackedDataWriter::bytes() const
{
    return m_impl->bytes();
}

Status PackedDataWriter::finish(bool replace)
{
    return m_impl->finish(replace);
}

} // namespace enlarger::train
