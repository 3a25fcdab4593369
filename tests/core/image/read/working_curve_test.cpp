// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/working_curve.h"

#include "core/image/colour/lcms_handles.h"
#include "tests/core/image/linear_twin.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/read/made_profiles.h"
#include "tests/core/image/stage_runs.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cmath>
#include <functional>
#include <limits>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace {

using Curve = std::function<double(double)>; // of the photo's values, to linear light

double power(double value, double gamma)
{
    return std::pow(value, gamma);
}

double fromRec709(double value)
{
    return value < 0.081 ? value / 4.5 : power((value + 0.099) / 1.099, 1.0 / 0.45);
}

double fromLightness(double value)
{
    return value <= 0.08 ? value * 100.0 / 903.3 : power((value + 0.16) / 1.16, 3.0);
}

double fromPq(double value)
{
    const double p = power(value, 1.0 / 78.84375);
    return power(std::max(p - 0.8359375, 0.0) / (18.8515625 - 18.6875 * p), 1.0 / 0.1593017578125);
}

double fromHlg(double value)
{
    return value <= 0.5 ? value * value / 3.0
                        : (std::exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12.0;
}

double fromSrgb(double value)
{
    return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4);
}

double toSrgb(double luminance)
{
    return luminance <= 0.0031308 ? 12.92 * luminance : 1.055 * power(luminance, 1.0 / 2.4) - 0.055;
}

/// As a clipping scanner has it: white comes early.
double clipped(double value)
{
    return std::min(value / 0.97, 1.0);
}

/// RGB or grey with this curve as a table of 16 bits.
Profile profileOf(const Curve& curve, bool grey = false)
{
    std::vector<cmsUInt16Number> table;
    for (int i = 0; i < 4096; ++i)
        table.push_back(cmsUInt16Number(std::lround(65535.0 * curve(i / 4095.0))));
    const ToneCurve tone(cmsBuildTabulatedToneCurve16(nullptr, cmsUInt32Number(table.size()), table.data()));
    const cmsCIExyY white{0.3127, 0.3290, 1.0};
    const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    const std::array<cmsToneCurve*, 3> curves{tone.get(), tone.get(), tone.get()};
    return Profile(grey ? cmsCreateGrayProfile(&white, tone.get())
                        : cmsCreateRGBProfile(&white, &primaries, curves.data()));
}

/// By a table of colours alone, as cameras and scanners have: linear values to Lab.
Bytes linearByTable()
{
    const Profile linear = openProfile(smallProfile("RGB ", 1.0));
    const Profile lab(cmsCreateLab4Profile(nullptr));
    const Transform toLab(cmsCreateTransform(linear.get(), TYPE_RGB_16, lab.get(), TYPE_Lab_16,
                                             INTENT_RELATIVE_COLORIMETRIC,
                                             cmsFLAGS_NOCACHE | cmsFLAGS_NOOPTIMIZE));
    const auto sample = [](const cmsUInt16Number in[], cmsUInt16Number out[], void* transform) {
        std::array<cmsUInt16Number, 3> squared{}; // fine steps where Lab bends
        for (std::size_t c = 0; c < 3; ++c)
            squared[c] = cmsUInt16Number(std::lround(in[c] * (in[c] / 65535.0)));
        cmsDoTransform(transform, squared.data(), out, 1);
        return 1;
    };
    const ToneCurve root(cmsBuildGamma(nullptr, 0.5));
    return profileByTable(65, sample, toLab.get(), root.get());
}

/// A linear profile that says that its values are PQ's.
Bytes namedPq()
{
    const Profile profile = openProfile(smallProfile("RGB ", 1.0));
    const std::array<std::uint8_t, 12> tag{'c', 'i', 'c', 'p', 0, 0, 0, 0, 9, 16, 0, 1};
    cmsWriteRawTag(profile.get(), cmsTagSignature(0x63696370), tag.data(), cmsUInt32Number(tag.size()));
    return bytesOf(profile);
}

std::shared_ptr<const WorkingCurve> curveOf(const Bytes& icc, int channels = 3)
{
    PhotoInfo photo;
    photo.channels = channels;
    photo.metadata.icc = icc;
    return WorkingCurve::of(photo);
}

