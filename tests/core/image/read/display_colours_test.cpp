// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/lcms_handles.h"
#include "core/image/read/display_colours.h"
#include "core/image/read/photo_reader.h"
#include "tests/core/image/made_files.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/read/made_profiles.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <array>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <thread>
#include <vector>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace {

/// Primaries of Display P3 with the curve of sRGB.
Bytes displayP3()
{
    const cmsCIExyY white{0.3127, 0.3290, 1.0};
    const cmsCIExyYTRIPLE primaries{{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
    const double srgb[] = {2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045};
    const ToneCurve curve(cmsBuildParametricToneCurve(nullptr, 4, srgb));
    const std::array<cmsToneCurve*, 3> curves{curve.get(), curve.get(), curve.get()};
    return bytesOf(Profile(cmsCreateRGBProfile(&white, &primaries, curves.data())));
}

/// A profile by a table, as cameras and scanners have: sRGB with red and blue exchanged.
Bytes exchangedByTable()
{
    const Profile srgb(cmsCreate_sRGBProfile());
    const Profile lab(cmsCreateLab4Profile(nullptr));
    const Transform toLab(cmsCreateTransform(srgb.get(), TYPE_BGR_16, lab.get(), TYPE_Lab_16,
                                             INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE | cmsFLAGS_NOOPTIMIZE));
    const auto sample = [](const cmsUInt16Number in[], cmsUInt16Number out[], void* transform) {
        cmsDoTransform(transform, in, out, 1);
        return 1;
    };
    return profileByTable(33, sample, toLab.get());
}

std::vector<std::uint8_t> shown(const DisplayColours& colours, const Image& pixels)
{
    std::vector<std::uint8_t> out(std::size_t(pixels.width()) * std::size_t(pixels.height()) * 4);
    colours.toScreen(pixels, out.data());
    return out;
}

/// What lcms says of RGB pixels, in the order of screens.
std::vector<std::uint8_t> byLcms(const Bytes& photo, const Bytes& screen, const Image& rgb)
{
    const auto open = [](const Bytes& icc) {
        return icc.empty() ? Profile(cmsCreate_sRGBProfile()) : openProfile(icc);
    };
    const Profile from = open(photo);
    const Profile to = open(screen);
    const Transform way(cmsCreateTransform(from.get(), TYPE_RGB_FLT, to.get(), TYPE_RGB_FLT,
                                           INTENT_PERCEPTUAL,
                                           cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE));
    std::vector<float> values(rgb.size());
    cmsDoTransform(way.get(), rgb.data(), values.data(), cmsUInt32Number(rgb.size() / 3));
    std::vector<std::uint8_t> out;
    for (std::size_t i = 0; i < values.size(); i += 3) {
        for (const std::size_t c : {2, 1, 0})
            out.push_back(std::uint8_t(std::lround(255.0f * std::clamp(values[i + c], 0.0f, 1.0f))));
        out.push_back(255);
    }
    return out;
}

int farthestLevels(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b)
{
    int most = a.size() == b.size() ? 0 : 1000;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        most = std::max(most, std::abs(int(a[i]) - int(b[i])));
    return most;
}

/// Fades of the colours and of grey, and noise; more pixels than the code takes at once.
Image manyColours()
{
    Image picture = noise(256, 12, 3);
    for (int x = 0; x < 256; ++x)
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < 8; ++y)
                picture.at(x, y, c) = (y + 1) >> c & 1 ? float(x) / 255.0f : 0.0f;
    return picture;
}

} // namespace

class DisplayColoursTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutProfilesValuesAreRounded();
    void profilesOfSrgbCountAsNone();
    void theScreensOwnColoursPass();
    void convertsAsLcmsDoes_data();
    void convertsAsLcmsDoes();
    void alphaMultiplies();
    void greysFollowTheirProfile();
    void greysFollowTheScreen();
    void unusableProfilesCountAsSrgb();
    void threadsShareIt();
    void profilesAreNamed();
    void realProfilesWork();
};

void DisplayColoursTest::withoutProfilesValuesAreRounded()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto colours = DisplayColours::make({}, {});
    const std::vector<std::uint8_t> expected{51, 102, 255, 255};
    QCOMPARE(shown(*colours, plain(1, 1, {1.0f, 0.4f, 0.2f})), expected);
    const std::vector<std::uint8_t> cut{0, 255, 0, 255};
    QCOMPARE(shown(*colours, plain(1, 1, {-3.0f, 7.0f, nan})), cut);
    QVERIFY(shown(*colours, Image(0, 0, 3)).empty());
}

