// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/rgb_matrix.h"

#include "core/image/colour/made_profile.h"

#include <cmath>

namespace enlarger::image {

std::optional<RgbMatrix> xyzMatrix(cmsHPROFILE profile)
{
    constexpr std::array<cmsTagSignature, 3> tags = {cmsSigRedColorantTag, cmsSigGreenColorantTag,
                                                     cmsSigBlueColorantTag};
    RgbMatrix matrix{};
    for (std::size_t c = 0; c < 3; ++c) {
        const auto* xyz = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, tags[c]));
        if (!xyz)
            return {};
        matrix[c] = xyz->X;
        matrix[3 + c] = xyz->Y;
        matrix[6 + c] = xyz->Z;
    }
    return matrix;
}

std::optional<RgbMatrix> inverse(const RgbMatrix& m)
{
    const RgbMatrix adjugate = {
        m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
        m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
        m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
    const double determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
    if (!(std::abs(determinant) > 1e-9))
        return {};
    RgbMatrix result = adjugate;
    for (double& value : result)
        value /= determinant;
    return result;
}

RgbMatrix product(const RgbMatrix& first, const RgbMatrix& second)
{
    RgbMatrix result{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            for (std::size_t k = 0; k < 3; ++k)
                result[3 * row + column] += first[3 * row + k] * second[3 * k + column];
    return result;
}

std::optional<RgbMatrix> matrixBetween(const Chromaticities& from, const Chromaticities& to)
{
    const auto xyzOf = [](const Chromaticities& chromaticities) -> std::optional<RgbMatrix> {
        const Profile profile =
            openProfile(makeProfile("", chromaticities, TransferCurve::ofPower(1.0), false));
        return profile ? xyzMatrix(profile.get()) : std::nullopt;
    };
    const auto toXyz = xyzOf(from);
    const auto target = xyzOf(to);
    const auto fromXyz = target ? inverse(*target) : std::nullopt;
    if (!toXyz || !fromXyz)
        return {};
    return product(*fromXyz, *toXyz);
}

} // namespace enlarger::image
