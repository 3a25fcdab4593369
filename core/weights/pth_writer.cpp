// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/weights/pickle_writer.h"

#ifndef ENLARGER_BARE

#include <zip.h>

namespace enlarger::weights {

namespace {

/// A zip as PyTorch lays it out: everything stored, contents at multiples of 64 bytes, so that it can be
/// mapped.
class TorchZip
{
public:
    explicit TorchZip(const std::filesystem::path& file)
    {
        int code = 0;
        m_zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
        if (!m_zip)
            throw std::runtime_error("the archive cannot be made");
    }
    TorchZip(const TorchZip&) = delete;
    TorchZip& operator=(const TorchZip&) = delete;
    ~TorchZip()
    {
        if (m_zip)
            zip_discard(m_zip);
    }

    /// `bytes` must live until close().
    void add(const std::string& name, const void* bytes, std::size_t size)
    {
        zip_source_t* source = zip_source_buffer(m_zip, bytes, size, 0);
        const zip_int64_t index = source ? zip_file_add(m_zip, name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(source);
            fail();
        }
        const auto entry = static_cast<zip_uint64_t>(index);
        const std::string padding(paddingBefore(name), 'Z');
        constexpr zip_uint16_t fieldId = 0x4246; // "FB", PyTorch's own
        if (zip_set_file_compression(m_zip, entry, ZIP_CM_STORE, 0) != 0 ||
            zip_file_set_dostime(m_zip, entry, 0, 0x21, 0) != 0 ||
            zip_file_extra_field_set(m_zip, entry, fieldId, ZIP_EXTRA_FIELD_NEW,
                                     reinterpret_cast<const zip_uint8_t*>(padding.data()),
                                     static_cast<zip_uint16_t>(padding.size()), ZIP_FL_LOCAL) != 0)
            fail();
        m_position += headerSize + name.size() + extraSize + padding.size() + size;
    }

    void close()
    {
        if (zip_close(m_zip) != 0)
            fail();
        m_zip = nullptr;
    }

private:
    static constexpr std::size_t headerSize = 30; // of a local file header without its name
    static constexpr std::size_t extraSize = 4;   // of an extra field without its contents

    std::size_t paddingBefore(const std::string& name) const
    {
        constexpr std::size_t alignment = 64;
        return (alignment - (m_position + headerSize + name.size() + extraSize) % alignment) % alignment;
    }
    [[noreturn]] void fail() const { throw std::runtime_error(zip_strerror(m_zip)); }

    zip_t* m_zip = nullptr;
    std::size_t m_position = 0; // where the next local header will stand
};

} // namespace

Status writePth(const std::filesystem::path& file, const StateDict& tensors, Storage storage,
                const StateDict& plain)
{
    try {
        auto place = AtomicFile::create(file);
        if (!place)
            return place.error();
        std::vector<KeyedTensors> dicts;
        if (!plain.empty())
            dicts.push_back({"params", plain});
        dicts.push_back({"params_ema", tensors});
        const std::string pickle = pickledStateDicts(dicts, storage);
        constexpr std::string_view byteOrder = "little", version = "3\n";
        std::vector<torch::Tensor> stored; // lives until the archive is closed

        TorchZip zip(place->temporary());
        zip.add("archive/data.pkl", pickle.data(), pickle.size());
        zip.add("archive/byteorder", byteOrder.data(), byteOrder.size());
        for (const KeyedTensors& dict : dicts)
            for (const auto& [name, tensor] : dict.tensors.entries()) {
                const torch::Tensor& dense = stored.emplace_back(storedTensor(tensor, storage));
                zip.add("archive/data/" + std::to_string(stored.size() - 1), dense.data_ptr(),
                        dense.nbytes());
            }
        zip.add("archive/version", version.data(), version.size());
        zip.close();
        return place->commit(true);
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Io, std::string("the weights could not be written: ") + exception.what(),
                     file, "Free some space or choose another folder"};
    }
}

} // namespace enlarger::weights

#else

namespace enlarger::weights {

Status writePth(const std::filesystem::path& file, const StateDict&, Storage, const StateDict&)
{
    return Error{ErrorKind::Unsupported, "this program was built without libzip and cannot write a .pth",
                 file, "Write .safetensors instead"};
}

} // namespace enlarger::weights

#endif
