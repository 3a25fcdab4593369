// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/display_colours.h"

#include "core/image/colour/lcms_handles.h"
#include "core/image/colour/matrix_shaper.h"
#include "core/image/photo/plain_text.h"
#include "core/image/pixels/sample_rows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <vector>

namespace enlarger::image {

static_assert(std::endian::native == std::endian::little,
              "a ScreenPixel is stored as blue, green, red, alpha");

namespace {

constexpr std::size_t block = 1024; // pixels; small enough for the stack
constexpr int greySteps = 255 * 16; // so that 8-bit greys fall on entries
constexpr ScreenPixel opaque = 0xff000000u;

ScreenPixel pixelOf(int red, int green, int blue)
{
    return opaque | ScreenPixel(red) << 16 | ScreenPixel(green) << 8 | ScreenPixel(blue);
}

Transform makeTransform(cmsHPROFILE from, cmsUInt32Number fromFormat, cmsHPROFILE to,
                        cmsUInt32Number toFormat)
{
    return Transform(cmsCreateTransform(from, fromFormat, to, toFormat, INTENT_PERCEPTUAL,
                                        cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE));
}

/// Calls work(begin, count) for pieces that fit the arrays on the stack.
template <class Work>
void inBlocks(std::size_t pixels, Work work)
{
    for (std::size_t begin = 0; begin < pixels; begin += block)
        work(begin, std::min(block, pixels - begin));
}

/// Null where there is no profile that can be used.
Profile usable(const Bytes& icc, bool asScreen)
{
    Profile profile = openProfile(icc);
    if (!profile)
        return nullptr;
    const cmsColorSpaceSignature space = cmsGetColorSpace(profile.get());
    const Profile srgb(cmsCreate_sRGBProfile());
    Transform way;
    if (asScreen && space == cmsSigRgbData)
        way = makeTransform(srgb.get(), TYPE_RGB_FLT, profile.get(), TYPE_RGB_FLT);
    else if (!asScreen && space == cmsSigRgbData)
        way = makeTransform(profile.get(), TYPE_RGB_FLT, srgb.get(), TYPE_RGB_FLT);
    else if (!asScreen && space == cmsSigGrayData)
        way = makeTransform(profile.get(), TYPE_GRAY_FLT, srgb.get(), TYPE_RGB_FLT);
    return way ? std::move(profile) : nullptr;
}

/// Colours all over the cube, and greys.
std::vector<float> probeColours()
{
    constexpr int side = 9;
    constexpr int greys = 64;
    std::vector<float> colours;
    for (int i = 0; i < side * side * side; ++i)
        for (const int level : {i / (side * side), i / side % side, i % side})
            colours.push_back(float(level) / (side - 1));
    for (int i = 0; i < greys; ++i)
        colours.insert(colours.end(), 3, float(i) / (greys - 1));
    return colours;
}

/// The largest difference, in levels of 8 bits, between what lcms says and what was got.
float farthest(const std::vector<float>& expected, const std::vector<float>& got)
{
    float most = 0.0f;
    for (std::size_t i = 0; i < expected.size(); ++i)
        most = std::max(most, 255.0f * std::abs(std::clamp(expected[i], 0.0f, 1.0f) - got[i]));
    return most;
}

std::vector<float> throughShaper(const MatrixShaper& shaper, const std::vector<float>& colours)
{
    std::vector<ScreenPixel> pixels(colours.size() / 3);
    shaper.run(colours.data(), 3, pixels.size(), pixels.data());
    std::vector<float> out;
    for (const ScreenPixel pixel : pixels)
        for (const int shift : {16, 8, 0})
            out.push_back(float(pixel >> shift & 255) / 255.0f);
    return out;
}

void roundOnly(const float* rgb, std::size_t step, std::size_t pixels, ScreenPixel* out)
{
    std::array<std::uint8_t, 4 * block> levels;
    roundHalfUp(rgb, levels.data(), pixels * step, 255.0f);
    const std::uint8_t* from = levels.data();
    for (std::size_t i = 0; i < pixels; ++i, from += step)
        out[i] = pixelOf(from[0], from[1], from[2]);
}

void throughTransform(cmsHTRANSFORM transform, const float* rgb, std::size_t step, std::size_t pixels,
                      ScreenPixel* out)
{
    std::array<std::uint16_t, 4 * block> words;
    std::array<std::uint8_t, 3 * block> levels;
    roundHalfUp(rgb, words.data(), pixels * step, 65535.0f);
    if (step == 4)
        for (std::size_t i = 0; i < pixels; ++i)
            std::copy_n(&words[4 * i], 3, &words[3 * i]);
    cmsDoTransform(transform, words.data(), levels.data(), cmsUInt32Number(pixels));
    for (std::size_t i = 0; i < pixels; ++i)
        out[i] = pixelOf(levels[3 * i], levels[3 * i + 1], levels[3 * i + 2]);
}

void throughTable(const std::vector<ScreenPixel>& table, const float* grey, std::size_t step,
                  std::size_t pixels, ScreenPixel* out)
{
    std::array<std::uint16_t, 2 * block> indices;
    roundHalfUp(grey, indices.data(), pixels * step, float(greySteps));
    for (std::size_t i = 0; i < pixels; ++i)
        out[i] = table[indices[i * step]];
}

/// Each colour times alpha / 255, rounded. `alpha` has `step` floats a pixel.
void premultiply(const float* alpha, std::size_t step, std::size_t pixels, ScreenPixel* out)
{
    for (std::size_t i = 0; i < pixels; ++i, alpha += step) {
        const auto a = ScreenPixel(roundHalfUp(*alpha, 255.0f));
        const auto times = [&](int shift) { return (((out[i] >> shift & 255) * a + 127) / 255) << shift; };
        out[i] = a << 24 | times(16) | times(8) | times(0);
    }
}

} // namespace

struct DisplayColours::Impl
{
    // How colours go: by the shaper, else by the transform, else rounded as they are.
    std::optional<MatrixShaper> shaper;
    Transform transform;
    std::vector<ScreenPixel> greys; // of greySteps + 1 levels

