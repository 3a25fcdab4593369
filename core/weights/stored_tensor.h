// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weights.h"

namespace enlarger::weights {

inline torch::ScalarType dtypeOf(Storage storage)
{
    switch (storage) {
    case Storage::Float16:
        return torch::kFloat16;
    case Storage::BFloat16:
        return torch::kBFloat16;
    case Storage::Float32:
        break;
    }
    return torch::kFloat32;
}

/// How the tensor is stored: whole numbers stay such.
inline torch::ScalarType storedType(const torch::Tensor& tensor, Storage storage)
{
    return tensor.is_floating_point() ? dtypeOf(storage) : tensor.scalar_type();
}

/// The tensor as it is written: on the CPU, dense, row by row.
inline torch::Tensor storedTensor(const torch::Tensor& tensor, Storage storage)
{
    return tensor.detach().to(torch::kCPU, storedType(tensor, storage)).contiguous();
}

} // namespace enlarger::weights
