// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/tensor_target.h"

namespace enlarger::infer {

namespace {

torch::Dtype dtypeOf(device::Precision precision)
{
    switch (precision) {
    case device::Precision::Bf16:
        return torch::kBFloat16;
    case device::Precision::Fp16:
        return torch::kFloat16;
    default:
        return torch::kFloat32;
    }
}

} // namespace

TensorTarget tensorTarget(const device::Device& device, device::Precision precision)
{
    return {torch::Device(device.name), dtypeOf(precision), device.freeMemory};
}

} // namespace enlarger::infer
