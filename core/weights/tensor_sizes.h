// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"
#include "core/weights/state_dict.h"

#include <cstdint>
#include <string>

namespace enlarger::weights {

/// Sizes of a tensor that the spec is read from. Throws ParseError where it is missing or has other
/// dimensions.
class Sizes
{
public:
    explicit Sizes(const StateDict& tensors)
        : m_tensors(tensors)
    {}

    int of(const std::string& name, std::int64_t dimensions, std::int64_t index) const;
    int outputs(const std::string& conv) const { return of(conv + ".weight", 4, 0); }
    int inputs(const std::string& conv) const { return of(conv + ".weight", 4, 1); }

private:
    const StateDict& m_tensors;
};

/// Features, channels and blocks of a network that is conv_first, body.N and a last convolution.
nn::NetworkSpec commonSpec(nn::Architecture architecture, const StateDict& tensors,
                           const std::string& last = "conv_last");

/// How many layers there are by the largest N of names that begin "beginN.": one more than it, at most 1024.
/// Throws ParseError where there are none or more.
int layerCount(const StateDict& tensors, const std::string& begin);

/// Throws ParseError where there would be more blocks than tensors: a few names that promise many are no
/// reason to list them all.
void checkBlockCount(const StateDict& tensors, std::int64_t blocks);

/// The largest N of names that begin "beginN.", or -1.
int largestIndex(const StateDict& tensors, const std::string& begin);

/// One more than the largest N of "body.N.", never more than there are tensors.
int bodyLength(const StateDict& tensors);

/// How many of begin1, begin2 ... there are.
int countSteps(const StateDict& tensors, const std::string& begin);

} // namespace enlarger::weights
