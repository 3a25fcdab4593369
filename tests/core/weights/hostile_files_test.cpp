// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged files, lying safetensors, and what is no file with weights at all: one sentence, and no harm.
#include "core/weights/safetensors_header.h"
#include "tests/core/weights/hostile_material.h"
#include "tests/support/test_files.h"

#include <QRandomGenerator>

#include <fmt/format.h>

using namespace enlarger;
using namespace enlarger::tests;

namespace {

std::string safetensors(const std::string& header, std::size_t dataSize)
{
    return little(std::uint64_t(header.size())) + header + std::string(dataSize, '\0');
}

} // namespace

class HostileFilesTest : public QObject, private HostileFolder
{
    Q_OBJECT

private Q_SLOTS:
    void init() { noteMemory(); }
    void cleanup() { checkMemory(); }

    void wellMadeIsRead()
    {
        QVERIFY(
            errorText(safetensors(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8)).isEmpty());
    }

    void headersOfSafetensors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* tag, const std::string& header, std::size_t size) {
            QTest::newRow(tag) << QByteArray::fromStdString(safetensors(header, size));
        };
        const auto one = [](const std::string& name, const std::string& shape, const std::string& offsets) {
            return fmt::format("\"{}\":{{\"dtype\":\"F32\",\"shape\":[{}],\"data_offsets\":[{}]}}", name,
                               shape, offsets);
        };
        row("too little data", '{' + one("a", "2", "0,8") + '}', 7);
        row("too much data", '{' + one("a", "2", "0,8") + '}', 9);
        row("overlap", '{' + one("a", "2", "0,8") + ',' + one("b", "2", "4,12") + '}', 12);
        row("same bytes twice", '{' + one("a", "2", "0,8") + ',' + one("b", "2", "0,8") + '}', 8);
        row("hole", '{' + one("a", "1", "0,4") + ',' + one("b", "1", "8,12") + '}', 12);
        row("twice", '{' + one("a", "1", "0,4") + ',' + one("a", "1", "4,8") + '}', 8);
        row("shape", '{' + one("a", "3", "0,8") + '}', 8);
        row("overflow", '{' + one("a", "4294967296,4294967296,4", "0,8") + '}', 8);
        row("overflow of bytes", '{' + one("a", "4611686018427387904", "0,0") + '}', 0);
        row("backwards", '{' + one("a", "2", "8,0") + '}', 8);
        row("negative", '{' + one("a", "-2", "0,8") + '}', 8);
        row("fraction", '{' + one("a", "2.0", "0,8") + '}', 8);
        row("beyond 64 bit", '{' + one("a", "99999999999999999999999", "0,8") + '}', 8);
        row("three offsets", '{' + one("a", "2", "0,8,8") + '}', 8);
        row("no dtype", R"({"a":{"shape":[2],"data_offsets":[0,8]}})", 8);
        row("unknown dtype", R"({"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}})", 8);
        row("another key", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}})", 8);
        row("nested", R"({"a":{"dtype":{"dtype":"F32"},"shape":[2],"data_offsets":[0,8]}})", 8);
        row("nested lists", R"({"a":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}})", 8);
        row("deep", "{\"a\":" + std::string(100'000, '['), 8);
        row(
            "deep objects",
            [] {
                std::string text;
                for (int i = 0; i < 20'000; ++i)
                    text += "{\"a\":";
                return text;
            }(),
            8);
        row("metadata of numbers", R"({"__metadata__":{"a":1}})", 0);
        row("not JSON", "{nonsense}", 8);
        row("cut JSON", '{' + one("a", "2", "0,8"), 8);
        row("invalid UTF-8", "{\"\xff\xfe\":1}", 8);
        row(
            "many dimensions",
            [&] {
                std::string shape = "2";
                for (int i = 0; i < 50'000; ++i)
                    shape += ",1";
                return '{' + one("a", shape, "0,8") + '}';
            }(),
            8);
        QTest::newRow("header longer than the file")
            << QByteArray::fromStdString(little(std::uint64_t{1} << 40) + "{\"__metadata__\":{}}");
        QTest::newRow("header of 2^64") << QByteArray::fromStdString(
            little(~std::uint64_t{0}) + R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})");
    }
    void headersOfSafetensors()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(!errorText(bytes.toStdString(), "file.safetensors").isEmpty());
    }

    void notWeights_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* tag, const std::string& bytes, const char* says) {
            QTest::newRow(tag) << QByteArray::fromStdString(bytes) << says;
        };
        row("empty", "", "empty");
        row("JPEG", "\xff\xd8\xff\xe0 JFIF", "JPEG");
        row("PNG", "\x89PNG\r\n\x1a\n", "PNG");
        row("TIFF", "II*\0\x08\0\0\0"s, "TIFF");
        row("web page", "\n<!DOCTYPE html><html><body>Not found</body></html>", "web page");
        row("LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4fa0\nsize 67040989\n",
            "git lfs pull");
        row("text", "Dear Sir or Madam,\n", "text file");
        row("ONNX",
            "\x08\x06\x12\x07pytorch\x1a\x05"
            "1.9.0\0\1\2"s,
            "ONNX");
        row("HDF5", "\x89HDF\r\n\x1a\n", "Keras");
        row("GGUF", "GGUF\3\0\0\0"s, "GGUF");
        row("program",
            "\x7f"
            "ELF\2\1\1\0"s,
            "program");
        row("PDF", "%PDF-1.4\n", "PDF");
        row("noise", "\x13\x37\x99\x01\x02\x00\x77"s, "unknown kind");
        row("pickled model",
            "\x80\x04\x95\x1e\0\0\0\0\0\0\0\x8c\x10sklearn.svm._svc\x94\x8c\x03SVC\x94\x93\x94."s, "sklearn");
        row("tar", std::string(257, 'a') + "ustar\0"s, "tar");
        row("ncnn binary param", little(std::uint32_t{7767517}) + "\1\2\3\4", ".param.bin");
        row("optimiser", "\x80\x02}"s + text("param_groups") + "]s.", "without tensors");
    }
    void notWeights()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        for (const char* name : {"x.pth", "x.safetensors", "x"}) {
            const QString said = errorText(bytes.toStdString(), name);
            QVERIFY2(said.contains(says), qPrintable(said));
            QVERIFY(!said.contains('\n'));
        }
    }

    void optimiserIsNamed()
    {
        const std::string pickle = "\x80\x02}("s + text("state") + '}' + text("param_groups") + "]u.";
        const QString said = errorText(legacyPth(pickle, "\x80\x02]."s));
        QVERIFY2(said.contains("optimiser"), qPrintable(said));
    }

    void trailingBytesAreCounted_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"x4_new.safetensors", "x4_new_plain_legacy.pth", "x4_old_plain_legacy.pth", "x1_old_zip.pth"})
            QTest::newRow(name) << name;
    }
    void trailingBytesAreCounted()
    {
        QFETCH(QString, name);
        const std::string whole = bytesOf(dataFile("weights/" + name.toStdString()));
        for (const std::size_t count : {std::size_t(1), std::size_t(4096), std::size_t(200'000)}) {
            const QString said = errorText(whole + std::string(count, '\0'), name.toStdString());
            QVERIFY2(said.contains(QString("goes on for %1 bytes after").arg(count)), qPrintable(said));
        }
        const QString cut = errorText(whole.substr(0, whole.size() - 1), name.toStdString());
        QVERIFY2(cut.contains("ownload it again"), qPrintable(cut));
    }

    void headersSayTheSame() // read alone, without the tensors
    {
        const std::string whole = safetensors(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8);
        for (const std::string& bytes : {whole + whole, whole.substr(0, whole.size() - 1)}) {
            const QString said = errorText(bytes, "file.safetensors");
            const auto header = weights::readSafetensorsHeader(file("file.safetensors"));
            QVERIFY(!header);
            QCOMPARE(QString::fromStdString(header.error().text()), said);
        }
    }

    void foldersAndMissingFiles()
    {
        QVERIFY(refusalOf(folder()).contains("folder"));
        QVERIFY(refusalOf(file("nowhere.pth")).contains("no such file"));
        QVERIFY(refusalOf("/dev/zero").contains("not a regular file"));
        // A hole of a terabyte costs nothing to make, and must cost nothing to refuse.
        writeBytes(file("giant.safetensors"), little(std::uint64_t{20}) + "{\"__metadata__\":{}}");
        std::filesystem::resize_file(file("giant.safetensors"), std::uintmax_t{1} << 40);
        QVERIFY(!refusalOf(file("giant.safetensors")).isEmpty());
    }

    void mutations_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"x4_new.safetensors", "x4_new_f16.safetensors", "x4_new_plain_legacy.pth",
              "x4_old_plain_legacy.pth", "x4_new_parameters_zip.pth", "x4_nb1_old_zip.pth"})
            QTest::newRow(name) << name;
    }
    void mutations() // cut, and with bytes changed, most of them where the structure is
    {
        QFETCH(QString, name);
        const std::string whole = bytesOf(dataFile("weights/" + name.toStdString()));
        QVERIFY(!whole.empty());
        QRandomGenerator random(42);
        const auto check = [&](const std::string& bytes) {
            writeBytes(file("mutant"), bytes);
            const auto read = weights::readWeights(file("mutant"));
            if (!read)
                return !read.error().what.empty();
            const auto known = weights::recognise(*read);
            return known || !known.error().what.empty();
        };
        for (int i = 0; i < 40; ++i) {
            const std::size_t size = whole.size() * std::size_t(i) / 40;
            writeBytes(file("mutant"), whole.substr(0, size));
            QVERIFY2(!weights::readWeights(file("mutant")), qPrintable(QString("cut to %1").arg(size)));
        }
        for (int i = 0; i < 120; ++i) {
            std::string bytes = whole;
            const std::size_t head = std::min<std::size_t>(bytes.size(), 8000);
            for (int change = 0; change <= i % 3; ++change) {
                const bool anywhere = i % 4 == 0;
                const bool tail = i % 4 == 1; // the directory of a zip
                const std::size_t at = anywhere ? random.bounded(quint32(bytes.size()))
                                       : tail   ? bytes.size() - 1 - random.bounded(quint32(head))
                                                : random.bounded(quint32(head));
                bytes[at] = i % 2 ? char(bytes[at] ^ (1 << random.bounded(8))) : char(random.bounded(256));
            }
            QVERIFY(check(bytes));
        }
    }
};

QTEST_GUILESS_MAIN(HostileFilesTest)
#include "hostile_files_test.moc"
