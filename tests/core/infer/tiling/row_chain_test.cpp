// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/resample.h"
#include "core/infer/export/alpha_track.h"
#include "core/infer/tiling/row_chain.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

class RowChainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stagesFollowOneAnother();
    void endIsToldOnce();
    void errorsOfStagesAndSinkPassThrough();
    void alphaKeepsStep();
    void alphaThatEndsEarlyIsAnError();
};

namespace {

Result<Image> run(RowChain& chain, const Image& picture, int band, int* ends = nullptr)
{
    Image whole;
    const RowSink sink = [&](Image rows, bool last) -> Status {
        whole = image::stack(whole, rows);
        if (ends)
            *ends += last;
        return {};
    };
    for (int y = 0; y < picture.height(); y += band) {
        const int count = std::min(band, picture.height() - y);
        if (auto status =
                chain.push(picture.crop(0, y, picture.width(), count), y + count == picture.height(), sink);
            !status)
            return std::move(status).error();
    }
    return whole;
}

RowChain twoPassesAndResampling(int width, int height)
{
    RowChain chain;
    const TileSettings settings{.tile = 20, .halo = 3, .feather = 0};
    chain.add(makeTiledRunner(syntheticNetwork(3, 2), 2, width, height, settings, {}));
    chain.add(std::make_unique<ClampStage>());
    chain.add(makeTiledRunner(syntheticNetwork(2, 2), 2, 2 * width, 2 * height, settings, {}));
    chain.add(image::makeRowResampler(4 * width, 4 * height, 100, 111));
    return chain;
}

} // namespace

void RowChainTest::stagesFollowOneAnother()
{
    const Image picture = noise(37, 53, 3);
    const Image expected = image::resize(blurAndEnlarge(blurAndEnlarge(picture, 3, 2), 2, 2), 100, 111);
    for (const int band : {1, 10, 53}) {
        auto chain = twoPassesAndResampling(37, 53);
        const auto out = run(chain, picture, band);
        ENLARGER_VERIFY(out);
        QCOMPARE(largestDifference(*out, expected), 0.0);
    }
}

void RowChainTest::endIsToldOnce()
{
    for (const int band : {1, 10, 53}) {
        int ends = 0;
        auto chain = twoPassesAndResampling(37, 53);
        const auto out = run(chain, noise(37, 53, 1), band, &ends);
        ENLARGER_VERIFY(out);
        QCOMPARE(ends, 1);
        RowChain none;
        ends = 0;
        const auto same = run(none, noise(37, 53, 1), band, &ends);
        ENLARGER_VERIFY(same);
        QCOMPARE(ends, 1);
    }
}

void RowChainTest::errorsOfStagesAndSinkPassThrough()
{
    auto chain = twoPassesAndResampling(37, 53);
    QVERIFY(!run(chain, noise(36, 53, 1), 10).ok());

    auto other = twoPassesAndResampling(37, 53);
    const auto status = other.push(noise(37, 53, 1), true, [](Image, bool) -> Status {
        return Error{ErrorKind::Io, "the disk is full"};
    });
    QVERIFY(!status.ok());
    QCOMPARE(status.error().kind, ErrorKind::Io);
}

void RowChainTest::alphaKeepsStep()
{
    const Image alpha = noise(30, 40, 1);
    const Image colours = noise(75, 101, 3);
    AlphaTrack track(30, 40, 75, 101);
    Image joined;
    for (int in = 0, out = 0; out < 101;) { // alpha is some rows ahead of the colours, as behind a network
        for (; in < 40 && in * 101 / 40 < out + 40; in += 5)
            track.push(alpha.crop(0, in, 30, 5), in + 5 == 40);
        const int count = std::min(23, 101 - out);
        auto rows = track.join(colours.crop(0, out, 75, count));
        ENLARGER_VERIFY(rows);
        joined = image::stack(joined, *rows);
        out += count;
    }
    QCOMPARE(largestDifference(joined.takeChannels(0, 3), colours), 0.0);
    Image expected = image::resize(alpha, 75, 101);
    QVERIFY(largestDifference(joined.takeChannels(3, 1), expected) > 0.0); // noise overshoots ...
    expected = *ClampStage().push(std::move(expected), true);
    QCOMPARE(largestDifference(joined.takeChannels(3, 1), expected), 0.0); // ... and is cut
}

void RowChainTest::alphaThatEndsEarlyIsAnError()
{
    AlphaTrack track(10, 10, 10, 10);
    track.push(noise(10, 5, 1), false);
    const auto joined = track.join(noise(10, 5, 3));
    ENLARGER_VERIFY(joined);
    QVERIFY(!track.join(noise(10, 1, 3)).ok());
}

QTEST_GUILESS_MAIN(RowChainTest)
#include "row_chain_test.moc"
