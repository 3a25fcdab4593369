// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_text.h"
#include "core/image/read/photo_reader.h"
#include "core/image/write/photo_writer.h"
#include "core/image/write/write_sample.h"
#include "core/system/main_memory.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace enlarger;
using namespace enlarger::image;
namespace fs = std::filesystem;

namespace {

#ifdef __SANITIZE_THREAD__
constexpr bool isThreadSanitized = true;
#else
constexpr bool isThreadSanitized = false;
#endif

PhotoContent contentOf(const Image& picture)
{
    return {picture.width(), picture.height(), picture.channels(), {}, {}};
}

/// Runs `work` in a child process and gives its exit code, so that limits and signals do not touch the test.
int inChild(const std::function<int()>& work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

} // namespace

class PhotoWriterFileTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;

    fs::path folder() const { return m_temporary->path().toStdString(); }
    std::size_t filesInFolder() const
    {
        return std::size_t(std::distance(fs::directory_iterator(folder()), fs::directory_iterator()));
    }

    static void everyFormat()
    {
        QTest::addColumn<PhotoFormat>("format");
        for (PhotoFormat format : availableFormats())
            QTest::newRow(formatName(format)) << format;
    }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void nothingAppearsBeforeTheEnd_data() { everyFormat(); }
    void nothingAppearsBeforeTheEnd()
    {
        QFETCH(PhotoFormat, format);
        const Image picture = tests::noise(50, 40, 3);
        const fs::path file = folder() / "picture";
        {
            auto dropped = PhotoWriter::create(file, contentOf(picture), {format});
            ENLARGER_VERIFY(dropped);
            ENLARGER_VERIFY(dropped->write(picture.crop(0, 0, 50, 20)));
            QVERIFY(!fs::exists(file));
        }
        QCOMPARE(filesInFolder(), 0u);

        auto writer = PhotoWriter::create(file, contentOf(picture), {format});
        ENLARGER_VERIFY(writer);
        ENLARGER_VERIFY(writer->write(picture));
        QVERIFY(!fs::exists(file));
        ENLARGER_VERIFY(writer->finish());
        QVERIFY(fs::exists(file));
        QCOMPARE(filesInFolder(), 1u);
        QVERIFY(!writer->finish().ok());
        QVERIFY(fs::exists(file));
    }

    void anExistingFileIsReplacedOnlyWhenAllowed()
    {
        const Image picture = tests::noise(20, 20, 3);
        const fs::path file = folder() / "picture.png";
        tests::writeBytes(file, {1, 2, 3});
        const auto refused = writePhoto(file, picture, {PhotoFormat::Png});
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().kind, ErrorKind::FileExists);
        QCOMPARE(tests::readBytes(file).size(), 3u);

        WriteOptions options{PhotoFormat::Png};
        options.replace = true;
        ENLARGER_VERIFY(writePhoto(file, picture, options));
        QVERIFY(tests::readBytes(file).size() > 100u);

