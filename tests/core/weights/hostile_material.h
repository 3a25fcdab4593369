// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/weights/weights_material.h"

#include <QTemporaryDir>
#include <QtTest>

#include <zip.h>

namespace enlarger::tests {

using namespace std::string_literals;

template <class Number>
std::string little(Number value)
{
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

inline std::string text(const std::string& value) // BINUNICODE
{
    return 'X' + little(std::uint32_t(value.size())) + value;
}

inline std::string integer(std::int64_t value) // LONG1
{
    return "\x8a\x08"s + little(value);
}

/// A state dict with one tensor "w" on the storage "0" of `count` floats.
inline std::string tensorPickle(std::int64_t count, std::int64_t offset,
                                const std::vector<std::int64_t>& sizes,
                                const std::vector<std::int64_t>& strides)
{
    std::string pickle = "\x80\x02}"s + text("w") + "ctorch._utils\n_rebuild_tensor_v2\n((" +
                         text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") +
                         integer(count) + "tQ" + integer(offset) + '(';
    for (const auto size : sizes)
        pickle += integer(size);
    pickle += "t(";
    for (const auto stride : strides)
        pickle += integer(stride);
    return pickle + "t\x89" + "ccollections\nOrderedDict\n)RtRs.";
}

/// PyTorch's old format around a pickle.
inline std::string legacyPth(const std::string& pickle, const std::string& keysAndStorages)
{
    std::string bytes = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."; // the magic number
    bytes += "\x80\x02M\xe9\x03.";                                                   // version 1001
    bytes += "\x80\x02}."; // the machine: nothing said
    return bytes + pickle + keysAndStorages;
}

inline std::string oneStorage(std::int64_t count, std::size_t floats)
{
    return "\x80\x02]"s + text("0") + "a." + little(count) + std::string(4 * floats, '\0');
}

struct ZipEntry
{
    std::string name;
    std::string contents;
    bool compressed = false;
};

inline void writeZip(const std::filesystem::path& file, const std::vector<ZipEntry>& entries)
{
    int code = 0;
    zip_t* zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    for (const auto& entry : entries) {
        zip_source_t* source = zip_source_buffer(zip, entry.contents.data(), entry.contents.size(), 0);
        const auto index = zip_uint64_t(zip_file_add(zip, entry.name.c_str(), source, 0));
        zip_set_file_compression(zip, index, entry.compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    }
    QCOMPARE(zip_close(zip), 0);
}

/// The largest memory that this process has had so far, in MiB.
inline std::int64_t peakMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stoll(line.substr(6)) / 1024;
    return 0;
}

/// What is said about files with the given bytes, and what memory it takes.
class HostileFolder
{
public:
    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    std::filesystem::path file(const std::string& name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }
    static QString refusalOf(const std::filesystem::path& path) // empty where it is taken for weights
    {
        const auto read = weights::readWeights(path);
        return read ? QString() : QString::fromStdString(read.error().text());
    }
    QString errorText(const std::string& bytes, const std::string& name = "file.pth") const
    {
        writeBytes(file(name), bytes);
        return refusalOf(file(name));
    }

    void noteMemory() { m_peakBefore = peakMemory(); }
    /// No file here has more than a few hundred kilobytes: reading them takes no memory to speak of.
    void checkMemory() const
    {
        const std::int64_t grown = peakMemory() - m_peakBefore;
        QVERIFY2(grown < 200, qPrintable(QString("%1 MiB more memory than before").arg(grown)));
    }

private:
    QTemporaryDir m_folder;
    std::int64_t m_peakBefore = 0; // MiB
};

} // namespace enlarger::tests