void DisplayColoursTest::profilesOfSrgbCountAsNone()
{
    const Bytes srgb = bytesOf(Profile(cmsCreate_sRGBProfile()));
    const Image picture = manyColours();
    QCOMPARE(shown(*DisplayColours::make(srgb, {}), picture), shown(*DisplayColours::make({}, {}), picture));
    QCOMPARE(shown(*DisplayColours::make({}, srgb), picture), shown(*DisplayColours::make({}, {}), picture));
}

void DisplayColoursTest::theScreensOwnColoursPass()
{
    const Image picture = manyColours();
    for (const Bytes& icc : {displayP3(), exchangedByTable()})
        QCOMPARE(shown(*DisplayColours::make(icc, icc), picture),
                 shown(*DisplayColours::make({}, {}), picture));
}

void DisplayColoursTest::convertsAsLcmsDoes_data()
{
    QTest::addColumn<Bytes>("photo");
    QTest::addColumn<Bytes>("screen");
    QTest::addColumn<int>("levels");
    const auto row = [](const char* name, const Bytes& photo, const Bytes& screen, int levels) {
        QTest::newRow(name) << photo << screen << levels;
    };
    const Bytes wide = smallProfile("RGB ");
    row("Display P3", displayP3(), {}, 1);
    row("wide, of a gamma curve", wide, {}, 1);
    row("a wide screen", {}, wide, 2);
    row("wide on wide", displayP3(), wide, 2);
    row("by table", exchangedByTable(), {}, 3); // so far do lcms's own 16 bits lie from its floats
}

void DisplayColoursTest::convertsAsLcmsDoes()
{
    QFETCH(Bytes, photo);
    QFETCH(Bytes, screen);
    QFETCH(int, levels);
    const Image picture = manyColours();
    const auto expected = byLcms(photo, screen, picture);
    const auto got = shown(*DisplayColours::make(photo, screen), picture);
    const int farthest = farthestLevels(got, expected);
    QVERIFY2(farthest <= levels, qPrintable(QString::number(farthest)));
    QVERIFY(farthestLevels(got, shown(*DisplayColours::make({}, {}), picture)) > 10);
}

void DisplayColoursTest::alphaMultiplies()
{
    const Image picture = manyColours();
    Image withAlpha(picture.width(), picture.height(), 4);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            std::copy_n(&picture.row(y)[std::size_t(x) * 3], 3, &withAlpha.row(y)[std::size_t(x) * 4]);
            withAlpha.at(x, y, 3) = float((x * 7 + y) % 256) / 255.0f;
        }
    for (const Bytes& photo : {Bytes(), displayP3(), exchangedByTable()}) {
        const auto colours = DisplayColours::make(photo, {});
        const auto opaque = shown(*colours, picture);
        const auto got = shown(*colours, withAlpha);
        for (std::size_t i = 0; i < got.size(); i += 4) {
            const int alpha = int((i / 4 % 256 * 7 + i / 4 / 256) % 256);
            QCOMPARE(int(got[i + 3]), alpha);
            for (std::size_t c = 0; c < 3; ++c)
                QVERIFY(std::abs(got[i + c] - opaque[i + c] * alpha / 255.0) <= 0.51);
        }
    }
    const std::vector<std::uint8_t> halfGrey{64, 64, 64, 128};
    QCOMPARE(shown(*DisplayColours::make({}, {}), plain(1, 1, {0.5f, 0.5f})), halfGrey);
}

void DisplayColoursTest::greysFollowTheirProfile()
{
    const auto colours = DisplayColours::make(smallProfile("GRAY", 1.0), {});
    const std::vector<std::uint8_t> linearHalf = shown(*colours, plain(1, 1, {0.5f}));
    QVERIFY(std::abs(int(linearHalf[0]) - 188) <= 1); // linear 0.5 in sRGB's curve
    QCOMPARE(linearHalf[1], linearHalf[0]);
    QCOMPARE(linearHalf[2], linearHalf[0]);
    QCOMPARE(int(linearHalf[3]), 255);
    // A grey profile says nothing of RGB pixels, nor one of colours that a grey photo could not follow.
    const std::vector<std::uint8_t> rounded{51, 102, 255, 255};
    QCOMPARE(shown(*colours, plain(1, 1, {1.0f, 0.4f, 0.2f})), rounded);
    for (int level = 0; level < 256; ++level) {
        const auto grey = shown(*DisplayColours::make({}, {}), plain(1, 1, {float(level) / 255.0f}));
        QCOMPARE(grey, (std::vector<std::uint8_t>{std::uint8_t(level), std::uint8_t(level),
                                                  std::uint8_t(level), 255}));
    }
}