    void chooseColours(cmsHPROFILE photo, cmsHPROFILE screen);
    void makeGreys(cmsHPROFILE photo, cmsHPROFILE screen);
    /// `step` floats a pixel, of which the first three or the first count.
    void runColours(const float* rgb, std::size_t step, std::size_t pixels, ScreenPixel* out) const;
    void runGreys(const float* grey, std::size_t step, std::size_t pixels, ScreenPixel* out) const;
};

/// The cheapest way that nobody can tell from lcms's own.
void DisplayColours::Impl::chooseColours(cmsHPROFILE photo, cmsHPROFILE screen)
{
    const Transform exact = makeTransform(photo, TYPE_RGB_FLT, screen, TYPE_RGB_FLT);
    if (!exact)
        return;
    const std::vector<float> colours = probeColours();
    std::vector<float> expected(colours.size());
    cmsDoTransform(exact.get(), colours.data(), expected.data(), cmsUInt32Number(colours.size() / 3));
    if (farthest(expected, colours) < 0.75f) // the many profiles of sRGB differ by less
        return;
    shaper = MatrixShaper::make(photo, screen);
    if (shaper && farthest(expected, throughShaper(*shaper, colours)) < 2.0f)
        return;
    shaper.reset();
    transform = makeTransform(photo, TYPE_RGB_16, screen, TYPE_RGB_8);
}

/// A grey photo has so few colours that a table holds them all. `photo`: its profile, null where it has none.
void DisplayColours::Impl::makeGreys(cmsHPROFILE photo, cmsHPROFILE screen)
{
    std::vector<float> rgb;
    for (int i = 0; i <= greySteps; ++i)
        rgb.insert(rgb.end(), 3, float(i) / greySteps);
    greys.resize(greySteps + 1);
    if (!photo)
        return runColours(rgb.data(), 3, greys.size(), greys.data());

    std::vector<float> levels(greys.size());
    for (std::size_t i = 0; i < levels.size(); ++i)
        levels[i] = rgb[3 * i];
    if (const Transform way = makeTransform(photo, TYPE_GRAY_FLT, screen, TYPE_RGB_FLT))
        cmsDoTransform(way.get(), levels.data(), rgb.data(), cmsUInt32Number(levels.size()));
    inBlocks(greys.size(), [&](std::size_t begin, std::size_t count) {
        roundOnly(rgb.data() + 3 * begin, 3, count, greys.data() + begin);
    });
}

void DisplayColours::Impl::runColours(const float* rgb, std::size_t step, std::size_t pixels,
                                      ScreenPixel* out) const
{
    if (shaper)
        return shaper->run(rgb, step, pixels, out);
    inBlocks(pixels, [&](std::size_t begin, std::size_t count) {
        if (transform)
            throughTransform(transform.get(), rgb + begin * step, step, count, out + begin);
        else
            roundOnly(rgb + begin * step, step, count, out + begin);
    });
}

void DisplayColours::Impl::runGreys(const float* grey, std::size_t step, std::size_t pixels,
                                    ScreenPixel* out) const
{
    inBlocks(pixels, [&](std::size_t begin, std::size_t count) {
        throughTable(greys, grey + begin * step, step, count, out + begin);
    });
}

std::shared_ptr<const DisplayColours> DisplayColours::make(const Bytes& photo, const Bytes& screen)
{
    const Profile own = usable(photo, false);
    const Profile shown = usable(screen, true);
    const Profile srgb(cmsCreate_sRGBProfile());
    const bool isGrey = own && cmsGetColorSpace(own.get()) == cmsSigGrayData;
    auto impl = std::make_unique<Impl>();
    const cmsHPROFILE to = shown ? shown.get() : srgb.get();
    if (photo != screen)
        impl->chooseColours(own && !isGrey ? own.get() : srgb.get(), to);
    impl->makeGreys(isGrey ? own.get() : nullptr, to);
    return std::shared_ptr<const DisplayColours>(new DisplayColours(std::move(impl)));
}

DisplayColours::DisplayColours(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
DisplayColours::~DisplayColours() = default;

void DisplayColours::toScreen(const Image& pixels, std::uint8_t* to) const
{
    const auto step = std::size_t(pixels.channels());
    std::array<ScreenPixel, block> out;
    inBlocks(pixels.empty() ? 0 : pixels.size() / step, [&](std::size_t begin, std::size_t count) {
        const float* const from = pixels.data() + begin * step;
        if (step <= 2)
            m_impl->runGreys(from, step, count, out.data());
        else
            m_impl->runColours(from, step, count, out.data());
        if (step % 2 == 0)
            premultiply(from + step - 1, step, count, out.data());
        std::memcpy(to + begin * sizeof(ScreenPixel), out.data(), count * sizeof(ScreenPixel));
    });
}

std::string profileName(const Bytes& icc)
{
    if (icc.empty())
        return "sRGB";
    const Profile profile = openProfile(icc);
    if (!profile)
        return "damaged profile";
    std::array<wchar_t, 256> wide{};
    cmsGetProfileInfo(profile.get(), cmsInfoDescription, "en", "US", wide.data(), sizeof(wide));
    wide.back() = 0;
    std::u16string text; // what lcms calls wide characters are units of UTF-16
    for (const wchar_t* unit = wide.data(); *unit; ++unit)
        text.push_back(char16_t(*unit));
    const std::string name = plainText(text);
    return name.empty() ? "profile without a name" : name;
}

} // namespace enlarger::image
