// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/second_order.h"
#include "core/degrade/sharpened_truth.h"

#include <QTest>

#include <cmath>
#include <complex>
#include <map>
#include <numbers>
#include <numeric>

using namespace enlarger;

namespace {

constexpr int draws = 40000;
constexpr double pi = std::numbers::pi;

degrade::SecondOrderDegradation draw(int i)
{
    Random random(11, std::uint64_t(i));
    return degrade::drawSecondOrder({}, random);
}

/// Whether something of that chance may come up so often in so many tries: 4.5 standard deviations.
bool isLikely(double count, double tries, double chance)
{
    return std::abs(count - tries * chance) <= 4.5 * std::sqrt(tries * chance * (1.0 - chance)) + 0.5;
}

/// What the kernel lets pass of a wave along x of that frequency, radians a pixel.
double response(const degrade::Blur& blur, double frequency)
{
    const std::vector<float> kernel = degrade::kernelOf(blur);
    std::complex<double> sum = 0.0;
    for (int i = 0; i < int(kernel.size()); ++i)
        sum += double(kernel[std::size_t(i)]) * std::polar(1.0, frequency * (i % blur.side - blur.side / 2));
    return std::abs(sum);
}

} // namespace

class SecondOrderTest : public QObject
{
    Q_OBJECT

private:
    std::vector<degrade::SecondOrderDegradation> m_draws;