void DisplayColoursTest::greysFollowTheScreen()
{
    const Bytes wide = smallProfile("RGB ");
    const auto colours = DisplayColours::make({}, wide);
    for (const float level : {0.0f, 0.1f, 0.5f, 1.0f})
        QCOMPARE(shown(*colours, plain(1, 1, {level})), shown(*colours, plain(1, 1, {level, level, level})));
    const auto half = shown(*DisplayColours::make(smallProfile("GRAY", 2.2), wide), plain(1, 1, {0.5f}));
    QVERIFY(std::abs(int(half[1]) - 128) <= 1); // the same curve on both sides
}

void DisplayColoursTest::unusableProfilesCountAsSrgb()
{
    const Image picture = manyColours();
    const auto expected = shown(*DisplayColours::make({}, {}), picture);
    Bytes cut = displayP3();
    cut.resize(cut.size() / 2);
    const Bytes lab = bytesOf(Profile(cmsCreateLab4Profile(nullptr)));
    for (const Bytes& icc : {Bytes(10), toBytes("no profile at all"), cut, lab}) {
        QCOMPARE(shown(*DisplayColours::make(icc, {}), picture), expected);
        QCOMPARE(shown(*DisplayColours::make({}, icc), picture), expected);
    }
    // A table that leads from its pixels to colours but not back is no screen's.
    QCOMPARE(shown(*DisplayColours::make({}, exchangedByTable()), picture), expected);
}

void DisplayColoursTest::threadsShareIt()
{
    const Image picture = manyColours();
    for (const Bytes& photo : {displayP3(), exchangedByTable()}) {
        const auto colours = DisplayColours::make(photo, {});
        const auto expected = shown(*colours, picture);
        std::atomic<int> different = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] {
                    for (int k = 0; k < 10; ++k)
                        different += shown(*colours, picture) != expected;
                });
        }
        QCOMPARE(different.load(), 0);
    }
}

void DisplayColoursTest::profilesAreNamed()
{
    QCOMPARE(profileName({}), std::string("sRGB"));
    QCOMPARE(profileName(bytesOf(Profile(cmsCreate_sRGBProfile()))), std::string("sRGB built-in"));
    QCOMPARE(profileName(toBytes("nothing")), std::string("damaged profile"));
    QCOMPARE(profileName(exchangedByTable()), std::string("profile without a name"));

    const Profile named(cmsCreate_sRGBProfile());
    cmsMLU* text = cmsMLUalloc(nullptr, 1);
    cmsMLUsetWide(text, "en", "US", L"Écran \x5149\n2"); // control characters are spaces
    cmsWriteTag(named.get(), cmsSigProfileDescriptionTag, text);
    cmsMLUfree(text);
    QCOMPARE(QString::fromStdString(profileName(bytesOf(named))), QStringLiteral("Écran \u5149 2"));
}

void DisplayColoursTest::realProfilesWork()
{
    const std::filesystem::path folder = sharedFile("data/photos");
    ENLARGER_NEED(folder);
    const std::pair<const char*, const char*> photos[] = {
        {"adobe-rgb_canon-7d_600x900.jpg", "Adobe RGB (1998)"},
        {"camera-profile_canon-a560_3072x2304.jpg", "Camera RGB Profile"},
        {"srgb_canon-d60_1772x1181.jpg", "sRGB IEC61966-2.1"},
    };
    for (const auto& [file, name] : photos) {
        const auto reader = PhotoReader::open(folder / file);
        ENLARGER_VERIFY(reader);
        const Bytes& icc = reader->info().metadata.icc;
        QCOMPARE(profileName(icc), std::string(name));
        const Image picture = manyColours();
        QVERIFY(farthestLevels(shown(*DisplayColours::make(icc, {}), picture), byLcms(icc, {}, picture)) <=
                2);
    }
}

QTEST_GUILESS_MAIN(DisplayColoursTest)

#include "display_colours_test.moc"
