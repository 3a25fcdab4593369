// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/colour_lock.h"
#include "core/image/resample/gaussian_blur.h"
#include "core/image/resample/resample.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/stage_runs.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace {

float farthest(const Image& a, const Image& b)
{
    float most = a.size() == b.size() ? 0.0f : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        most = std::max(most, std::abs(a.data()[i] - b.data()[i]));
    return most;
}

Image squares(const Image& lr, int scale)
{
    return resize(lr, lr.width() * scale, lr.height() * scale, {Kernel::Nearest});
}

/// The definition, pixel by pixel in doubles.
Image lockByDefinition(const Image& lr, const Image& sr)
{
    const int scale = sr.width() / lr.width();
    const auto inside = [](int i, int size) { return std::clamp(i, 0, size - 1); };
    Image out = sr;
    for (int c = 0; c < lr.channels(); ++c) {
        const auto difference = [&](int x, int y) {
            double sum = 0.0;
            for (int v = 0; v < scale; ++v)
                for (int u = 0; u < scale; ++u)
                    sum += double(sr.at(x * scale + u, y * scale + v, c));
            return double(lr.at(x, y, c)) - sum / (scale * scale);
        };
        std::vector<double> blurred;
        for (int y = 0; y < lr.height(); ++y)
            for (int x = 0; x < lr.width(); ++x) {
                double sum = 0.0;
                double weights = 0.0;
                for (int v = -12; v <= 12; ++v)
                    for (int u = -12; u <= 12; ++u) {
                        const double weight = std::exp(-(u * u + v * v) / 32.0);
                        weights += weight;
                        sum += weight * difference(inside(x + u, lr.width()), inside(y + v, lr.height()));
                    }
                blurred.push_back(sum / weights);
            }
        const auto at = [&](int x, int y) {
            return blurred[std::size_t(inside(y, lr.height()) * lr.width() + inside(x, lr.width()))];
        };
        for (int y = 0; y < sr.height(); ++y)
            for (int x = 0; x < sr.width(); ++x) {
                const double u = (x + 0.5) / scale - 0.5;
                const double v = (y + 0.5) / scale - 0.5;
                const int left = int(std::floor(u));
                const int top = int(std::floor(v));
                const double upper = at(left, top) + (u - left) * (at(left + 1, top) - at(left, top));
                const double lower =
                    at(left, top + 1) + (u - left) * (at(left + 1, top + 1) - at(left, top + 1));
                out.at(x, y, c) += float(upper + (v - top) * (lower - upper));
            }
    }
    return out;
}

/// Stands for a network: keeps some rows back, as tiles do, and shifts the tone.
class MadeRunner : public RowStage
{
public:
    MadeRunner(const Image& sr, int scale, int delay)
        : m_sr(sr)
        , m_scale(scale)
        , m_delay(delay)
    {}

    Result<Image> push(Image rows, bool last) override
    {
        m_taken += rows.height();
        const int ready = last ? m_sr.height() : std::max(m_given, (m_taken - m_delay) * m_scale);
        Image out = m_sr.crop(0, m_given, m_sr.width(), ready - m_given);
        m_given = ready;
        return out;
    }

private:
    const Image& m_sr;
    int m_scale;
    int m_delay;
    int m_taken = 0;
    int m_given = 0;
};

} // namespace

class ColourLockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsItsDefinition_data();
    void followsItsDefinition();
    void exactPicturesStay();
    void aShiftGoes();
    void detailStays();
    void looksNoFartherThanItSays();
    void streamsEqualTheWhole_data();
    void streamsEqualTheWhole();
    void nothingPilesUpInTheRunner();
    void runnersMayFail();
    void wrongRowsAreRefused();
    void blursAsAGaussian();
};

void ColourLockTest::followsItsDefinition_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("scale");
    QTest::newRow("usual") << 31 << 23 << 3 << 4;
    QTest::newRow("grey, twice") << 20 << 17 << 1 << 2;
    QTest::newRow("narrow") << 1 << 40 << 3 << 3;
    QTest::newRow("flat") << 40 << 1 << 3 << 2;
    QTest::newRow("one pixel") << 1 << 1 << 3 << 4;
    QTest::newRow("same size") << 9 << 8 << 4 << 1;
}

void ColourLockTest::followsItsDefinition()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, channels);
    QFETCH(int, scale);
    const Image lr = noise(width, height, channels, 3);
    const Image sr = noise(width * scale, height * scale, channels, 4);
    QVERIFY(farthest(lockColours(lr, sr), lockByDefinition(lr, sr)) < 1e-5f);
}

void ColourLockTest::exactPicturesStay()
{
    for (const int scale : {1, 2, 3, 4}) {
        const Image lr = noise(37, 29, 3);
        const Image sr = squares(lr, scale);
        QVERIFY(farthest(lockColours(lr, sr), sr) < 1e-6f);
    }
}

void ColourLockTest::aShiftGoes()
{
    const Image lr = noise(50, 41, 3);
    const Image sr = squares(lr, 4);
    Image shifted = sr;
    for (std::size_t i = 0; i < shifted.size(); ++i)
        shifted.data()[i] += i % 3 == 0 ? 0.1f : -0.05f;
    QVERIFY(farthest(lockColours(lr, shifted), sr) < 1e-5f);
}

