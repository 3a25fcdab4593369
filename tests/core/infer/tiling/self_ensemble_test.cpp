// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/self_ensemble.h"

#include "tests/core/image/made_files.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <array>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

namespace {

/// A network that knows directions: each pixel becomes a square, darker to the right and below, of which the
/// left neighbour is a part.
Result<Image> slanted(const Image& piece, Gate&, const NoticeSink&)
{
    constexpr int scale = 2;
    Image out(piece.width() * scale, piece.height() * scale, piece.channels());
    for (int y = 0; y < out.height(); ++y)
        for (int x = 0; x < out.width(); ++x)
            for (int c = 0; c < piece.channels(); ++c) {
                const int column = x / scale, row = y / scale;
                const float left = column > 0 ? piece.at(column - 1, row, c) : 0.0f;
                const float own = piece.at(column, row, c);
                out.at(x, y, c) =
                    (0.7f * own + 0.3f * left) * (1.0f - 0.2f * float(x % 2) - 0.1f * float(y % 2));
            }
    return out;
}

} // namespace

class SelfEnsembleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // By EXIF's eight orientations, of which 6 and 8 undo one another and the others themselves.
    void itIsTheMeanOfEight_data()
    {
        QTest::addColumn<int>("channels");
        QTest::newRow("grey") << 1;
        QTest::newRow("colour") << 3;
    }

    void itIsTheMeanOfEight()
    {
        QFETCH(int, channels);
        const Image picture = tests::noise(13, 9, channels);
        constexpr std::array<int, 9> inverse{0, 1, 2, 3, 4, 5, 8, 7, 6};
        Image wanted(26, 18, channels);
        std::fill_n(wanted.data(), wanted.size(), 0.0f);
        for (int orientation = 1; orientation <= 8; ++orientation) {
            const auto result = slanted(upright(picture, orientation), m_gate, {});
            const Image back = upright(*result, inverse[std::size_t(orientation)]);
            for (std::size_t i = 0; i < wanted.size(); ++i)
                wanted.data()[i] += back.data()[i] / 8.0f;
        }
        const auto mean = selfEnsemble(slanted)(picture, m_gate, {});
        ENLARGER_VERIFY(mean);
        QVERIFY(largestDifference(*mean, wanted) < 1e-6);
        QVERIFY(largestDifference(*mean, *slanted(picture, m_gate, {})) > 0.05);
    }

    // So a turned picture becomes what the picture becomes, turned.
    void directionsAreEqual()
    {
        const Image picture = tests::noise(12, 7, 3);
        const auto mean = selfEnsemble(slanted)(picture, m_gate, {});
        const auto turned = selfEnsemble(slanted)(upright(picture, 6), m_gate, {});
        ENLARGER_VERIFY(mean);
        ENLARGER_VERIFY(turned);
        QVERIFY(largestDifference(upright(*mean, 6), *turned) < 1e-6);
    }

    void tilesEqualTheUntiledPicture()
    {
        const Image picture = tests::noise(70, 50, 3);
        const auto runner = makeTiledRunner(selfEnsemble(syntheticNetwork(5, 2)), 2, 70, 50,
                                            {.tile = 32, .halo = 5, .feather = 0, .multiple = 1}, {});
        const auto tiled = pushAll(*runner, picture, 11);
        ENLARGER_VERIFY(tiled);
        QVERIFY(largestDifference(*tiled, blurAndEnlarge(picture, 5, 2)) < 1e-5);
    }

    void errorsPassThrough()
    {
        int calls = 0;
        const EnlargePiece failing = [&](const Image& piece, Gate&, const NoticeSink&) -> Result<Image> {
            if (++calls < 3)
                return Image(piece);
            return Error{ErrorKind::OutOfMemory, "full", {}, {}};
        };
        const auto mean = selfEnsemble(failing)(tests::noise(4, 4, 1), m_gate, {});
        QVERIFY(!mean.ok());
        QCOMPARE(mean.error().kind, ErrorKind::OutOfMemory);
        QCOMPARE(calls, 3);
    }

private:
    StopGate m_gate;
};

QTEST_GUILESS_MAIN(SelfEnsembleTest)
#include "self_ensemble_test.moc"
