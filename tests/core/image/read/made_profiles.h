// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/lcms_handles.h"

namespace enlarger::tests {

inline image::Bytes bytesOf(const image::Profile& profile)
{
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile.get(), nullptr, &size);
    image::Bytes bytes(size);
    cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
    return bytes;
}

/// A profile by a table of colours, as cameras and scanners have: RGB through `curve` on each channel (null:
/// none), then by `sample` to Lab of 16 bits. `side`: of the table. `cargo`: what `sample` is given.
inline image::Bytes profileByTable(cmsUInt32Number side, cmsSAMPLER16 sample, void* cargo,
                                   cmsToneCurve* curve = nullptr)
{
    cmsToneCurve* const curves[] = {curve, curve, curve};
    cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 3, 3);
    cmsStage* table = cmsStageAllocCLut16bit(nullptr, side, 3, 3, nullptr);
    cmsStageSampleCLut16bit(table, sample, cargo, 0);
    for (cmsStage* stage : {cmsStageAllocToneCurves(nullptr, 3, curve ? curves : nullptr), table,
                            cmsStageAllocToneCurves(nullptr, 3, nullptr)})
        cmsPipelineInsertStage(pipeline, cmsAT_END, stage);
    const image::Profile profile(cmsCreateProfilePlaceholder(nullptr));
    cmsSetProfileVersion(profile.get(), 4.3);
    cmsSetDeviceClass(profile.get(), cmsSigInputClass);
    cmsSetColorSpace(profile.get(), cmsSigRgbData);
    cmsSetPCS(profile.get(), cmsSigLabData);
    cmsWriteTag(profile.get(), cmsSigAToB0Tag, pipeline);
    cmsPipelineFree(pipeline);
    return bytesOf(profile);
}

} // namespace enlarger::tests