void ColourLockTest::detailStays()
{
    // Stripes of one SR pixel, which are grey to LR, and a chequerboard of LR pixels, far above the blur's
    // frequencies.
    const Image lr = plain(40, 40, {0.5f});
    Image stripes = plain(160, 160, {0.5f});
    Image squared = stripes;
    for (int y = 0; y < 160; ++y)
        for (int x = 0; x < 160; ++x) {
            stripes.at(x, y, 0) += x % 2 == 0 ? 0.3f : -0.3f;
            squared.at(x, y, 0) += (x / 4 + y / 4) % 2 == 0 ? 0.3f : -0.3f;
        }
    QVERIFY(farthest(lockColours(lr, stripes), stripes) < 1e-6f);
    // Away from the border, where it is no chequerboard any more.
    const auto middle = [](const Image& picture) { return picture.crop(56, 56, 48, 48); };
    QVERIFY(farthest(middle(lockColours(lr, squared)), middle(squared)) < 1e-3f);
}

void ColourLockTest::looksNoFartherThanItSays()
{
    const Image lr = noise(61, 61, 1, 5);
    const Image sr = noise(122, 122, 1, 6);
    Image other = lr;
    for (int y = 0; y < 61; ++y)
        for (int x = 0; x < 61; ++x)
            if (std::max(std::abs(x - 30), std::abs(y - 30)) > colourLockRadius)
                other.at(x, y, 0) = 0.0f;
    const Image a = lockColours(lr, sr);
    const Image b = lockColours(other, sr);
    QVERIFY(same(a.crop(60, 60, 2, 2), b.crop(60, 60, 2, 2)));
    QVERIFY(!same(a, b));
}

void ColourLockTest::streamsEqualTheWhole_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("scale");
    QTest::newRow("usual") << 30 << 71 << 4;
    QTest::newRow("narrow") << 1 << 50 << 2;
    QTest::newRow("flat") << 50 << 1 << 3;
    QTest::newRow("one pixel") << 1 << 1 << 4;
}

void ColourLockTest::streamsEqualTheWhole()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, scale);
    const Image lr = noise(width, height, 3, 8);
    const Image sr = noise(width * scale, height * scale, 3, 9);
    const Image whole = lockColours(lr, sr);
    for (const std::vector<int>& cut : {std::vector{1}, {0, 3}, {7, 1, 0, 0, 20}, {16}, {1000}})
        for (const int delay : {0, 5, 1000}) {
            const auto stage =
                makeColourLock(std::make_unique<MadeRunner>(sr, scale, delay), width, height, scale);
            const Result<Image> out = runInBands(*stage, lr, cut);
            ENLARGER_VERIFY(out);
            QVERIFY(same(*out, whole));
        }
}

void ColourLockTest::nothingPilesUpInTheRunner()
{
    // Gives two rows a push, of however many are ready, as runners of small tiles do. Whoever drives a chain
    // pushes no rows for as long as some come out.
    class Slow : public RowStage
    {
    public:
        explicit Slow(const Image& sr)
            : m_sr(sr)
        {}
        Result<Image> push(Image rows, bool last) override
        {
            m_ready += rows.height();
            const int count = last ? m_ready - m_given : std::min(2, m_ready - m_given);
            m_given += count;
            return m_sr.crop(0, m_given - count, m_sr.width(), count);
        }
        int m_ready = 0;
        int m_given = 0;

    private:
        const Image& m_sr;
    };
    const Image picture = noise(10, 60, 1);
    auto owned = std::make_unique<Slow>(picture);
    const Slow& runner = *owned;
    const auto stage = makeColourLock(std::move(owned), 10, 60, 1);
    Result<Image> out = stage->push(picture.crop(0, 0, 10, 40), false);
    while (out && !out->empty())
        out = stage->push(Image(10, 0, 1), false);
    ENLARGER_VERIFY(out);
    QCOMPARE(runner.m_given, 40);
}

void ColourLockTest::runnersMayFail()
{
    class Broken : public RowStage
    {
        Result<Image> push(Image, bool) override
        {
            return Error{ErrorKind::OutOfMemory, "the device is full", {}, {}};
        }
    };
    const auto stage = makeColourLock(std::make_unique<Broken>(), 8, 8, 2);
    const Result<Image> out = stage->push(noise(8, 8, 3), true);
    QVERIFY(!out);
    QCOMPARE(out.error().kind, ErrorKind::OutOfMemory);
}

void ColourLockTest::wrongRowsAreRefused()
{
    const Image sr = noise(16, 16, 3);
    const auto lock = [&] { return makeColourLock(std::make_unique<MadeRunner>(sr, 2, 0), 8, 8, 2); };
    QVERIFY(!lock()->push(noise(7, 8, 3), true));
    QVERIFY(!lock()->push(noise(8, 7, 3), true));
    QVERIFY(!lock()->push(noise(8, 8, 1), true)); // the runner gives three channels
    QVERIFY(lock()->push(noise(8, 8, 3), true));
}

void ColourLockTest::blursAsAGaussian()
{
    Image point = plain(61, 61, {0.0f});
    point.at(30, 30, 0) = 1.0f;
    const Result<Image> out = makeGaussianBlur(61, 61, 1, 4.0, 12)->push(point, true);
    ENLARGER_VERIFY(out);
    double sum = 0.0;
    for (std::size_t i = 0; i < out->size(); ++i)
        sum += double(out->data()[i]);
    QVERIFY(std::abs(sum - 1.0) < 1e-5);
    QVERIFY(std::abs(out->at(34, 30, 0) / out->at(30, 30, 0) - std::exp(-0.5f)) < 1e-5f);
    QCOMPARE(out->at(43, 30, 0), 0.0f);
}

QTEST_GUILESS_MAIN(ColourLockTest)

#include "colour_lock_test.moc"
