// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_tensors.h"

#include "core/weights/key_families.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace enlarger::weights {

int doublings(int factor)
{
    return std::bit_width(static_cast<unsigned>(factor)) - 1;
}

std::vector<TensorShape> networkTensors(const nn::NetworkSpec& spec)
{
    for (const KeyFamily& family : keyFamilies())
        if (std::ranges::count(family.architectures, spec.architecture) > 0) {
            Shapes shapes;
            family.tensors(shapes, spec);
            return std::move(shapes.list);
        }
    throw std::invalid_argument("there is no such architecture");
}

} // namespace enlarger::weights
