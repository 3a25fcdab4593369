// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/background_writer.h"

#include <QTest>

#include <atomic>
#include <semaphore>
#include <vector>

using namespace enlarger;
using image::Image;
using infer::BackgroundWriter;

namespace {

Image rows(float number, int height = 1)
{
    Image picture(4, height, 1);
    std::fill_n(picture.data(), picture.size(), number);
    return picture;
}

Image larger() // than may wait
{
    return rows(0.0F, int(BackgroundWriter::mostWaiting / (4 * sizeof(float))) + 1);
}

} // namespace

class BackgroundWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesInOrder()
    {
        std::vector<float> written;
        BackgroundWriter writer([&](const Image& one) {
            written.push_back(one.at(0, 0, 0));
            return Status();
        });
        QVERIFY(writer.finish()); // nothing at all
        std::vector<float> expected;
        for (int i = 0; i < 200; ++i) {
            QVERIFY(writer.write(rows(float(i))));
            expected.push_back(float(i));
        }
        QVERIFY(writer.finish());
        QCOMPARE(written, expected);
        QVERIFY(writer.seconds() > 0.0);
    }

    void worksBesideItsCaller()
    {
        std::binary_semaphore goOn(0);
        BackgroundWriter writer([&](const Image&) {
            goOn.acquire();
            return Status();
        });
        QVERIFY(writer.write(rows(1.0F))); // would never return if it wrote by itself
        goOn.release();
        QVERIFY(writer.finish());
    }

    void littleWaits()
    {
        std::atomic<int> written = 0;
        BackgroundWriter writer([&](const Image&) {
            ++written;
            return Status();
        });
        for (int i = 0; i < 20; ++i) {
            QVERIFY(writer.write(larger()));
            QVERIFY(i - written <= 1);
        }
        QVERIFY(writer.finish());
        QCOMPARE(written.load(), 20);
    }

    void errorsComeBack()
    {
        int calls = 0;
        BackgroundWriter writer([&](const Image&) -> Status {
            return ++calls < 3 ? Status() : Error{ErrorKind::Io, "the disk is full", {}, {}};
        });
        Status status;
        for (int i = 0; i < 1000 && status; ++i)
            status = writer.write(rows(float(i)));
        const Status finished = writer.finish();
        QVERIFY(!finished);
        QCOMPARE(finished.error().what, std::string("the disk is full"));
        QVERIFY(!writer.write(rows(1.0F)));
        QVERIFY(!writer.write(larger())); // nor does it wait for somebody
        QCOMPARE(calls, 3);
    }
};

QTEST_APPLESS_MAIN(BackgroundWriterTest)
#include "background_writer_test.moc"