/// Every value of 16 bits, once.
Image ramp(int channels)
{
    Image picture(256, 256, channels);
    for (int i = 0; i < 65536; ++i)
        std::fill_n(&picture.at(i % 256, i / 256, 0), channels, float(i) / 65535.0f);
    return picture;
}

} // namespace

class WorkingCurveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsBrought_data();
    void whatIsBrought();
    void otherProfilesCountAsNone();
    void becomesSrgb_data();
    void becomesSrgb();
    void comesBack_data();
    void comesBack();
    void valuesOutsideStay();
    void alphaStays();
    void streams();
    void readsAWholePhoto();
};

void WorkingCurveTest::whatIsBrought_data()
{
    QTest::addColumn<Bytes>("icc");
    QTest::addColumn<bool>("isBrought");
    const auto gamma = [](double value) { return smallProfile("RGB ", value); };
    QTest::newRow("none") << Bytes() << false;
    QTest::newRow("sRGB") << bytesOf(Profile(cmsCreate_sRGBProfile())) << false;
    QTest::newRow("sRGB by a table") << bytesOf(profileOf(fromSrgb)) << false;
    QTest::newRow("linear") << gamma(1.0) << true;
    QTest::newRow("linear, by a table") << linearByTable() << true;
    QTest::newRow("gamma 1.8") << gamma(1.8) << true;
    QTest::newRow("gamma 2.0") << gamma(2.0) << false;
    QTest::newRow("gamma 2.2") << gamma(2.19921875) << false;
    QTest::newRow("gamma 2.4") << gamma(2.4) << false;
    QTest::newRow("gamma 3.0") << gamma(3.0) << true;
    QTest::newRow("Rec. 709") << bytesOf(profileOf(fromRec709)) << true;
    QTest::newRow("L*") << bytesOf(profileOf(fromLightness)) << false;
    QTest::newRow("PQ") << bytesOf(profileOf(fromPq)) << false;
    QTest::newRow("PQ by name") << namedPq() << false;
    QTest::newRow("HLG") << bytesOf(profileOf(fromHlg)) << false;
}

void WorkingCurveTest::whatIsBrought()
{
    QFETCH(Bytes, icc);
    QFETCH(bool, isBrought);
    QCOMPARE(curveOf(icc) != nullptr, isBrought);
}

void WorkingCurveTest::otherProfilesCountAsNone()
{
    QVERIFY(curveOf(smallProfile("GRAY", 1.0), 1) && curveOf(smallProfile("GRAY", 1.0), 2));
    QVERIFY(!curveOf(smallProfile("GRAY", 1.0), 3));
    QVERIFY(!curveOf(smallProfile("RGB ", 1.0), 1));
    Bytes cut = smallProfile("RGB ", 1.0);
    cut.resize(cut.size() / 2);
    QVERIFY(!curveOf(cut));
    QVERIFY(!curveOf(bytesOf(profileOf([](double value) { return 1.0 - value; })))); // a negative's
}

void WorkingCurveTest::becomesSrgb_data()
{
    QTest::addColumn<Bytes>("icc");
    QTest::addColumn<int>("channels");
    QTest::addColumn<double>("gamma");
    QTest::addColumn<double>("tolerance");
    constexpr double exact = 5e-6; // of floats and of straight lines between the steps
    QTest::newRow("linear") << smallProfile("RGB ", 1.0) << 3 << 1.0 << exact;
    QTest::newRow("linear grey") << smallProfile("GRAY", 1.0) << 1 << 1.0 << exact;
    QTest::newRow("gamma 1.75") << smallProfile("RGB ", 1.75) << 3 << 1.75 << exact;
    QTest::newRow("linear, by a table of Lab") << linearByTable() << 3 << 1.0 << 0.003;
}

void WorkingCurveTest::becomesSrgb()
{
    QFETCH(Bytes, icc);
    QFETCH(int, channels);
    QFETCH(double, gamma);
    QFETCH(double, tolerance);
    const auto curve = curveOf(icc, channels);
    QVERIFY(curve);
    const Image values = ramp(channels);
    Image working = values;
    curve->toWorking(working);
    double most = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i)
        most = std::max(most, std::abs(working.data()[i] - toSrgb(power(values.data()[i], gamma))));
    QVERIFY2(most <= tolerance, qPrintable(QString::number(most)));
}

