// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/container_readers.h"
#include "core/weights/pickle_globals.h"
#include "core/weights/pickled_weights.h"
#include "core/weights/unpickler.h"

#ifndef ENLARGER_BARE

#include <fmt/format.h>
#include <fstream>
#include <zip.h>

namespace enlarger::weights {

namespace {

[[noreturn]] void rejectDamaged(const std::string& why)
{
    fail("the ZIP archive is damaged: " + why, "Download it again");
}

/// Where the archive ends: behind the last record that ends a directory. Readers look for it from the end of
/// the file, and would pass over whatever follows.
std::uint64_t endOf(const std::filesystem::path& file, std::uint64_t fileSize)
{
    constexpr std::string_view signature = "PK\x05\x06";
    constexpr std::uint64_t recordSize = 22; // its last two bytes tell the length of a comment
    constexpr std::uint64_t chunk = 1 << 16;
    std::ifstream in(file, std::ios::binary);
    for (std::uint64_t end = fileSize; end >= recordSize;) {
        const std::uint64_t begin = end > chunk ? end - chunk : 0;
        std::string bytes(end - begin, '\0');
        in.seekg(static_cast<std::streamoff>(begin));
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        const std::size_t at = bytes.rfind(signature, bytes.size() - recordSize);
        if (at != bytes.npos) {
            std::uint16_t comment = 0;
            std::memcpy(&comment, bytes.data() + at + recordSize - sizeof comment, sizeof comment);
            return std::min(begin + at + recordSize + comment, fileSize);
        }
        if (begin == 0)
            break;
        end = begin + recordSize - 1; // a record may lie across the chunks
    }
    fail("the ZIP archive ends without its directory", "It is incomplete: download it again");
}

/// The archive, read-only, with every entry's declared size checked before it is believed.
class Archive
{
public:
    Archive(const std::filesystem::path& file, std::uint64_t fileSize)
        : m_fileSize(fileSize)
    {
        const std::uint64_t end = endOf(file, fileSize);
        checkDataSize(end, fileSize);
        int code = 0;
        m_zip.reset(zip_open(file.c_str(), ZIP_RDONLY, &code));
        if (!m_zip) {
            zip_error_t error;
            zip_error_init_with_code(&error, code);
            const std::string why = zip_error_strerror(&error);
            zip_error_fini(&error);
            rejectDamaged(why);
        }
        constexpr zip_int64_t mostEntries = 200'000;
        if (zip_get_num_entries(m_zip.get(), 0) > mostEntries)
            fail("the ZIP archive has far more entries than a network has tensors");
    }

    std::vector<std::string_view> names() const
    {
        std::vector<std::string_view> result;
        const zip_int64_t count = zip_get_num_entries(m_zip.get(), 0);
        for (zip_int64_t i = 0; i < count; ++i)
            if (const char* name = zip_get_name(m_zip.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW))
                result.emplace_back(name);
        return result;
    }

    std::uint64_t sizeOf(const std::string& name) const
    {
        zip_stat_t stat;
        if (zip_stat(m_zip.get(), name.c_str(), ZIP_FL_ENC_RAW, &stat) != 0)
            fail("the file lacks " + inQuotes(name) + ": it is damaged", "Get the file again");
        constexpr auto needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
        if ((stat.valid & needed) != needed)
            rejectDamaged("an entry has no size");
        // PyTorch stores; who packed the file again may have compressed it, but floats shrink little.
        constexpr std::uint64_t mostCompression = 8;
        const bool stored = stat.comp_method == ZIP_CM_STORE;
        const bool credible =
            stored ? stat.size == stat.comp_size && stat.size <= m_fileSize
                   : stat.comp_size <= m_fileSize && stat.size / mostCompression <= stat.comp_size;
        if (!credible)
            fail(fmt::format(
                "the entry {} claims to unpack to {} bytes from {}: this is a zip bomb or damaged",
                inQuotes(name), stat.size, stat.comp_size));
        return stat.size;
    }

