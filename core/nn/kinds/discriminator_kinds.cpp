// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/kinds/discriminator_kinds.h"

namespace enlarger::nn {

int fixedSideOf(DiscriminatorKind kind)
{
    switch (kind) {
    case DiscriminatorKind::Vgg128:
        return vgg128Side;
    case DiscriminatorKind::Vgg256:
        return vgg256Side;
    case DiscriminatorKind::None:
    case DiscriminatorKind::Srgan:
    case DiscriminatorKind::SrganKeras:
    case DiscriminatorKind::PatchGan:
    case DiscriminatorKind::UnetSn:
        break;
    }
    return 0;
}

} // namespace enlarger::nn
