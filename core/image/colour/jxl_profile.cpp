// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/jxl_profile.h"

#include <jxl/encode_cxx.h>

namespace enlarger::image {

bool jxlTakesProfile(const Bytes& icc, bool grey)
{
    JxlBasicInfo info;
    JxlEncoderInitBasicInfo(&info);
    info.xsize = 8;
    info.ysize = 8;
    info.num_color_channels = grey ? 1 : 3;
    info.uses_original_profile = JXL_TRUE;
    const JxlEncoderPtr encoder = JxlEncoderMake(nullptr);
    return encoder && JxlEncoderSetBasicInfo(encoder.get(), &info) == JXL_ENC_SUCCESS &&
           JxlEncoderSetICCProfile(encoder.get(), icc.data(), icc.size()) == JXL_ENC_SUCCESS;
}

} // namespace enlarger::image