    /// Fills `to`, whose size must be the entry's, and has the checksum compared.
    void read(const std::string& name, std::span<std::byte> to)
    {
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> entry(
            zip_fopen(m_zip.get(), name.c_str(), ZIP_FL_ENC_RAW), &zip_fclose);
        if (!entry)
            rejectDamaged(zip_strerror(m_zip.get()));
        std::size_t done = 0;
        while (done < to.size()) {
            const zip_int64_t got = zip_fread(entry.get(), to.data() + done, to.size() - done);
            if (got <= 0)
                rejectDamaged(got < 0 ? zip_file_strerror(entry.get()) : "an entry ends too early");
            done += static_cast<std::size_t>(got);
        }
        std::byte beyond{}; // the checksum is compared when the end is seen
        if (zip_fread(entry.get(), &beyond, 1) != 0)
            rejectDamaged(zip_file_strerror(entry.get()));
    }

    std::vector<std::byte> read(const std::string& name)
    {
        std::vector<std::byte> bytes(sizeOf(name));
        read(name, bytes);
        return bytes;
    }

private:
    std::unique_ptr<zip_t, decltype(&zip_discard)> m_zip{nullptr, &zip_discard};
    std::uint64_t m_fileSize;
};

/// The folder inside the archive that holds data.pkl, with its slash.
std::string rootOf(const Archive& archive)
{
    std::string root;
    int pickles = 0;
    bool script = false;
    for (const std::string_view name : archive.names()) {
        if (name == "data.pkl" || name.ends_with("/data.pkl")) {
            root = name.substr(0, name.size() - std::string_view("data.pkl").size());
            ++pickles;
        }
        script = script || name.ends_with("constants.pkl") || name.find("/code/") != name.npos;
    }
    if (script)
        fail("this is a TorchScript archive: a program, not only weights",
             "Load it in Python and save its state_dict() as .safetensors or .pth");
    if (pickles == 0)
        fail("this is a ZIP archive, but not one that PyTorch wrote: it has no data.pkl",
             "If a model is inside, unpack it first");
    if (pickles > 1)
        fail("the ZIP archive has several data.pkl, and it is unclear which one counts");
    return root;
}

} // namespace

WeightsFile readZipPth(const std::filesystem::path& file, std::uint64_t fileSize)
{
    Archive archive(file, fileSize);
    const std::string root = rootOf(archive);
    const auto names = archive.names();
    if (std::find(names.begin(), names.end(), root + "byteorder") != names.end() &&
        asText(archive.read(root + "byteorder")) != "little")
        fail("the file was written on a big-endian machine", "Save it again on an ordinary one");

    const std::vector<std::byte> pickle = archive.read(root + "data.pkl");
    ByteReader in(pickle);
    PickleArena arena;
    const PickleValue value = Unpickler(in, arena).read();

    const auto load = [&](const PickleStorage& storage) {
        const std::string name = root + "data/" + std::string(storage.key);
        if (archive.sizeOf(name) !=
            static_cast<std::uint64_t>(storage.count) * c10::elementSize(storage.dtype))
            fail("the file contradicts itself about the size of " + inQuotes(name), "Get the file again");
        torch::Tensor elements = torch::empty({storage.count}, storage.dtype);
        archive.read(name, {static_cast<std::byte*>(elements.data_ptr()), elements.nbytes()});
        return elements;
    };
    WeightsFile result;
    result.tensors = pickledWeights(value, arena, load, fileSize);
    if (auto note = foreignObjectsNote(arena))
        result.notes.push_back(*std::move(note));
    result.container = "PyTorch (zip)";
    return result;
}

} // namespace enlarger::weights

#else

namespace enlarger::weights {

WeightsFile readZipPth(const std::filesystem::path&, std::uint64_t)
{
    fail("this program was built without libzip and cannot open a zip .pth",
         "Convert it to safetensors with: enlarger-cli models export", ErrorKind::Unsupported);
}

} // namespace enlarger::weights

#endif
