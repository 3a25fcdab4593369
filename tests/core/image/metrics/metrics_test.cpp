// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metrics/metrics.h"
#include "core/image/resample/resample.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/png_picture.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace {

bool near(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

} // namespace

class MetricsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalPictures();
    void plainDifference();
    void ssimOfPlainPictures();
    void ssimOfOneWindow();
    void srIsRoundedAndClamped();
    void cropLeavesTheBorderOut();
    void greyCountsAsRgb();
    void bicubicBaselines_data();
    void bicubicBaselines();
    void unfitPicturesAreRefused();
};

void MetricsTest::equalPictures()
{
    for (int channels : {1, 3}) {
        const Image picture = noise(20, 30, channels);
        const Result<Quality> quality = compare(picture, picture, 4);
        ENLARGER_VERIFY(quality);
        QVERIFY(std::isinf(quality->psnrRgb) && quality->psnrRgb > 0);
        QVERIFY(std::isinf(quality->psnrY) && quality->psnrY > 0);
        QCOMPARE(quality->ssimRgb, 1.0);
        QCOMPARE(quality->ssimY, 1.0);
    }
}

void MetricsTest::plainDifference()
{
    // 10 levels in red alone: the mean over channels is 100/3, and Y differs by 65.481 * 10 / 255.
    const Result<Quality> quality =
        compare(plain(16, 16, {110 / 255.f, 0.2f, 0.4f}), plain(16, 16, {100 / 255.f, 0.2f, 0.4f}), 0);
    ENLARGER_VERIFY(quality);
    QVERIFY(near(quality->psnrRgb, 10 * std::log10(255 * 255 / (100.0 / 3)), 1e-9));
    QVERIFY(near(quality->psnrY, 20 * std::log10(255 / (65.481 * 10 / 255)), 1e-9));
}

void MetricsTest::ssimOfPlainPictures()
{
    // Without variance only the means count: (2 * 100 * 150 + C1) / (100^2 + 150^2 + C1), C1 = 2.55^2.
    const Result<Quality> quality = compare(plain(11, 11, {100 / 255.f}), plain(11, 11, {150 / 255.f}), 0);
    ENLARGER_VERIFY(quality);
    QVERIFY(near(quality->ssimRgb, (30000 + 6.5025) / (32500 + 6.5025), 1e-9));
}

void MetricsTest::ssimOfOneWindow()
{
    // One white pixel in the middle of black, against black: the window's centre weighs w = (g(0) / sum g)^2,
    // so the mean is 255 w, the mean square 255^2 w, and the other picture has neither.
    Image dot = plain(11, 11, {0.0f});
    dot.at(5, 5, 0) = 1.0f;
    double sum = 0.0;
    for (int i = -5; i <= 5; ++i)
        sum += std::exp(-i * i / (2 * 1.5 * 1.5));
    const double w = 1.0 / (sum * sum);
    const double mean = 255 * w;
    const double variance = 255 * 255 * w - mean * mean;
    const double expected = 6.5025 / (mean * mean + 6.5025) * 58.5225 / (variance + 58.5225);
    const Result<Quality> quality = compare(dot, plain(11, 11, {0.0f}), 0);
    ENLARGER_VERIFY(quality);
    QVERIFY(near(quality->ssimRgb, expected, 1e-12));
}

void MetricsTest::srIsRoundedAndClamped()
{
    const Result<Quality> rounded = compare(plain(12, 12, {100.4f / 255}), plain(12, 12, {100 / 255.f}), 0);
    ENLARGER_VERIFY(rounded);
    QVERIFY(std::isinf(rounded->psnrRgb));
    const Result<Quality> half = compare(plain(12, 12, {100.6f / 255}), plain(12, 12, {100 / 255.f}), 0);
    ENLARGER_VERIFY(half);
    QVERIFY(near(half->psnrRgb, 20 * std::log10(255), 1e-9));
    const Result<Quality> clamped = compare(plain(12, 12, {1.5f}), plain(12, 12, {1.0f}), 0);
    ENLARGER_VERIFY(clamped);
    QVERIFY(std::isinf(clamped->psnrRgb));
}

