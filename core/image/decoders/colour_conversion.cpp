// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/colour_conversion.h"

#include "core/image/colour/lcms_handles.h"
#include "core/image/decoders/vips_runtime.h"

#include <algorithm>
#include <array>

namespace enlarger::image {

namespace {

constexpr std::size_t block = 1024; // pixels; small enough for the stack

/// Where a file brings no profile for its inks: that of a typical offset press, which libvips has built in.
Profile typicalCmyk()
{
    VipsBlob* blob = nullptr;
    if (!startVips() || vips_profile_load("cmyk", &blob, nullptr) || !blob)
        return nullptr;
    std::size_t size = 0;
    const void* const data = vips_blob_get(blob, &size);
    Profile profile(cmsOpenProfileFromMem(data, cmsUInt32Number(size)));
    vips_area_unref(VIPS_AREA(blob));
    return profile;
}

Profile linearSrgb()
{
    constexpr cmsCIExyY d65{0.3127, 0.3290, 1.0};
    constexpr cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    const ToneCurve curve(cmsBuildGamma(nullptr, 1.0));
    const std::array<cmsToneCurve*, 3> curves{curve.get(), curve.get(), curve.get()};
    return Profile(cmsCreateRGBProfile(&d65, &primaries, curves.data()));
}

bool isLinear(cmsHPROFILE profile)
{
    if (!cmsIsMatrixShaper(profile))
        return false;
    const double gamma = cmsDetectRGBProfileGamma(profile, 0.01);
    return gamma > 0.98 && gamma < 1.02;
}

Transform makeTransform(cmsHPROFILE from, cmsUInt32Number format, cmsHPROFILE to)
{
    return Transform(cmsCreateTransform(from, format, to, TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC,
                                        cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE));
}

/// What 16 bits cannot tell from 0..1 was not clipped: conversions round.
constexpr float tolerance = 1.0f / 65535.0f;

float clip(float value)
{
    return value >= 0.0f ? std::min(value, 1.0f) : 0.0f; // NaN becomes 0
}

} // namespace

struct ColourConversion::Impl
{
    Transform transform; // null: colours stay
    int colours = 3;     // that go in
    bool alpha = false;
    float inputScale = 1.0f; // lcms counts ink in percent
    float black = 0.0f;      // the value of black, and how far white is from it
    float range = 1.0f;

    bool isWithin = false; // integers stay as RowSource::read() gives them, within 0..1
    bool isFloating = false;
    bool hasClipped = false;

