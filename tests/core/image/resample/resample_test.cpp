// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/resample.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/png_picture.h"
#include "tests/core/image/stage_runs.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

using Values = std::vector<float>;

namespace {

const std::vector<ResampleOptions> allKinds{
    {Kernel::Nearest},
    {Kernel::Area},
    {Kernel::Linear},
    {Kernel::Bicubic},
    {Kernel::Bicubic, false, Border::Mirror},
    {Kernel::Lanczos3, true, Border::Mirror},
    {Kernel::Bicubic, true, Border::Replicate, Rounding::EightBits},
};

Image rowOf(const Values& values)
{
    Image row(int(values.size()), 1, 1);
    std::copy(values.begin(), values.end(), row.data());
    return row;
}

Image columnOf(const Values& values)
{
    Image column(1, int(values.size()), 1);
    std::copy(values.begin(), values.end(), column.data());
    return column;
}

float largestDifference(const Image& picture, const Values& expected)
{
    float largest = picture.size() == expected.size() ? 0.0f : INFINITY;
    for (std::size_t i = 0; i < expected.size() && i < picture.size(); ++i)
        largest = std::max(largest, std::abs(picture.data()[i] - expected[i]));
    return largest;
}

} // namespace

class ResampleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matlabValues_data();
    void matlabValues();
    void areaIsTheMeanOfWhatAPixelCovers();
    void linearGoesStraightFromCentreToCentre();
    void nearestTakesThePixelAtTheCentre();
    void eightBitsRoundsHalvesUpAndClamps();
    void floatsOvershootUnclamped();
    void sameSizeChangesNothing();
    void plainPicturesStayPlain();
    void tinyPictures();
    void benchmarkIsReproduced_data();
    void benchmarkIsReproduced();
    void streamEqualsWhole_data();
    void streamEqualsWhole();
    void rowsComeAsSoonAsTheyCan();
    void foreignRowsAreRefused();
};

Q_DECLARE_METATYPE(Values)
Q_DECLARE_METATYPE(ResampleOptions)

void ResampleTest::matlabValues_data()
{
    // Made with a transcription of imresize's definition into Python, in doubles, counting from 1.
    QTest::addColumn<ResampleOptions>("options");
    QTest::addColumn<Values>("expected");
    constexpr auto bicubic = Kernel::Bicubic;
    constexpr auto lanczos3 = Kernel::Lanczos3;
    const ResampleOptions replicate{bicubic}, mirror{bicubic, true, Border::Mirror}, thin{bicubic, false};
    QTest::newRow("bicubic, 4") << replicate << Values{0.4377683f, 0.4583592f, 0.6665243f, 0.3701183f};
    QTest::newRow("bicubic, 4, mirror") << mirror << Values{0.4057952f, 0.4583592f, 0.6665243f, 0.3961104f};
    QTest::newRow("bicubic, 4, not widened")
        << thin << Values{0.4117432f, 0.2376709f, 1.0075684f, 0.3649902f};
    QTest::newRow("bicubic, 10") << replicate
                                 << Values{0.0843594f, 0.5893203f, 0.7949219f, 0.2631406f, 0.3591797f,
                                           0.7162344f, 0.9819141f, 0.1708984f, 0.2054531f, 0.6588672f};
    QTest::newRow("bicubic, 10, mirror")
        << mirror << Values{0.0771875f, 0.5893203f, 0.7949219f, 0.2631406f, 0.3591797f,
                            0.7162344f, 0.9819141f, 0.1708984f, 0.2054531f, 0.6648437f};
    QTest::newRow("bicubic, 2, mirror") << mirror << Values{0.4560730f, 0.5082127f};
    const ResampleOptions lanczos{lanczos3}, lanczosMirror{lanczos3, true, Border::Mirror};
    QTest::newRow("Lanczos, 4") << lanczos << Values{0.4431051f, 0.4946781f, 0.6337329f, 0.3670312f};
    QTest::newRow("Lanczos, 3, not widened, mirror")
        << ResampleOptions{lanczos3, false, Border::Mirror} << Values{0.7383420f, 0.5f, 0.0495529f};
    QTest::newRow("Lanczos, 10") << lanczos
                                 << Values{0.0547460f, 0.6249841f, 0.8094114f, 0.2764885f, 0.2672227f,
                                           0.8022260f, 0.9719762f, 0.1743800f, 0.1447721f, 0.6946766f};
    QTest::newRow("Lanczos, 2, mirror") << lanczosMirror << Values{0.4562708f, 0.5080878f};
}

void ResampleTest::matlabValues()
{
    QFETCH(ResampleOptions, options);
    QFETCH(Values, expected);
    const Values input{0.125f, 0.875f, 0.25f, 0.5f, 1.0f, 0.0f, 0.625f};
    const int size = int(expected.size());
    QVERIFY(largestDifference(resize(rowOf(input), size, 1, options), expected) < 5e-7f);
    QVERIFY(largestDifference(resize(columnOf(input), 1, size, options), expected) < 5e-7f);
}