void MetricsTest::cropLeavesTheBorderOut()
{
    const Image hr = noise(24, 22, 3);
    Image sr = hr;
    for (int y = 0; y < sr.height(); ++y)
        for (int x = 0; x < sr.width(); ++x)
            if (x < 4 || y < 4 || x >= sr.width() - 4 || y >= sr.height() - 4)
                sr.at(x, y, 1) = 1.0f - sr.at(x, y, 1);
    const Result<Quality> inner = compare(sr, hr, 4);
    ENLARGER_VERIFY(inner);
    QVERIFY(std::isinf(inner->psnrRgb));
    const Result<Quality> more = compare(sr, hr, 3);
    ENLARGER_VERIFY(more);
    QVERIFY(std::isfinite(more->psnrRgb));
}

void MetricsTest::greyCountsAsRgb()
{
    const Image grey = noise(16, 16, 1, 1);
    const Image other = noise(16, 16, 1, 2);
    const auto threefold = [](const Image& g) {
        Image rgb(g.width(), g.height(), 3);
        for (std::size_t i = 0; i < rgb.size(); ++i)
            rgb.data()[i] = g.data()[i / 3];
        return rgb;
    };
    const Result<Quality> a = compare(grey, other, 0);
    const Result<Quality> b = compare(threefold(grey), other, 0);
    ENLARGER_VERIFY(a);
    ENLARGER_VERIFY(b);
    QCOMPARE(a->psnrRgb, b->psnrRgb);
    QCOMPARE(a->psnrY, b->psnrY);
    QVERIFY(near(a->psnrY - a->psnrRgb, 20 * std::log10(255.0 / 219.0), 1e-9)); // 16..235
}

void MetricsTest::bicubicBaselines_data()
{
    QTest::addColumn<QString>("set");
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("psnr");
    QTest::addColumn<double>("ssim");
    QTest::newRow("Set5") << "Set5" << 5 << 28.4318 << 0.8113;
    QTest::newRow("Set14") << "Set14" << 14 << 26.0928 << 0.7049;
}

void MetricsTest::bicubicBaselines()
{
    QFETCH(QString, set);
    QFETCH(int, count);
    QFETCH(double, psnr);
    QFETCH(double, ssim);
    Quality mean;
    for (int i = 1; i <= count; ++i) {
        const std::string name =
            "data/benchmark/" + set.toStdString() + QString::asprintf("/%03d_x4_", i).toStdString();
        ENLARGER_NEED(sharedFile(name + "HR.png"));
        const Image hr = readPng(sharedFile(name + "HR.png"));
        const Image lr = readPng(sharedFile(name + "LR.png"));
        QVERIFY(!hr.empty() && !lr.empty());
        const Result<Quality> quality = compare(resize(lr, hr.width(), hr.height()), hr, 4);
        ENLARGER_VERIFY(quality);
        mean.psnrY += quality->psnrY / count;
        mean.ssimY += quality->ssimY / count;
    }
    qInfo("%s: %.4f dB, %.4f", qPrintable(set), mean.psnrY, mean.ssimY);
    QVERIFY(near(mean.psnrY, psnr, 0.0001));
    QVERIFY(near(mean.ssimY, ssim, 0.0001));
}

void MetricsTest::unfitPicturesAreRefused()
{
    const Result<Quality> sizes = compare(noise(20, 20, 3), noise(20, 21, 3), 0);
    QVERIFY(!sizes);
    QVERIFY(QString::fromStdString(sizes.error().text()).contains("20 x 21"));
    QVERIFY(!compare(noise(18, 40, 3), noise(18, 40, 3), 4)); // 10 x 32 after the crop
    QVERIFY(compare(noise(19, 40, 3), noise(19, 40, 3), 4));
    QVERIFY(!compare(noise(20, 20, 3), noise(20, 20, 3), 1 << 30));
    QVERIFY(!compare(noise(20, 20, 3), noise(20, 20, 3), -1));
    QVERIFY(!compare(Image(), Image(), 0));
}

QTEST_GUILESS_MAIN(MetricsTest)

#include "metrics_test.moc"
