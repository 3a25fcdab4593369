// SPDX-License-Identifier: GPL-3.0-or-later
// Of few photos, parts are held out.
#include "core/image/resample/resample.h"
#include "core/train/photos/open_data.h"
#include "tests/core/train/made_pictures.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::train;
using namespace enlarger::tests;
namespace fs = std::filesystem;

namespace {

constexpr int width = 480; // an eighth of it is the band
constexpr int height = 320;
constexpr int band = 60;

// Grey, and white at the right: no pixel of the two is like the other's.
image::Image banded(int whiteFrom, int wide, int high)
{
    image::Image picture = flatPicture(wide, high, 0.25f);
    for (int y = 0; y < high; ++y)
        for (int x = whiteFrom; x < wide; ++x)
            for (int c = 0; c < 3; ++c)
                picture.at(x, y, c) = 1.0f;
    return picture;
}

bool isAll(const image::Image& picture, float value)
{
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            if (std::abs(picture.at(x, y, 0) - value) > 0.01f)
                return false;
    return !picture.empty();
}

} // namespace

class HeldOutPartsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    static Result<std::unique_ptr<SampleSource>> open(const fs::path& folder, const SampleOptions& options,
                                                      const fs::path& lr = {})
    {
        StopGate gate;
        DataReport report;
        return openTrainingData({folder}, lr, options, gate, report);
    }
    static void check(const SampleSource& source, int parts)
    {
        QVERIFY(source.holdsOutParts());
        const auto heldOut = source.heldOut(256);
        ENLARGER_VERIFY(heldOut);
        QCOMPARE(int(heldOut->size()), parts);
        for (const Sample& sample : *heldOut) {
            QCOMPARE(sample.hr.width(), band);
            QVERIFY(isAll(sample.hr, 1.0f));
            if (!sample.lr.empty())
                QCOMPARE(sample.lr.width(), band / 4);
        }
        for (std::uint64_t number = 0; number < 200; ++number) {
            const auto sample = source.sample(number);
            ENLARGER_VERIFY(sample);
            QVERIFY(isAll(sample->hr, 0.25f));
        }
    }

private Q_SLOTS:
    void samplesDoNotTouchThem_data()
    {
        QTest::addColumn<int>("photos");
        QTest::addColumn<int>("parts");
        QTest::addColumn<QByteArray>("degradation");
        QTest::newRow("one") << 1 << 4 << QByteArray("bicubic");
        QTest::newRow("one, degraded") << 1 << 4 << QByteArray("photo");
        QTest::newRow("two") << 2 << 4 << QByteArray("bicubic");
        QTest::newRow("three") << 3 << 3 << QByteArray("bicubic");
    }
    void samplesDoNotTouchThem()
    {
        QFETCH(int, photos);
        QFETCH(int, parts);
        QFETCH(QByteArray, degradation);
        const fs::path folder = path(QTest::currentDataTag());
        for (int i = 0; i < photos; ++i) // no two the same
            write(folder / (std::to_string(i) + ".png"), banded(width - band, width, height + 4 * i));
        SampleOptions some = options(96);
        some.degradation = degradation.toStdString();
        const auto source = open(folder, some);
        ENLARGER_VERIFY(source);
        check(**source, parts);
    }

    void neitherDoPairs()
    {
        const image::Image hr = banded(width - band, width, height);
        write(path("hr/a.png"), hr);
        write(path("lr/a.png"), banded((width - band) / 4, width / 4, height / 4));
        const auto source = open(path("hr"), options(96), path("lr"));
        ENLARGER_VERIFY(source);
        check(**source, 4);
    }

    void thoseWithDetailComeFirst()
    {
        image::Image picture = flatPicture(width, height, 0.25f);
        const image::Image busy = busyPicture(width, height / 2, 3);
        for (int y = 0; y < height / 2; ++y) // below
            for (int x = 0; x < width; ++x)
                for (int c = 0; c < 3; ++c)
                    picture.at(x, y + height / 2, c) = busy.at(x, y, c);
        write(path("sky/a.png"), picture);
        const auto source = open(path("sky"), options(96));
        ENLARGER_VERIFY(source);
        const auto heldOut = (*source)->heldOut(256);
        ENLARGER_VERIFY(heldOut);
        QCOMPARE(heldOut->size(), std::size_t(4));
        QVERIFY(!isAll(heldOut->front().hr, 0.25f));
        QVERIFY(isAll(heldOut->back().hr, 0.25f));
    }

    void smallPhotosAreLearntFromWhole()
    {
        write(path("small/a.png"), busyPicture(200, 150, 1));
        const auto source = open(path("small"), options(96));
        ENLARGER_VERIFY(source);
        const auto heldOut = (*source)->heldOut(256);
        ENLARGER_VERIFY(heldOut);
        QVERIFY(heldOut->empty());
    }

    void ofManyPhotosWholeOnesAreHeldOut()
    {
        for (int i = 0; i < 5; ++i)
            write(path("many/" + std::to_string(i) + ".png"), busyPicture(width, height, std::uint64_t(i)));
        const auto source = open(path("many"), options(96));
        ENLARGER_VERIFY(source);
        QVERIFY(!(*source)->holdsOutParts());
        QCOMPARE((*source)->heldOut(256)->size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(HeldOutPartsTest)
#include "held_out_parts_test.moc"