void ResampleTest::areaIsTheMeanOfWhatAPixelCovers()
{
    const Values input{1, 2, 4, 8, 16};
    const ResampleOptions area{Kernel::Area};
    QVERIFY(largestDifference(resize(rowOf(input), 2, 1, area),
                              {(1 + 2 + 2) / 2.5f, (4 / 2.f + 8 + 16) / 2.5f}) < 1e-6f);
    QVERIFY(largestDifference(resize(rowOf(input), 1, 1, area), {31 / 5.0f}) < 1e-6f);
    QVERIFY(largestDifference(resize(rowOf({1, 3}), 4, 1, area), {1, 1, 3, 3}) < 1e-6f);
    QVERIFY(largestDifference(resize(rowOf({1, 3}), 3, 1, area), {1, 2, 3}) < 1e-6f);

    const Image picture = noise(60, 35, 3);
    const Image mean = resize(picture, 1, 1, area);
    double sum = 0.0;
    for (int y = 0; y < 35; ++y)
        for (int x = 0; x < 60; ++x)
            sum += double(picture.at(x, y, 1));
    QVERIFY(std::abs(double(mean.at(0, 0, 1)) - sum / (60 * 35)) < 1e-6);
}

void ResampleTest::linearGoesStraightFromCentreToCentre()
{
    Image pair(2, 1, 1);
    pair.at(0, 0, 0) = 0.0f;
    pair.at(1, 0, 0) = 1.0f;
    const Image wide = resize(pair, 8, 1, {Kernel::Linear});
    const float expected[] = {0.0f, 0.0f, 0.125f, 0.375f, 0.625f, 0.875f, 1.0f, 1.0f};
    for (int x = 0; x < 8; ++x)
        QCOMPARE(wide.at(x, 0, 0), expected[x]);
}

void ResampleTest::nearestTakesThePixelAtTheCentre()
{
    const Values input{1, 2, 4, 8, 16};
    const ResampleOptions nearest{Kernel::Nearest};
    QCOMPARE(largestDifference(resize(rowOf(input), 3, 1, nearest), {1, 4, 16}), 0.0f);
    QCOMPARE(largestDifference(resize(rowOf(input), 10, 1, nearest), {1, 1, 2, 2, 4, 4, 8, 8, 16, 16}), 0.0f);
    QCOMPARE(largestDifference(resize(rowOf(input), 1, 1, nearest), {4}), 0.0f);
    QCOMPARE(largestDifference(resize(columnOf(input), 1, 4, nearest), {1, 2, 8, 16}), 0.0f);
}

void ResampleTest::eightBitsRoundsHalvesUpAndClamps()
{
    const ResampleOptions area{Kernel::Area, true, Border::Replicate, Rounding::EightBits};
    const auto level = [](int v) { return float(v) / 255.0f; };
    QCOMPARE(resize(rowOf({level(3), level(4)}), 1, 1, area).at(0, 0, 0), level(4)); // 3.5
    QCOMPARE(resize(rowOf({level(2), level(3)}), 1, 1, area).at(0, 0, 0), level(3)); // 2.5
    // Rows first, each pass rounded: (0,1) and (0,0) down the columns give 1 and 0, and these 0.5, hence 1.
    Image square(2, 2, 1);
    std::ranges::copy(Values{level(0), level(0), level(1), level(0)}, square.data());
    QCOMPARE(resize(square, 1, 1, area).at(0, 0, 0), level(1));

    ResampleOptions bicubic;
    bicubic.rounding = Rounding::EightBits;
    const Image edge = resize(rowOf({0, 0, 0, 1, 1, 1}), 24, 1, bicubic);
    QCOMPARE(*std::min_element(edge.data(), edge.data() + edge.size()), 0.0f);
    QCOMPARE(*std::max_element(edge.data(), edge.data() + edge.size()), 1.0f);
    QVERIFY(largestDifference(resize(rowOf({-3.0f, 7.0f, NAN}), 3, 1, bicubic), {0, 1, 0}) == 0.0f);
}

void ResampleTest::floatsOvershootUnclamped()
{
    const Image edge = resize(rowOf({0, 0, 0, 1, 1, 1}), 24, 1);
    QVERIFY(*std::min_element(edge.data(), edge.data() + edge.size()) < -0.05f);
    QVERIFY(*std::max_element(edge.data(), edge.data() + edge.size()) > 1.05f);
}

void ResampleTest::sameSizeChangesNothing()
{
    const Image picture = noise(23, 17, 3);
    for (ResampleOptions options : allKinds) {
        options.rounding = Rounding::None;
        QVERIFY(same(resize(picture, 23, 17, options), picture));
    }
}

void ResampleTest::plainPicturesStayPlain()
{
    const Image picture = plain(40, 30, {0.2f, 0.4f, 0.6f, 1.0f, 0.8f}); // any channel count
    for (const ResampleOptions& options : allKinds)
        for (const auto& [width, height] : {std::pair{91, 77}, {13, 7}, {160, 3}}) {
            const Image resized = resize(picture, width, height, options);
            const Image wanted = plain(width, height, {0.2f, 0.4f, 0.6f, 1.0f, 0.8f});
            QVERIFY(largestDifference(resized, Values(wanted.data(), wanted.data() + wanted.size())) < 1e-6f);
        }
}