void WorkingCurveTest::comesBack_data()
{
    QTest::addColumn<Bytes>("icc");
    QTest::newRow("linear") << smallProfile("RGB ", 1.0);
    QTest::newRow("gamma 1.8") << smallProfile("RGB ", 1.8);
    QTest::newRow("gamma 3.0") << smallProfile("RGB ", 3.0);
    QTest::newRow("Rec. 709") << bytesOf(profileOf(fromRec709));
    QTest::newRow("by a table of Lab") << linearByTable();
    QTest::newRow("clipping white") << bytesOf(profileOf(clipped));
}

void WorkingCurveTest::comesBack()
{
    QFETCH(Bytes, icc);
    const auto curve = curveOf(icc);
    QVERIFY(curve);
    const Image values = ramp(3);
    Image there = values;
    curve->toWorking(there);
    QVERIFY(farthest(there, values) > 0.03f);
    Image back = there;
    curve->fromWorking(back);
    QVERIFY(farthest(back, values) < 0.5f / 65535.0f); // it is the same level of 16 bits
    // Lighter stays lighter.
    for (std::size_t i = 3; i < there.size(); i += 3)
        QVERIFY(there.data()[i] >= there.data()[i - 3]);
}

void WorkingCurveTest::valuesOutsideStay()
{
    const auto curve = curveOf(smallProfile("RGB ", 1.0));
    Image values = plain(1, 1, {-0.5f, 1.25f, std::numeric_limits<float>::quiet_NaN()});
    curve->toWorking(values);
    curve->fromWorking(values);
    QCOMPARE(values.at(0, 0, 0), -0.5f);
    QCOMPARE(values.at(0, 0, 1), 1.25f);
    QVERIFY(std::isnan(values.at(0, 0, 2)));
    Image ends = plain(1, 1, {0.0f, 1.0f, std::nextafter(1.0f, 0.0f)});
    curve->toWorking(ends);
    QCOMPARE(ends.at(0, 0, 0), 0.0f);
    QCOMPARE(ends.at(0, 0, 1), 1.0f);
    QVERIFY(ends.at(0, 0, 2) <= 1.0f && ends.at(0, 0, 2) > 0.999999f);
}

void WorkingCurveTest::alphaStays()
{
    for (const int channels : {2, 4}) {
        const auto curve = curveOf(smallProfile(channels == 2 ? "GRAY" : "RGB ", 1.0), channels);
        const Image values = noise(31, 17, channels);
        Image working = values;
        curve->toWorking(working);
        QVERIFY(same(working.takeChannels(channels - 1, 1), values.takeChannels(channels - 1, 1)));
        Image colours = values.takeChannels(0, channels - 1);
        curve->toWorking(colours);
        QVERIFY(same(working.takeChannels(0, channels - 1), colours));
    }
}

void WorkingCurveTest::streams()
{
    const auto curve = curveOf(smallProfile("RGB ", 1.0));
    const Image values = noise(23, 41, 3);
    Image expected = values;
    curve->toWorking(expected);
    constexpr std::array cut{1, 0, 7};
    const auto there = makeCurveStage(curve, CurveDirection::ToWorking);
    const auto working = runInBands(*there, values, cut);
    ENLARGER_VERIFY(working);
    QVERIFY(same(*working, expected));
    const auto back = makeCurveStage(curve, CurveDirection::FromWorking);
    const auto own = runInBands(*back, *working, cut);
    ENLARGER_VERIFY(own);
    QVERIFY(farthest(*own, values) < 1e-6f);
}

void WorkingCurveTest::readsAWholePhoto()
{
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("linear.png").toStdString();
    const Image values = rounded(noise(20, 10, 3), 65535);
    ENLARGER_VERIFY(writePng16(file, values, linearProfile(3)));
    Image expected = values;
    curveOf(linearProfile(3))->toWorking(expected);
    const auto read = readWorkingPhoto(file);
    ENLARGER_VERIFY(read);
    QVERIFY(farthest(*read, expected) < 1e-5f);
    QVERIFY(!readWorkingPhoto(folder.filePath("missing.png").toStdString()));
}

QTEST_GUILESS_MAIN(WorkingCurveTest)
#include "working_curve_test.moc"