    void convert(const float* from, std::size_t pixels, float* to) const;
    void stretch(const float* from, std::size_t pixels, float* to) const;
    void clipAll(float* values, std::size_t count);
};

Result<ColourConversion> ColourConversion::make(SourceInfo& info, const std::filesystem::path& file)
{
    auto impl = std::make_unique<Impl>();
    impl->colours = info.channels() - (info.alpha ? 1 : 0);
    impl->alpha = info.alpha;
    if (!info.fullRange) { // BT.2100's narrow range, whose step is as large in 16 bits as in 8
        const float step = info.bits > 8 ? 256.0f / 65535.0f : 1.0f / 255.0f;
        impl->black = 16.0f * step;
        impl->range = 219.0f * step;
    }
    Bytes& icc = info.metadata.icc;
    Profile own = openProfile(icc);
    const cmsColorSpaceSignature space = own ? cmsGetColorSpace(own.get()) : cmsColorSpaceSignature(0);
    Profile from, to;
    cmsUInt32Number format = TYPE_RGB_FLT;

    if (info.model == ColourModel::Cmyk) {
        from = space == cmsSigCmykData ? std::move(own) : typicalCmyk();
        format = TYPE_CMYK_FLT;
        impl->inputScale = 100.0f;
        info.notes.push_back(space == cmsSigCmykData
                                 ? "CMYK was converted to sRGB"
                                 : "CMYK without a profile was converted to sRGB as for a typical press");
        icc.clear();
    } else if (info.model == ColourModel::Lab) {
        from = Profile(cmsCreateLab4Profile(nullptr));
        format = TYPE_Lab_FLT;
        info.notes.push_back("Lab was converted to sRGB");
        icc.clear();
    } else if (info.linear) {
        from = linearSrgb();
        if (space == cmsSigRgbData)
            to = std::move(own);
        else
            icc.clear();
    } else if (info.floating && info.model == ColourModel::Rgb && space == cmsSigRgbData &&
               isLinear(own.get())) {
        from = std::move(own);
        icc.clear();
        info.notes.push_back("Linear light was converted to sRGB");
    }

    if (from) {
        if (!to)
            to = Profile(cmsCreate_sRGBProfile());
        impl->transform = makeTransform(from.get(), format, to.get());
        if (!impl->transform)
            return Error{ErrorKind::BadInput, "the picture's colour profile cannot be used", file,
                         "Convert the picture to sRGB in the program that made it"};
        info.model = ColourModel::Rgb;
    }
    impl->isFloating = info.floating;
    impl->isWithin = info.bits == 8 && !info.floating && !impl->transform && impl->range == 1.0f;
    return ColourConversion(std::move(impl));
}

ColourConversion::ColourConversion(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}
ColourConversion::ColourConversion(ColourConversion&&) noexcept = default;
ColourConversion& ColourConversion::operator=(ColourConversion&&) noexcept = default;
ColourConversion::~ColourConversion() = default;

int ColourConversion::inputChannels() const
{
    return m_impl->colours + (m_impl->alpha ? 1 : 0);
}

bool ColourConversion::hasClipped() const
{
    return m_impl->hasClipped;
}

void ColourConversion::run(const float* from, std::size_t pixels, float* to)
{
    const std::size_t inputs = pixels * std::size_t(inputChannels());
    if (m_impl->transform)
        m_impl->convert(from, pixels, to);
    else
        m_impl->stretch(from, pixels, to);
    m_impl->clipAll(to, m_impl->transform ? pixels * (m_impl->alpha ? 4 : 3) : inputs);
}

// Video's range to the full one; alpha has no other.
void ColourConversion::Impl::stretch(const float* from, std::size_t pixels, float* to) const
{
    const auto wanted = std::size_t(colours);
    const std::size_t step = wanted + (alpha ? 1 : 0);
    if (range != 1.0f) {
        for (std::size_t i = 0; i < pixels * step; ++i)
            to[i] = i % step < wanted ? (from[i] - black) / range : from[i];
    } else if (from != to) {
        std::copy_n(from, pixels * step, to);
    }
}

void ColourConversion::Impl::clipAll(float* values, std::size_t count)
{
    if (isWithin)
        return;
    if (isFloating && !hasClipped) {
        int outside = 0;
        for (std::size_t i = 0; i < count; ++i) // NaN too
            outside |= !(values[i] >= -tolerance && values[i] <= 1.0f + tolerance);
        hasClipped = outside != 0;
    }
    std::transform(values, values + count, values, clip);
}

void ColourConversion::Impl::convert(const float* from, std::size_t pixels, float* to) const
{
    std::array<float, 4 * block> in;
    std::array<float, 3 * block> out;
    const std::size_t step = std::size_t(colours) + (alpha ? 1 : 0);
    const std::size_t given = alpha ? 4 : 3;
    while (pixels > 0) {
        const std::size_t count = std::min(pixels, block);
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t c = 0; c < std::size_t(colours); ++c)
                in[i * std::size_t(colours) + c] = from[i * step + c] * inputScale;
        cmsDoTransform(transform.get(), in.data(), out.data(), cmsUInt32Number(count));
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t c = 0; c < 3; ++c)
                to[i * given + c] = out[i * 3 + c];
            if (alpha)
                to[i * given + 3] = from[i * step + step - 1];
        }
        from += count * step;
        to += count * given;
        pixels -= count;
    }
}

} // namespace enlarger::image
