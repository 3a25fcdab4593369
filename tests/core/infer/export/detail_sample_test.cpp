// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/detail_sample.h"

#include "core/infer/export/detail_gain.h"
#include "tests/core/infer/synthetic_network.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;
using image::PhotoFormat;

namespace {

Image sampleOf(const Image& picture, const PixelSize& out)
{
    DetailSample sample({picture.width(), picture.height()}, out, picture.channels());
    for (int y = 0; y < picture.height(); y += 50)
        sample.take(picture.crop(0, y, picture.width(), std::min(50, picture.height() - y)));
    return sample.picture();
}

} // namespace

class DetailSampleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallPicturesAreTakenWhole()
    {
        const Image picture = noise(128, 96, 3);
        QCOMPARE(largestDifference(sampleOf(picture, {512, 384}), image::resize(picture, 512, 384)), 0.0);
        QCOMPARE(largestDifference(sampleOf(picture, {50, 37}), image::resize(picture, 50, 37)), 0.0);
    }

    void greyThatIsColouredIsSpread_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("grey to RGB") << 1 << 3;
        QTest::newRow("with alpha") << 2 << 4;
        QTest::newRow("RGB to grey") << 3 << 1;
    }
    void greyThatIsColouredIsSpread()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        Image picture = noise(900, 700, from); // large enough for squares that lie in it
        DetailSample sample({900, 700}, {3600, 2800}, to);
        sample.take(picture);
        const Image made = sample.picture();
        const Image alike = sampleOf(picture, {3600, 2800});
        QCOMPARE(made.channels(), to);
        const bool hasAlpha = from == 2;
        for (int y = 0; y < made.height(); ++y)
            for (int x = 0; x < made.width(); ++x) {
                QCOMPARE(made.at(x, y, 0), alike.at(x, y, 0));
                QCOMPARE(made.at(x, y, std::min(to - 1, 2)), alike.at(x, y, 0));
                if (hasAlpha)
                    QCOMPARE(made.at(x, y, 3), alike.at(x, y, 1));
            }
    }

    void everyShape_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<double>("factor");
        QTest::newRow("photo") << 700 << 500 << 4.0;
        QTest::newRow("upright") << 400 << 900 << 2.5;
        QTest::newRow("strip") << 3000 << 3 << 20.0;
        QTest::newRow("column") << 2 << 3000 << 20.0;
        QTest::newRow("shrunk") << 1400 << 1000 << 0.7;
    }
    void everyShape()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(double, factor);
        // Flat on the left, noise on the right: so is the sample, half and half.
        Image picture = noise(width, height, 1);
        for (int y = 0; y < height; ++y)
            std::fill_n(picture.row(y).data(), width / 2, 0.5f);
        const PixelSize out{int(std::lround(width * factor)), int(std::lround(height * factor))};
        const Image sample = sampleOf(picture, out);
        const int pixels = sample.width() * sample.height();
        QVERIFY(pixels > 640 * 640 / 2 && pixels <= 640 * 640);
        int flat = 0;
        for (const float value : std::span(sample.data(), sample.size()))
            flat += std::abs(value - 0.5f) < 1e-5f;
        if (width > 2)
            QVERIFY(std::abs(double(flat) / pixels - 0.5) < 0.1);
    }

    void gainIsLearntByAndBy()
    {
        QTemporaryDir folder;
        const auto cache = std::filesystem::path(folder.path().toStdString());
        const DetailGain gain("1234", PhotoFormat::Png, cache);
        const double usual = gain.value();
        gain.learn(2.0 * usual);
        QVERIFY(gain.value() > 1.2 * usual && gain.value() < 1.8 * usual);
        for (int i = 0; i < 8; ++i)
            gain.learn(2.0 * usual);
        QVERIFY(std::abs(gain.value() / usual - 2.0) < 0.02);
        QCOMPARE(DetailGain("1234", PhotoFormat::Png, cache).value(), gain.value());
        QCOMPARE(DetailGain("1234", PhotoFormat::Jpeg, cache).value(), usual);
        QCOMPARE(DetailGain("5678", PhotoFormat::Png, cache).value(), usual);
        const double before = gain.value();
        gain.learn(std::nan(""));
        gain.learn(-1.0);
        QCOMPARE(gain.value(), before);
    }
};

QTEST_GUILESS_MAIN(DetailSampleTest)
#include "detail_sample_test.moc"