    template <class Question>
    double count(Question question) const
    {
        return double(std::count_if(m_draws.begin(), m_draws.end(), question));
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < draws; ++i)
            m_draws.push_back(draw(i));
    }

    // Real-ESRGAN's probabilities and ranges, order by order.
    void blurs_data()
    {
        QTest::addColumn<bool>("isSecond");
        QTest::addColumn<double>("chance");
        QTest::addColumn<double>("mostSigma");
        QTest::newRow("first") << false << 1.0 << 3.0;
        QTest::newRow("second") << true << 0.8 << 1.5;
    }
    void blurs()
    {
        QFETCH(bool, isSecond);
        QFETCH(double, chance);
        QFETCH(double, mostSigma);
        std::map<degrade::BlurShape, int> shapes;
        std::map<int, int> sides;
        double low = 0.0, below = 0.0, generalised = 0.0;
        for (const degrade::SecondOrderDegradation& orders : m_draws) {
            const degrade::Blur& blur = isSecond ? orders.second.blur : orders.first.blur;
            ++shapes[blur.shape];
            if (blur.shape == degrade::BlurShape::None)
                continue;
            ++sides[blur.side];
            if (blur.shape == degrade::BlurShape::Sinc) {
                QVERIFY(blur.cutoff >= (blur.side < 13 ? pi / 3 : pi / 5) && blur.cutoff <= pi);
                continue;
            }
            QVERIFY(blur.sigmaX >= 0.2 && blur.sigmaX <= mostSigma);
            QVERIFY(blur.sigmaY >= 0.2 && blur.sigmaY <= mostSigma);
            low += blur.sigmaX < 0.5 * (0.2 + mostSigma);
            const bool stretched = blur.shape == degrade::BlurShape::StretchedGaussian ||
                                   blur.shape == degrade::BlurShape::StretchedGeneralised ||
                                   blur.shape == degrade::BlurShape::StretchedPlateau;
            QCOMPARE(blur.sigmaX != blur.sigmaY, stretched);
            if (blur.shape == degrade::BlurShape::Generalised ||
                blur.shape == degrade::BlurShape::StretchedGeneralised) {
                QVERIFY(blur.beta >= 0.5 && blur.beta <= 4.0);
                ++generalised;
                below += blur.beta < 1.0;
            } else if (blur.shape == degrade::BlurShape::Plateau ||
                       blur.shape == degrade::BlurShape::StretchedPlateau) {
                QVERIFY(blur.beta >= 1.0 && blur.beta <= 2.0);
            }
        }
        const double blurred = draws - shapes[degrade::BlurShape::None];
        QVERIFY(isLikely(blurred, draws, chance));
        QVERIFY(isLikely(shapes[degrade::BlurShape::Sinc], blurred, 0.1));
        const double kernels = blurred - shapes[degrade::BlurShape::Sinc];
        QVERIFY(isLikely(shapes[degrade::BlurShape::Gaussian], kernels, 0.45));
        QVERIFY(isLikely(shapes[degrade::BlurShape::StretchedGaussian], kernels, 0.25));
        QVERIFY(isLikely(shapes[degrade::BlurShape::Generalised], kernels, 0.12));
        QVERIFY(isLikely(shapes[degrade::BlurShape::StretchedGeneralised], kernels, 0.03));
        QVERIFY(isLikely(shapes[degrade::BlurShape::Plateau], kernels, 0.12));
        QVERIFY(isLikely(shapes[degrade::BlurShape::StretchedPlateau], kernels, 0.03));
        QVERIFY(isLikely(low, kernels, 0.5));
        QVERIFY(isLikely(below, generalised, 0.5));
        QCOMPARE(sides.size(), std::size_t(8)); // 7, 9 ... 21
        QCOMPARE(sides.begin()->first, 7);
        QCOMPARE(sides.rbegin()->first, 21);
        for (const auto& [side, number] : sides)
            QVERIFY(side % 2 == 1 && isLikely(number, blurred, 0.125));
    }

    void resizes_data()
    {
        QTest::addColumn<bool>("isSecond");
        QTest::addColumn<double>("up");
        QTest::addColumn<double>("down");
        QTest::addColumn<double>("least");
        QTest::addColumn<double>("most");
        QTest::newRow("first") << false << 0.2 << 0.7 << 0.15 << 1.5;
        QTest::newRow("second") << true << 0.3 << 0.4 << 0.3 << 1.2;
    }
    void resizes()
    {
        QFETCH(bool, isSecond);
        QFETCH(double, up);
        QFETCH(double, down);
        QFETCH(double, least);
        QFETCH(double, most);
        const auto of = [isSecond](const degrade::SecondOrderDegradation& orders) {
            return isSecond ? orders.second.resize : orders.first.resize;
        };
        QVERIFY(isLikely(count([&](const degrade::SecondOrderDegradation& o) { return of(o).factor > 1.0; }),
                         draws, up));
        QVERIFY(isLikely(count([&](const degrade::SecondOrderDegradation& o) { return of(o).factor < 1.0; }),
                         draws, down));
        QVERIFY(isLikely(count([&](const degrade::SecondOrderDegradation& o) { return of(o).factor == 1.0; }),
                         draws, 1.0 - up - down));
        QVERIFY(isLikely(count([&](const degrade::SecondOrderDegradation& o) {
                             return of(o).factor < 0.5 * (least + 1.0);
                         }),
                         draws, 0.5 * down));
        QCOMPARE(count([&](const degrade::SecondOrderDegradation& o) {
                     return of(o).factor < least || of(o).factor > most;
                 }),
                 0.0);
        for (const degrade::ResizeMode mode :
             {degrade::ResizeMode::Area, degrade::ResizeMode::Bilinear, degrade::ResizeMode::Bicubic})
            QVERIFY(
                isLikely(count([&](const degrade::SecondOrderDegradation& o) { return of(o).mode == mode; }),
                         draws, 1.0 / 3));
    }

    void noises_data()
    {
        QTest::addColumn<bool>("isSecond");
        QTest::addColumn<double>("mostSigma");
        QTest::addColumn<double>("mostPoisson");
        QTest::newRow("first") << false << 30.0 << 3.0;
        QTest::newRow("second") << true << 25.0 << 2.5;
    }
    void noises()
    {
        QFETCH(bool, isSecond);
        QFETCH(double, mostSigma);
        QFETCH(double, mostPoisson);
        const auto of = [isSecond](const degrade::SecondOrderDegradation& orders) {
            return isSecond ? orders.second.noise : orders.first.noise;
        };
        QVERIFY(isLikely(count([&](const degrade::SecondOrderDegradation& o) { return !of(o).isPoisson; }),
                         draws, 0.5));
        QVERIFY(isLikely(count([&](const degrade::SecondOrderDegradation& o) { return of(o).isGrey; }), draws,
                         0.4));
        double strongest[2] = {};
        for (const degrade::SecondOrderDegradation& orders : m_draws) {
            const degrade::Noise noise = of(orders);
            QVERIFY(noise.strength >= (noise.isPoisson ? 0.05 : 1.0));
            strongest[noise.isPoisson] = std::max(strongest[noise.isPoisson], noise.strength);
        }
        QVERIFY(strongest[0] <= mostSigma && strongest[0] > 0.99 * mostSigma);
        QVERIFY(strongest[1] <= mostPoisson && strongest[1] > 0.99 * mostPoisson);
    }

    void endsInOneOfTwoWays()
    {
        QVERIFY(
            isLikely(count([](const degrade::SecondOrderDegradation& o) { return o.jpegLast; }), draws, 0.5));
        QVERIFY(isLikely(count([](const degrade::SecondOrderDegradation& o) {
                             return o.lastFilter.shape == degrade::BlurShape::Sinc;
                         }),
                         draws, 0.8));
        for (const degrade::SecondOrderDegradation& orders : m_draws) {
            QVERIFY(orders.first.quality >= 30 && orders.first.quality <= 95);
            QVERIFY(orders.second.quality >= 30 && orders.second.quality <= 95);
            if (orders.lastFilter.shape == degrade::BlurShape::Sinc)
                QVERIFY(orders.lastFilter.cutoff >= pi / 3 && orders.lastFilter.cutoff <= pi);
            else
                QCOMPARE(orders.lastFilter.shape, degrade::BlurShape::None);
        }
        QVERIFY(
            isLikely(count([](const degrade::SecondOrderDegradation& o) { return o.second.quality < 63; }),
                     draws, 32.5 / 65.0));
    }

    void kernelsSumToOne()
    {
        for (int i = 0; i < 500; ++i)
            for (const degrade::Blur& blur : {draw(i).first.blur, draw(i).second.blur, draw(i).lastFilter}) {
                const std::vector<float> kernel = degrade::kernelOf(blur);
                QCOMPARE(kernel.size(), std::size_t(blur.side * blur.side));
                QVERIFY(std::abs(std::accumulate(kernel.begin(), kernel.end(), 0.0) - 1.0) < 1e-5);
                for (std::size_t k = 0; k < kernel.size(); ++k) // the same turned by a half
                    QVERIFY(std::abs(kernel[k] - kernel[kernel.size() - 1 - k]) < 1e-6f);
                const bool rings =
                    std::any_of(kernel.begin(), kernel.end(), [](float w) { return w < 0.0f; });
                QCOMPARE(rings, blur.shape == degrade::BlurShape::Sinc);
            }
    }

    void gaussiansHaveTheirSigma()
    {
        degrade::Blur blur;
        blur.shape = degrade::BlurShape::StretchedGaussian;
        blur.side = 21;
        blur.sigmaX = 2.5;
        blur.sigmaY = 1.0;
        blur.angle = pi / 6;
        const std::vector<float> kernel = degrade::kernelOf(blur);
        double along = 0.0;
        double across = 0.0;
        for (int i = 0; i < 21 * 21; ++i) {
            const double x = i % 21 - 10;
            const double y = i / 21 - 10;
            const double weight = double(kernel[std::size_t(i)]);
            along += weight * std::pow(x * std::cos(blur.angle) + y * std::sin(blur.angle), 2.0);
            across += weight * std::pow(y * std::cos(blur.angle) - x * std::sin(blur.angle), 2.0);
        }
        QVERIFY(std::abs(std::sqrt(along) - 2.5) < 0.02);
        QVERIFY(std::abs(std::sqrt(across) - 1.0) < 0.02);
    }

    // Beta below 1 peaks and has wide skirts, above 1 it flattens and falls off.
    void betaShapesTheKernel()
    {
        degrade::Blur blur;
        blur.shape = degrade::BlurShape::Generalised;
        blur.sigmaX = blur.sigmaY = 3.0;
        const auto at = [&blur](double beta, int distance) {
            blur.beta = beta;
            const std::vector<float> kernel = degrade::kernelOf(blur);
            return double(kernel[std::size_t(10 * 21 + 10 + distance)] / kernel[std::size_t(10 * 21 + 10)]);
        };
        QCOMPARE(float(at(1.0, 3)), float(std::exp(-0.5))); // the plain Gaussian
        QVERIFY(at(0.5, 1) < at(1.0, 1) && at(0.5, 9) > at(1.0, 9));
        QVERIFY(at(4.0, 2) > at(1.0, 2) && at(4.0, 6) < at(1.0, 6));
        blur.shape = degrade::BlurShape::Plateau;
        QCOMPARE(float(at(1.0, 3)), 0.5f);
        QCOMPARE(float(at(2.0, 6)), float(1.0 / 17.0));
    }

    void sincCutsHighFrequencies()
    {
        degrade::Blur blur;
        blur.shape = degrade::BlurShape::Sinc;
        blur.side = 21;
        blur.cutoff = pi / 2;
        QVERIFY(std::abs(response(blur, 0.0) - 1.0) < 1e-5);
        QVERIFY(std::abs(response(blur, 0.25 * pi) - 1.0) < 0.12);
        QVERIFY(response(blur, 0.75 * pi) < 0.12);
        QVERIFY(response(blur, pi) < 0.12);
    }

    void noBlurIsAPulse()
    {
        const std::vector<float> kernel = degrade::kernelOf(degrade::Blur());
        for (std::size_t i = 0; i < kernel.size(); ++i)
            QCOMPARE(kernel[i], i == kernel.size() / 2 ? 1.0f : 0.0f);
    }

    /// The numbers that PyTorch gives for Real-ESRGAN's unsharp mask, of the same waves as in
    /// losses_test.cpp.
    void truthIsSharpenedAsTargets()
    {
        constexpr int side = 64;
        image::Image picture(side, side, 3);
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                for (int c = 0; c < 3; ++c)
                    picture.at(x, y, c) = y >= 20 && y < 40 && x >= 24 && x < 48
                                              ? 0.95F
                                              : float(0.5 + 0.3 * std::sin(0.11 * (c + 1) * y + 0.07 * x) +
                                                      0.15 * std::cos(0.9 * x - 0.4 * y));
        const image::Image result = degrade::sharpenedTruth(picture);
        QVERIFY(std::abs(result.at(0, 0, 0) - 0.6197229425) < 1e-5);
        QVERIFY(std::abs(result.at(24, 20, 1) - 0.9955053548) < 1e-5);
    }

    void lrIsMadeFromTheSharpenedTruth()
    {
        image::Image edge(64, 64, 3);
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x)
                for (int c = 0; c < 3; ++c)
                    edge.at(x, y, c) = x < 32 ? 0.3F : 0.7F;
        degrade::SecondOrderOptions options;
        options.sharpened = true;
        Random random(3, 0);
        degrade::SecondOrderDegradation orders = degrade::drawSecondOrder(options, random);
        QVERIFY(orders.sharpened);
        const image::Image fromSharp = degrade::degradeTwice(edge, 2, orders);
        orders.sharpened = false;
        const image::Image same = degrade::degradeTwice(degrade::sharpenedTruth(edge), 2, orders);
        const image::Image plain = degrade::degradeTwice(edge, 2, orders);
        QVERIFY(std::equal(fromSharp.data(), fromSharp.data() + fromSharp.size(), same.data()));
        QVERIFY(!std::equal(fromSharp.data(), fromSharp.data() + fromSharp.size(), plain.data()));
    }
};

QTEST_GUILESS_MAIN(SecondOrderTest)
#include "second_order_test.moc"