void ResampleTest::tinyPictures()
{
    for (const ResampleOptions& options : allKinds) {
        const Image dot = plain(1, 1, {0.6f});
        QVERIFY(largestDifference(resize(dot, 5, 4, options), Values(20, 0.6f)) < 1e-6f);
        const Image two = noise(2, 1, 1);
        QVERIFY(largestDifference(resize(two, 1, 1, options), {(two.data()[0] + two.data()[1]) / 2}) < 0.51f);
        QCOMPARE(resize(noise(900, 2, 3), 1, 300, options).height(),
                 300); // the kernel is wider than the picture
    }
    QVERIFY(resize(Image(), 4, 4).empty());
    QVERIFY(resize(noise(4, 4, 3), 0, 4).empty());
}

void ResampleTest::benchmarkIsReproduced_data()
{
    QTest::addColumn<QString>("pair");
    for (int i = 1; i <= 5; ++i)
        QTest::addRow("Set5 %d", i) << QString::asprintf("data/benchmark/Set5/%03d_x4_", i);
    for (int i = 1; i <= 14; ++i)
        QTest::addRow("Set14 %d", i) << QString::asprintf("data/benchmark/Set14/%03d_x4_", i);
}

void ResampleTest::benchmarkIsReproduced()
{
    QFETCH(QString, pair);
    const auto hrFile = sharedFile(pair.toStdString() + "HR.png");
    const auto lrFile = sharedFile(pair.toStdString() + "LR.png");
    ENLARGER_NEED(hrFile);
    ENLARGER_NEED(lrFile);
    const Image hr = readPng(hrFile);
    const Image lr = readPng(lrFile);
    QVERIFY(!hr.empty() && !lr.empty());
    ResampleOptions options;
    options.rounding = Rounding::EightBits;
    QVERIFY(same(resize(hr, lr.width(), lr.height(), options), lr));
}

void ResampleTest::streamEqualsWhole_data()
{
    QTest::addColumn<ResampleOptions>("options");
    for (const ResampleOptions& options : allKinds)
        QTest::addRow("kernel %d, border %d, rounding %d", int(options.kernel), int(options.border),
                      int(options.rounding))
            << options;
}

void ResampleTest::streamEqualsWhole()
{
    QFETCH(ResampleOptions, options);
    const std::vector<std::vector<int>> cuts{{1}, {0, 3}, {7, 1, 0, 0, 20}, {64}, {1000}};
    for (int channels = 1; channels <= 4; ++channels) {
        const Image picture = noise(37, 71, channels);
        for (const auto& [width, height] : {std::pair{148, 284}, {50, 95}, {30, 40}, {5, 3}, {37, 1}}) {
            const Image whole = resize(picture, width, height, options);
            for (const std::vector<int>& cut : cuts) {
                const auto stage = makeRowResampler(37, 71, width, height, options);
                const Result<Image> streamed = runInBands(*stage, picture, cut);
                ENLARGER_VERIFY(streamed);
                QVERIFY(same(*streamed, whole));
            }
        }
    }
}

void ResampleTest::rowsComeAsSoonAsTheyCan()
{
    const auto stage = makeRowResampler(10, 100, 40, 400);
    int out = 0;
    for (int y = 0; y < 100; ++y) {
        const Result<Image> rows = stage->push(noise(10, 1, 3), y == 99);
        ENLARGER_VERIFY(rows);
        out += rows->height();
        // An output row between the centres of input rows i and i+1 needs i+2 and nothing below it.
        if (y >= 2 && y < 99)
            QCOMPARE(out, 4 * (y - 1) + 2);
    }
    QCOMPARE(out, 400);
}

void ResampleTest::foreignRowsAreRefused()
{
    QVERIFY(!makeRowResampler(10, 10, 20, 20)->push(noise(11, 2, 3), false)); // too wide
    QVERIFY(!makeRowResampler(10, 10, 20, 20)->push(noise(10, 11, 3), true)); // too high
    QVERIFY(!makeRowResampler(10, 10, 20, 20)->push(noise(10, 9, 3), true));  // ends early
    QVERIFY(!makeRowResampler(10, 10, 0, 20)->push(noise(10, 10, 3), true));
    QVERIFY(!makeRowResampler(0, 10, 20, 20)->push(Image(), true));
    const auto stage = makeRowResampler(10, 10, 20, 20);
    QVERIFY(stage->push(Image(), false));
    QVERIFY(stage->push(noise(10, 5, 3), false));
    QVERIFY(!stage->push(noise(10, 5, 4), true)); // other channels than before
    QVERIFY(stage->push(noise(10, 5, 3), true));
    QVERIFY(!stage->push(noise(10, 1, 3), true)); // after the end
}

QTEST_GUILESS_MAIN(ResampleTest)

#include "resample_test.moc"
