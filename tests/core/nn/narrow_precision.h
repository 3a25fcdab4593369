// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/types.h>

namespace enlarger::tests {

/// Whether oneDNN has convolutions in this precision for this processor; without, they are errors.
inline bool canConvolve(torch::Dtype dtype)
{
    const char* question =
        dtype == torch::kBFloat16 ? "mkldnn::_is_mkldnn_bf16_supported" : "mkldnn::_is_mkldnn_fp16_supported";
    const auto schema = c10::Dispatcher::singleton().findSchema({question, ""});
    return schema && schema->typed<bool()>().call();
}

} // namespace enlarger::tests
