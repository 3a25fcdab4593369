// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/background_writer.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <new>
#include <semaphore>
#include <vector>

using namespace enlarger;
using image::Image;
using infer::BackgroundWriter;

namespace {

/// Each row of its own number.
Image rows(int first, int count, int width = 4)
{
    Image picture(width, count, 1);
    for (int y = 0; y < count; ++y)
        std::ranges::fill(picture.row(y), float(first + y));
    return picture;
}

} // namespace

class BackgroundWriterTest : public QObject
{
    Q_OBJECT

    StopGate m_gate;

private Q_SLOTS:
    void writesInOrder()
    {
        std::vector<float> written;
        BackgroundWriter writer([&](const Image& some) {
            for (int y = 0; y < some.height(); ++y)
                written.push_back(some.at(3, y, 0));
            return Status();
        });
        QVERIFY(writer.finish(m_gate)); // nothing at all
        std::vector<float> expected;
        for (int i = 0; i < 400; ++i)
            expected.push_back(float(i));
        for (int i = 0; i < 200; i += 8)
            QVERIFY(writer.write(rows(i, 8)));
        constexpr int wide = 100'000; // two rows a piece
        QVERIFY(writer.write(rows(200, 200, wide)));
        QVERIFY(writer.finish(m_gate));
        QCOMPARE(written, expected);
    }

    void worksBesideItsCaller()
    {
        std::binary_semaphore goOn(0);
        BackgroundWriter writer([&](const Image&) {
            goOn.acquire();
            return Status();
        });
        QVERIFY(writer.write(rows(0, 1))); // would never return if it wrote by itself
        goOn.release();
        QVERIFY(writer.finish(m_gate));
    }

    void littleWaits()
    {
        std::atomic<std::size_t> written = 0;
        BackgroundWriter writer([&](const Image& some) {
            written += some.size() * sizeof(float);
            return Status();
        });
        std::size_t given = 0;
        for (int i = 0; i < 20; ++i) {
            const Image some = rows(0, 30, 100'000);
            given += some.size() * sizeof(float);
            QVERIFY(writer.write(some));
            QVERIFY(given - written <= BackgroundWriter::mostWaiting);
        }
        QVERIFY(writer.finish(m_gate));
        QCOMPARE(written.load(), given);
    }

    void errorsComeBack()
    {
        std::atomic<int> calls = 0;
        BackgroundWriter writer([&](const Image&) -> Status {
            return ++calls < 3 ? Status() : Error{ErrorKind::Io, "the disk is full", {}, {}};
        });
        for (int i = 0; i < 3; ++i)
            static_cast<void>(writer.write(rows(i, 1)));
        const Status finished = writer.finish(m_gate);
        QVERIFY(!finished);
        QCOMPARE(finished.error().what, std::string("the disk is full"));
        QVERIFY(!writer.write(rows(0, 1)));
        QVERIFY(!writer.write(rows(0, 100, 100'000))); // nor does it wait for somebody
        QCOMPARE(calls.load(), 3);
    }

    void exceptionsAreErrors()
    {
        BackgroundWriter writer([](const Image&) -> Status { throw std::bad_alloc(); });
        static_cast<void>(writer.write(rows(0, 1)));
        const Status finished = writer.finish(m_gate);
        QVERIFY(!finished);
        QCOMPARE(finished.error().kind, ErrorKind::OutOfMemory);
    }

    void whatWaitsIsDropped()
    {
        std::atomic<int> calls = 0;
        std::binary_semaphore begun(0);
        std::binary_semaphore goOn(0);
        {
            BackgroundWriter writer([&](const Image&) {
                ++calls;
                begun.release();
                goOn.acquire();
                return Status(Error{ErrorKind::Io, "no more", {}, {}});
            });
            for (int i = 0; i < 5; ++i)
                QVERIFY(writer.write(rows(i, 1)));
            begun.acquire();
            goOn.release();
        }
        QCOMPARE(calls.load(), 1);
    }

    void finishingCanBeStopped()
    {
        std::counting_semaphore<5> goOn(0);
        BackgroundWriter writer([&](const Image&) {
            goOn.acquire();
            return Status();
        });
        for (int i = 0; i < 5; ++i)
            QVERIFY(writer.write(rows(i, 1)));
        std::stop_source stop;
        stop.request_stop();
        StopGate stopped(stop.get_token());
        QVERIFY_THROWS_EXCEPTION(CancelledException, static_cast<void>(writer.finish(stopped)));
        goOn.release(5); // for those that may have begun
    }
};

QTEST_APPLESS_MAIN(BackgroundWriterTest)
#include "background_writer_test.moc"
