// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/icc_profile.h"

#include <lcms2.h>

#include <memory>
#include <type_traits>

namespace enlarger::image {

struct FreeToneCurve
{
    void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};

struct CloseProfile
{
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};

struct DeleteTransform
{
    void operator()(void* transform) const { cmsDeleteTransform(transform); }
};

using ToneCurve = std::unique_ptr<cmsToneCurve, FreeToneCurve>;
using Profile = std::unique_ptr<std::remove_pointer_t<cmsHPROFILE>, CloseProfile>;
using Transform = std::unique_ptr<std::remove_pointer_t<cmsHTRANSFORM>, DeleteTransform>;

/// Null where the block is no profile, or a damaged one.
inline Profile openProfile(const Bytes& icc)
{
    if (!iccColours(icc))
        return nullptr;
    return Profile(cmsOpenProfileFromMem(icc.data(), cmsUInt32Number(icc.size())));
}

} // namespace enlarger::image
