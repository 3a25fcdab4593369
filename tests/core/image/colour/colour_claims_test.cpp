// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/colour_claim.h"
#include "core/image/colour/icc_profile.h"
#include "core/image/colour/made_profile.h"
#include "core/image/colour/srgb_conversion.h"
#include "tests/core/image/made_files.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace enlarger;
using namespace enlarger::image;

namespace {

ColourClaim numbers(int primaries, int transfer)
{
    ColourClaim claim;
    claim.source = "cICP";
    claim.precedesProfile = true;
    claim.primaries = primaries;
    claim.transfer = transfer;
    return claim;
}

ColourClaim measures(std::optional<Chromaticities> corners, std::optional<double> power)
{
    ColourClaim claim;
    claim.source = "gAMA";
    claim.chromaticities = corners;
    if (power)
        claim.curve = TransferCurve::ofPower(*power);
    return claim;
}

ResolvedColours resolved(const ColourClaim& claim, bool grey = false)
{
    return resolveColours({&claim, 1}, {}, grey);
}

/// The greatest difference, in levels of 8 bits, between two colours.
double apart(const std::array<float, 3>& a, const std::array<float, 3>& b)
{
    double most = 0.0;
    for (std::size_t c = 0; c < 3; ++c)
        most = std::max(most, std::abs(255.0 * double(a[c] - b[c])));
    return most;
}

std::array<float, 3> toSrgb(const Bytes& icc, std::array<float, 3> colour)
{
    const auto conversion = SrgbConversion::make(icc, 3);
    if (!conversion)
        return {-1, -1, -1};
    conversion->run(colour.data(), 1);
    return colour;
}

std::array<float, 3> levels(float red, float green, float blue)
{
    return {red / 255, green / 255, blue / 255};
}

} // namespace

class ColourClaimsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesWhatCounted_data()
    {
        QTest::addColumn<int>("primaries");
        QTest::addColumn<int>("transfer");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("hasProfile");
        QTest::newRow("P3") << 12 << 13 << "Display P3, by the file's cICP" << true;
        QTest::newRow("sRGB") << 1 << 13 << "sRGB, by the file's cICP" << false;
        QTest::newRow("BT.709") << 1 << 1 << "sRGB, by the file's cICP" << false;
        QTest::newRow("linear") << 1 << 8 << "BT.709, linear, by the file's cICP" << true;
        QTest::newRow("PQ") << 9 << 16 << "BT.2020 with PQ (HDR), by the file's cICP" << false;
        QTest::newRow("HLG") << 9 << 18 << "BT.2020 with HLG (HDR), by the file's cICP" << false;
        QTest::newRow("P3 PQ") << 12 << 16 << "Display P3 with PQ (HDR), by the file's cICP" << false;
        QTest::newRow("nothing") << 2 << 2 << "" << false;
        QTest::newRow("not assigned") << 99 << 13 << "" << false;
        QTest::newRow("log") << 1 << 9 << "" << false;
    }
    void namesWhatCounted()
    {
        QFETCH(int, primaries);
        QFETCH(int, transfer);
        QFETCH(QString, text);
        QFETCH(bool, hasProfile);
        const ResolvedColours colours = resolved(numbers(primaries, transfer));
        QCOMPARE(QString::fromStdString(colours.description.text()), text);
        QCOMPARE(!colours.icc.empty(), hasProfile);
        QCOMPARE(!colours.notes.empty(), hasProfile || colours.description.isHdr());
    }

    void adobeRgbIsSeenAsItIs()
    {
        const ResolvedColours colours = resolved(ColourClaim::adobeRgb("EXIF"));
        QCOMPARE(colours.description.text(), std::string("Adobe RGB, by the file's EXIF"));
        QVERIFY(apart(toSrgb(colours.icc, levels(120, 180, 110)), levels(81, 181, 106)) < 2.0);
        QVERIFY(apart(toSrgb(colours.icc, levels(180, 110, 110)), levels(201, 110, 110)) < 2.0);
    }

    void gammaIsFollowed_data()
    {
        QTest::addColumn<double>("power");
        for (const double power : {1.0, 1.8, 2.6})
            QTest::addRow("%g", power) << power;
    }
    void gammaIsFollowed()
    {
        QFETCH(double, power);
        for (const bool grey : {false, true}) {
            const ResolvedColours colours = resolved(measures({}, power), grey);
            QVERIFY(iccColours(colours.icc) == (grey ? IccColours::Grey : IccColours::Rgb));
            const auto conversion = SrgbConversion::make(colours.icc, grey ? 1 : 3);
            QVERIFY(conversion);
            for (const double value : {0.2, 0.5, 0.9}) {
                std::array<float, 3> pixel{float(value), float(value), float(value)};
                conversion->run(pixel.data(), 1);
                const double light = std::pow(value, power);
                const double expected =
                    light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
                QVERIFY2(std::abs(double(pixel[0]) - expected) < 0.004,
                         qPrintable(QStringLiteral("%1 for %2").arg(double(pixel[0])).arg(expected)));
            }
        }
    }

    void gamma22MeansSrgb()
    {
        for (const bool grey : {false, true}) {
            const ResolvedColours colours = resolved(measures(srgbChromaticities, 1e5 / 45455), grey);
            QVERIFY(colours.icc.empty());
            QVERIFY(colours.notes.empty());
        }
        QVERIFY(!resolved(measures(adobeRgbChromaticities, 1e5 / 45455)).icc.empty());
    }

    void tablesAreFollowed()
    {
        std::vector<std::uint16_t> table(65536);
        for (std::size_t i = 0; i < table.size(); ++i)
            table[i] = std::uint16_t(std::lround(65535 * std::pow(double(i) / 65535, 1.8)));
        ColourClaim claim;
        claim.curve = TransferCurve::ofTables({table});
        const Bytes byTable = resolved(claim).icc, byPower = resolved(measures({}, 1.8)).icc;
        QVERIFY(!byTable.empty());
        QVERIFY(apart(toSrgb(byTable, {0.2f, 0.5f, 0.8f}), toSrgb(byPower, {0.2f, 0.5f, 0.8f})) < 0.5);
    }

    void nonsenseIsPassedOver()
    {
        Chromaticities flat = srgbChromaticities;
        flat.green = flat.red;
        Chromaticities dark = srgbChromaticities;
        dark.white = {0.0, 0.0};
        ColourClaim falling;
        falling.curve = TransferCurve::ofTables({{65535, 0}});
        for (const ColourClaim& claim : {measures(flat, 1.8), measures(dark, {}), measures({}, 0.0),
                                         measures({}, 1e9), measures({}, std::nan("")), falling}) {
            const ResolvedColours colours = resolved(claim);
            QVERIFY(colours.icc.empty());
            QVERIFY(colours.description.name.empty());
        }
    }

    void theFirstThatIsUnderstoodCounts()
    {
        const Bytes profile = tests::smallProfile("RGB ");
        const std::array claims{numbers(99, 99), ColourClaim::srgb("sRGB chunk"), measures({}, 1.8)};
        QVERIFY(resolveColours(claims, profile, false).icc == profile);
        QCOMPARE(resolveColours(claims, {}, false).description.source, std::string("sRGB chunk"));
        const std::array byNumbers{numbers(12, 13), ColourClaim::srgb("sRGB chunk")};
        const ResolvedColours wide = resolveColours(byNumbers, profile, false);
        QCOMPARE(wide.description.source, std::string("cICP"));
        QVERIFY(wide.icc != profile && !wide.icc.empty());
    }

    void profilesOfOtherColoursArePassedOver()
    {
        const std::array claims{measures({}, 1.8)};
        for (const bool grey : {true, false}) {
            const ResolvedColours colours =
                resolveColours(claims, tests::smallProfile(grey ? "RGB " : "GRAY"), grey);
            QCOMPARE(colours.notes.size(), std::size_t(2)); // and what counts instead
            QVERIFY(iccColours(colours.icc) == (grey ? IccColours::Grey : IccColours::Rgb));
        }
        QCOMPARE(resolveColours({}, Bytes(200, 1), false).notes.size(), std::size_t(1));
    }

    void aProfileThatIsMadeKeepsItsNumbers()
    {
        ColourDescription pq;
        pq.primaries = 9;
        pq.transfer = ColourDescription::pq;
        pq.name = "BT.2020 with PQ";
        const Bytes profile = makeProfile(pq, false);
        QVERIFY(iccColours(profile) == IccColours::Rgb);
        QVERIFY(makeProfile(pq, false) == profile);
        const ResolvedColours colours = resolveColours({}, profile, false);
        QVERIFY(colours.icc == profile);
        QVERIFY(colours.description.isHdr());
        QCOMPARE(colours.description.primaries, 9);
        // PQ's 0.5 is 92 of 10,000 cd/m2
        const double expected = 1.055 * std::pow(0.00922, 1 / 2.4) - 0.055;
        QVERIFY(std::abs(double(toSrgb(profile, {0.5f, 0.5f, 0.5f})[1]) - expected) < 0.004);
    }
};

QTEST_GUILESS_MAIN(ColourClaimsTest)
#include "colour_claims_test.moc"
