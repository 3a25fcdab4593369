// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/tile_images.h"

#include <QTest>

using namespace enlarger;
using infer::RegionTile;
using infer::TilePointer;
using ui::TileImages;

class TileImagesTest : public QObject
{
    Q_OBJECT

private:
    static TilePointer tile() { return std::make_shared<RegionTile>(); }
    static QImage megabytes(int count) // 1 MiB is 512 x 512 pixels of four bytes
    {
        QImage image(512, 512 * count, QImage::Format_RGB32);
        image.fill(Qt::gray);
        return image;
    }

private Q_SLOTS:
    void findsWhatWasPut()
    {
        TileImages images;
        const TilePointer one = tile();
        const TilePointer two = tile();
        QVERIFY(images.find(one).isNull());
        images.put(one, megabytes(1));
        QCOMPARE(images.find(one).size(), QSize(512, 512));
        QVERIFY(images.find(two).isNull());
        images.put(one, megabytes(2)); // again
        QCOMPARE(images.find(one).size(), QSize(512, 1024));
    }

    void keepsNoTile()
    {
        TileImages images;
        TilePointer one = tile();
        const std::weak_ptr<const RegionTile> watch = one;
        images.put(one, megabytes(1));
        QCOMPARE(one.use_count(), 1);
        one = nullptr;
        QVERIFY(watch.expired());
    }

    void takesNoTileForAnother()
    {
        TileImages images;
        // A tile of its own address, where an older one has lain.
        RegionTile place;
        const auto nobody = [](const RegionTile*) {};
        TilePointer old(&place, nobody);
        images.put(old, megabytes(1));
        QVERIFY(!images.find(old).isNull());
        old = nullptr;
        const TilePointer young(&place, nobody);
        QVERIFY(images.find(young).isNull());
        images.put(young, megabytes(1));
        QVERIFY(!images.find(young).isNull());
    }

    void theLeastUsedGo()
    {
        TileImages images;
        std::vector<TilePointer> tiles;
        for (int i = 0; i < 64; ++i) {
            tiles.push_back(tile());
            images.put(tiles.back(), megabytes(1));
        }
        const auto kept = [&] {
            return std::count_if(tiles.begin(), tiles.end(),
                                 [&](const TilePointer& one) { return !images.find(one).isNull(); });
        };
        QCOMPARE(int(kept()), 64); // as much as the budget holds
        for (int i = 0; i < 20; ++i)
            images.find(tiles[std::size_t(i)]);
        tiles.push_back(tile());
        images.put(tiles.back(), megabytes(1));
        for (int i = 0; i < 20; ++i)
            QVERIFY(!images.find(tiles[std::size_t(i)]).isNull());
        QVERIFY(!images.find(tiles.back()).isNull());
        QVERIFY(kept() < 64);
    }

    void staysWithinItsBudget()
    {
        TileImages images;
        std::vector<TilePointer> tiles;
        for (int i = 0; i < 1000; ++i) {
            tiles.push_back(tile());
            images.put(tiles.back(), megabytes(1 + i % 3));
            qsizetype bytes = 0;
            if (i % 100 == 99)
                for (const TilePointer& one : tiles)
                    bytes += images.find(one).sizeInBytes();
            QVERIFY(bytes <= qsizetype(64) << 20);
        }
    }

    void thoseOfGoneTilesGoFirst()
    {
        TileImages images;
        std::vector<TilePointer> tiles;
        for (int i = 0; i < 64; ++i) {
            tiles.push_back(tile());
            images.put(tiles.back(), megabytes(1));
        }
        tiles.erase(tiles.begin() + 32, tiles.end()); // what was used last is gone
        for (int i = 0; i < 32; ++i)
            tiles.push_back(tile());
        for (std::size_t i = 32; i < 64; ++i)
            images.put(tiles[i], megabytes(1));
        QVERIFY(!images.find(tiles.back()).isNull());
    }
};

QTEST_APPLESS_MAIN(TileImagesTest)
#include "tile_images_test.moc"
