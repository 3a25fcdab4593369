// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/picture_pool.h"

#include "core/train/photos/picture_source.h"
#include "tests/core/train/made_pictures.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <barrier>
#include <cmath>
#include <map>
#include <set>
#include <thread>

using namespace enlarger;
using namespace enlarger::train;
using namespace enlarger::tests;
namespace fs = std::filesystem;

class PicturePoolTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::vector<SourcePicture> m_pictures; // 20, of 48 to 105 pixels a side

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 20; ++i) {
            const int side = 48 + 3 * i;
            const fs::path file = fs::path(m_folder.path().toStdString()) / (std::to_string(i) + ".png");
            write(file, busyPicture(side, side, std::uint64_t(i)));
            m_pictures.push_back({file, {}, side, side, 8});
        }
    }

    void decodesOnceForManyThreads()
    {
        PictureCache cache(1 << 20);
        constexpr int count = 6;
        std::barrier together(count);
        std::vector<PictureCache::Picture> pictures(count);
        {
            std::vector<std::jthread> threads;
            for (std::size_t t = 0; t < count; ++t)
                threads.emplace_back([&, t] {
                    together.arrive_and_wait();
                    if (auto picture = cache.get(m_pictures[3].file))
                        pictures[t] = *picture;
                });
        }
        for (const auto& picture : pictures)
            QVERIFY(picture && picture == pictures.front());
        QCOMPARE(cache.decoded(), 1);
        QCOMPARE(cache.bytes(), 57 * 57 * 3);
    }

    void keepsThoseUsedLast()
    {
        const auto bytes = [this](int i) {
            return std::int64_t(m_pictures[std::size_t(i)].width) * m_pictures[std::size_t(i)].width * 3;
        };
        PictureCache cache(bytes(0) + bytes(1));
        const auto get = [&](int i) { return cache.get(m_pictures[std::size_t(i)].file).ok(); };
        QVERIFY(get(0) && get(1) && get(0));
        QCOMPARE(cache.decoded(), 2);
        QVERIFY(get(2)); // 1 has to go, then 0 as well
        QVERIFY(cache.bytes() <= bytes(0) + bytes(1));
        QVERIFY(get(2));
        QCOMPARE(cache.decoded(), 3);
        QVERIFY(get(1));
        QCOMPARE(cache.decoded(), 4);
        QVERIFY(get(19)); // larger than all the cache may hold, and given all the same
        QCOMPARE(cache.bytes(), bytes(19));
    }

    void triesAgainWhatFailed()
    {
        PictureCache cache(1 << 20);
        const fs::path file = fs::path(m_folder.path().toStdString()) / "late.png";
        QVERIFY(!cache.get(file));
        write(file, busyPicture(50, 50, 1));
        ENLARGER_VERIFY(cache.get(file));
    }

    void choosesByArea_data()
    {
        QTest::addColumn<qint64>("cacheBytes");
        QTest::addColumn<int>("together"); // with slots, samples come in groups of about 64
        QTest::newRow("all fit") << qint64(1 << 20) << 1;
        QTest::newRow("rolling pool") << qint64(120'000) << 64;
        QTest::newRow("one slot") << qint64(10'000) << 64;
    }
    void choosesByArea()
    {
        QFETCH(qint64, cacheBytes);
        QFETCH(int, together);
        const PicturePool pool(m_pictures, 5, cacheBytes);
        std::map<fs::path, double> seen;
        constexpr int count = 400'000;
        for (std::uint64_t i = 0; i < count; ++i) {
            Random random(5, i);
            ++seen[pool.choose(i, random).file];
        }
        double area = 0.0;
        for (const SourcePicture& picture : m_pictures)
            area += double(picture.width) * picture.height;
        const double independent = double(count) / together;
        for (const SourcePicture& picture : m_pictures) {
            const double share = picture.width * double(picture.height) / area;
            QVERIFY(std::abs(seen[picture.file] / count - share) <
                    5.0 * std::sqrt(share * (1.0 - share) / independent));
        }
    }

    void rollsThroughAPoolThatFits()
    {
        constexpr std::int64_t cacheBytes = 120'000; // of about 360,000
        const PicturePool pool(m_pictures, 5, cacheBytes);
        std::set<fs::path> first; // of half a turn of one slot: about as many as there are slots
        constexpr int count = 6400;
        for (std::uint64_t i = 0; i < count; ++i) {
            Random random(5, i);
            const fs::path& file = pool.choose(i, random).file;
            ENLARGER_VERIFY(pool.decode(file));
            if (i < 32)
                first.insert(file);
        }
        QVERIFY(first.size() > 1 && first.size() < 10);
        QVERIFY2(pool.decoded() <= 2 * count / 64, qPrintable(QString::number(pool.decoded())));
    }

    void isPureWithARollingPool()
    {
        SampleOptions options;
        options.crop = 32;
        const auto source = PictureSource::create(m_pictures, options, 120'000);
        ENLARGER_VERIFY(source);
        constexpr std::uint64_t count = 300;
        std::vector<Sample> samples;
        for (std::uint64_t i = 0; i < count; ++i)
            samples.push_back(*(*source)->sample(i));
        const auto again = PictureSource::create(m_pictures, options, 120'000);
        std::vector<int> equal(count, 0);
        {
            std::vector<std::jthread> threads;
            for (std::uint64_t t = 0; t < 4; ++t)
                threads.emplace_back([&, t] {
                    for (std::uint64_t i = count; i-- > 0;)
                        if (i % 4 == t)
                            equal[i] = isEqual((*again)->sample(i)->hr, samples[i].hr);
                });
        }
        QCOMPARE(std::count(equal.begin(), equal.end(), 1), std::ptrdiff_t(count));
    }
};

QTEST_GUILESS_MAIN(PicturePoolTest)
#include "picture_pool_test.moc"