        // One that appears while we write is kept as well.
        const fs::path late = folder() / "late.png";
        auto writer = PhotoWriter::create(late, contentOf(picture), {PhotoFormat::Png});
        ENLARGER_VERIFY(writer);
        ENLARGER_VERIFY(writer->write(picture));
        tests::writeBytes(late, {1, 2, 3});
        QVERIFY(!writer->finish().ok());
        QCOMPARE(tests::readBytes(late).size(), 3u);
        QCOMPARE(filesInFolder(), 2u);
    }

    void rowsMustFit_data() { everyFormat(); }
    void rowsMustFit()
    {
        QFETCH(PhotoFormat, format);
        const Image picture = tests::noise(30, 20, 3);
        const auto start = [&] {
            return PhotoWriter::create(folder() / "picture", contentOf(picture), {format});
        };

        auto tooMany = start();
        ENLARGER_VERIFY(tooMany);
        ENLARGER_VERIFY(tooMany->write(picture));
        ENLARGER_VERIFY(tooMany->write(Image(30, 0, 3))); // no rows are no harm
        QVERIFY(!tooMany->write(picture.crop(0, 0, 30, 1)).ok());
        QVERIFY(!tooMany->finish().ok()); // it stays failed

        auto tooFew = start();
        ENLARGER_VERIFY(tooFew);
        ENLARGER_VERIFY(tooFew->write(picture.crop(0, 0, 30, 19)));
        const auto finished = tooFew->finish();
        QVERIFY(!finished.ok());
        QVERIFY(finished.error().what.find("19 of 20") != std::string::npos);

        auto tooWide = start();
        ENLARGER_VERIFY(tooWide);
        QVERIFY(!tooWide->write(tests::noise(31, 1, 3)).ok());
        auto otherChannels = start();
        ENLARGER_VERIFY(otherChannels);
        QVERIFY(!otherChannels->write(tests::noise(30, 1, 4)).ok());
        QCOMPARE(filesInFolder(), 0u);
    }

    void aFullDiskLeavesNothing_data()
    {
        QTest::addColumn<PhotoFormat>("format");
        QTest::addColumn<int>("limit"); // bytes; the file would be longer
        for (PhotoFormat format : availableFormats())
            for (int limit : {0, 100, 5000})
                QTest::addRow("%s after %d bytes", formatName(format), limit) << format << limit;
    }
    void aFullDiskLeavesNothing()
    {
        if (isThreadSanitized)
            QSKIP("the thread sanitizer knows no threads behind a fork");
        QFETCH(PhotoFormat, format);
        QFETCH(int, limit);
        const fs::path file = folder() / "picture";
        const int code = inChild([&] {
            std::signal(SIGXFSZ, SIG_IGN); // write() then fails with EFBIG
            const rlimit most = {rlim_t(limit), rlim_t(limit)};
            if (::setrlimit(RLIMIT_FSIZE, &most) != 0)
                return 10;
            const auto status = writePhoto(file, tests::noise(100, 80, 3), {format, 95});
            if (status.ok())
                return 11;
            if (status.error().kind != ErrorKind::Io || status.error().advice.empty())
                return 12;
            return status.error().file == file ? 0 : 13;
        });
        QCOMPARE(code, 0);
        QCOMPARE(filesInFolder(), 0u);
    }

    void aMissingFolderIsAnError()
    {
        const auto status =
            writePhoto(folder() / "nowhere" / "picture.png", tests::noise(5, 5, 3), {PhotoFormat::Png});
        QVERIFY(!status.ok());
        QCOMPARE(status.error().kind, ErrorKind::Io);
        QVERIFY(!status.error().advice.empty());
    }

    void limitsAreRefusedWithTheWayOut_data()
    {
        QTest::addColumn<PhotoFormat>("format");
        QTest::addColumn<int>("width");
        QTest::addColumn<QString>("advice"); // "" where it is possible
        QTest::newRow("WebP 16383") << PhotoFormat::WebP << 16383 << "";
        QTest::newRow("WebP 16384") << PhotoFormat::WebP << 16384 << "TIFF or PNG";
        QTest::newRow("JPEG 65500") << PhotoFormat::Jpeg << 65500 << "";
        QTest::newRow("JPEG 65536") << PhotoFormat::Jpeg << 65536 << "TIFF or PNG";
        QTest::newRow("AVIF 65536") << PhotoFormat::Avif << 65536 << "TIFF or PNG";
        if (checkFormat(PhotoFormat::Heic))
            QTest::newRow("HEIC 32769") << PhotoFormat::Heic << 32769 << "TIFF or PNG";
        QTest::newRow("JPEG XL 262145") << PhotoFormat::Jxl << 262145 << "TIFF or PNG";
        QTest::newRow("PNG 1000001") << PhotoFormat::Png << 1'000'001 << "TIFF";
        QTest::newRow("TIFF 1000001") << PhotoFormat::Tiff << 1'000'001 << "";
    }
    void limitsAreRefusedWithTheWayOut()
    {
        QFETCH(PhotoFormat, format);
        QFETCH(int, width);
        QFETCH(QString, advice);
        for (const bool high : {false, true}) {
            PhotoContent content{high ? 8 : width, high ? width : 8, 3, {}, {}};
            const auto plan = planWrite(content, {format});
            QCOMPARE(plan.ok(), advice.isEmpty());
            if (plan.ok())
                continue;
            QCOMPARE(plan.error().kind, ErrorKind::Unsupported);
            QVERIFY(QString::fromStdString(plan.error().advice).contains(advice));
            QVERIFY(!PhotoWriter::create(folder() / "picture", content, {format}).ok());
        }
        QCOMPARE(filesInFolder(), 0u);
    }

    void theWidestJpegIsWritten()
    {
        ENLARGER_VERIFY(writePhoto(folder() / "wide.jpg", tests::noise(65500, 1, 1), {PhotoFormat::Jpeg}));
    }

    void nonsenseIsRefused()
    {
        const PhotoContent good{8, 8, 3, {}, {}};
        QVERIFY(!planWrite(good, {PhotoFormat::Raw}).ok());
        QVERIFY(!planWrite(good, {PhotoFormat::Gif}).ok());
        QVERIFY(!planWrite(good, {PhotoFormat::Jpeg, 0}).ok());
        QVERIFY(!planWrite(good, {PhotoFormat::Jpeg, 101}).ok());
        QVERIFY(!planWrite(good, {PhotoFormat::Png, 95, 12}).ok());
        QVERIFY(!planWrite({0, 8, 3, {}, {}}, {}).ok());
        QVERIFY(!planWrite({8, 8, 5, {}, {}}, {}).ok());
    }

    void theEncoderThatHoldsAllSaysHowMuch()
    {
        const PhotoContent small{1000, 1000, 3, {}, {}}, large{10000, 10000, 3, {}, {}};
        for (PhotoFormat format : availableFormats()) {
            const auto one = planWrite(small, {format}), hundred = planWrite(large, {format});
            ENLARGER_VERIFY(one);
            ENLARGER_VERIFY(hundred);
            const bool streams =
                format == PhotoFormat::Jpeg || format == PhotoFormat::Png || format == PhotoFormat::Tiff;
            QVERIFY2(streams ? hundred->memory < 20'000'000 : hundred->memory > 500'000'000,
                     formatName(format));
            QVERIFY(hundred->estimatedSize > 50 * one->estimatedSize);
        }
        const PhotoContent gigapixel{60000, 60000, 3, {}, {}};
        QVERIFY(planWrite(gigapixel, {PhotoFormat::Tiff})->memory < 50'000'000);
        const auto tooLarge = planWrite({260000, 260000, 3, {}, {}}, {PhotoFormat::Jxl}); // 3.4 TB
        QVERIFY(!tooLarge.ok());
        QCOMPARE(tooLarge.error().kind, ErrorKind::OutOfMemory);
        const std::string usable = bytesText(mainMemory().total);
        QVERIFY(tooLarge.error().what.ends_with(usable + " can be used here"));
    }

    void aSampleTellsTheFile_data() { everyFormat(); }
    void aSampleTellsTheFile()
    {
        QFETCH(PhotoFormat, format);
        for (const int channels : {1, 3, 4}) {
            const Image picture = tests::noise(200, 150, channels);
            PhotoContent content = contentOf(picture);
            content.metadata.exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            const auto told = encodeSample(content, {format}, picture);
            ENLARGER_VERIFY(told);
            QVERIFY(told->fixedBytes > 0.0 && told->bytesPerPixel > 0.0 && told->secondsPerPixel > 0.0 &&
                    told->secondsPerPixelAtEnd > 0.0);
            auto writer =
                PhotoWriter::create(folder() / "picture", content, {.format = format, .replace = true});
            ENLARGER_VERIFY(writer);
            ENLARGER_VERIFY(writer->write(picture));
            ENLARGER_VERIFY(writer->finish());
            const double real = double(fs::file_size(folder() / "picture"));
            const double size = told->fixedBytes + told->bytesPerPixel * 200.0 * 150.0;
            QVERIFY2(std::abs(size / real - 1.0) < 0.01, qPrintable(QString::number(size / real)));
        }
        QCOMPARE(filesInFolder(), std::size_t(1));
    }

    void theFileIsAboutAsLargeAsSaid_data() { everyFormat(); }
    void theFileIsAboutAsLargeAsSaid()
    {
        QFETCH(PhotoFormat, format);
        const fs::path source = tests::sharedFile("data/photos/srgb_canon-d60_1772x1181.jpg");
        ENLARGER_NEED(source);
        const auto photo = readPhoto(source);
        ENLARGER_VERIFY(photo);
        const Image part = photo->crop(400, 300, 600, 400);
        const auto plan = planWrite(contentOf(part), {format});
        ENLARGER_VERIFY(plan);
        ENLARGER_VERIFY(writePhoto(folder() / "picture", part, {format}));
        const double factor = double(fs::file_size(folder() / "picture")) / double(plan->estimatedSize);
        QVERIFY2(factor > 0.25 && factor < 4.0, qPrintable(QString::number(factor)));
    }
};

QTEST_GUILESS_MAIN(PhotoWriterFileTest)
#include "photo_writer_file_test.moc"
