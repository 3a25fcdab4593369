// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"
#include "core/image/pixels/image.h"
#include "core/image/pixels/row_stage.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace enlarger::image {

/// The way from a photo's tone curve to sRGB's and back. Networks know photos in that one curve: what they
/// make of linear values is worse by 3 dB. Primaries stay the photo's own.
///
/// Curves near sRGB's are left alone, so that ordinary photos stay what they are, bit by bit. Measured on
/// Set5 in 16 bits, enlarged by faithful-x4 as they are and compared in sRGB, in dB of RGB: linear -3.00,
/// gamma 1.4 -1.03, 1.8 -0.28, Rec. 709 -0.36, 2.0 -0.11, L* -0.10, 2.2 -0.02, 2.4 +0.02, 2.8 -0.02, 3.0
/// -0.07. Where the root mean square of the difference from sRGB's values is above 10/255, the curve is
/// brought to it: everything that costs more than 0.11 dB, gamma 1.8 included, and from gamma 2.6 on.
///
/// PQ, HLG and the logarithms of film cameras are perceptual over more than a screen's range, and stay: a
/// profile that names them does, and any curve that has the middle of its values darker than 0.375 in sRGB.
///
/// The curve is the tone response of the profile's neutral axis, one for all channels: that is what curves
/// have in common with tables, and what is done is undone exactly, whatever the profile. Safe to use from
/// several threads.
class WorkingCurve
{
public:
    /// Null where the photo's values are to stay as they are: it has no profile, or none of its channels, or
    /// one of a curve that is near enough.
    static std::shared_ptr<const WorkingCurve> of(const PhotoInfo& photo);

    /// Colours only; alpha stays. Values outside of 0..1 and NaN stay too, at which both ways are continuous.
    void toWorking(Image& pixels) const;
    void fromWorking(Image& pixels) const; // the exact inverse, but for the roundings of floats

private:
    explicit WorkingCurve(const std::vector<float>& response);
    float working(float value) const;
    float own(float working) const;

    std::vector<float> m_working;       // of equal steps of the photo's values: from 0 to 1, always rising
    std::vector<std::uint16_t> m_below; // of equal steps of working values: the last of m_working not above
};

/// The same as a step of a chain.
enum class CurveDirection { ToWorking, FromWorking };
std::unique_ptr<RowStage> makeCurveStage(std::shared_ptr<const WorkingCurve> curve, CurveDirection direction);

/// A whole photo in the curve that networks know, for small ones. Errors: those of readPhoto().
Result<Image> readWorkingPhoto(const std::filesystem::path& file);

} // namespace enlarger::image
