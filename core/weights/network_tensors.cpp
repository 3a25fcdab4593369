// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_tensors.h"

#include "core/weights/key_families.h"

#include <bit>

namespace enlarger::weights {

int doublings(int factor)
{
    return std::bit_width(static_cast<unsigned>(factor)) - 1;
}

std::vector<TensorShape> networkTensors(const nn::NetworkSpec& spec)
{
    Shapes shapes;
    keyFamilyOf(spec.architecture).tensors(shapes, spec);
    return std::move(shapes.list);
}

} // namespace enlarger::weights
