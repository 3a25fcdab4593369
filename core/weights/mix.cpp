// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights.h"

#include <fmt/format.h>
#include <new>

namespace enlarger::weights {

namespace {

struct Part
{
    double share;
    const StateDict& network;
};

/// The sum of shares of networks, in fp64: a share of 1 beside one of 0 gives a network itself to the last
/// bit.
Result<StateDict> sumOf(std::initializer_list<Part> parts)
try {
    const auto differ = [](const std::string& why) {
        return Error{
            ErrorKind::BadInput, "the networks do not mix: " + why, {}, "Choose networks of the same shape"};
    };
    const StateDict& first = parts.begin()->network;
    for (const Part& part : parts)
        if (part.network.size() != first.size())
            return differ(fmt::format("one has {} tensors, the other {}", first.size(), part.network.size()));
    StateDict result;
    for (const auto& [name, tensor] : first.entries()) {
        torch::Tensor sum = torch::zeros(tensor.sizes(), torch::kFloat64);
        for (const Part& part : parts) {
            const torch::Tensor* one = part.network.find(name);
            if (!one || one->sizes() != tensor.sizes())
                return differ("the tensor " + name +
                              (one ? " has a different shape in each" : " is in only one of them"));
            sum += part.share * one->to(torch::kFloat64);
        }
        result.add(name, sum.to(torch::kFloat32));
    }
    return result;
} catch (const std::bad_alloc&) {
    return Error{
        ErrorKind::OutOfMemory, "there is not enough memory to mix the networks", {}, "Close other programs"};
} catch (const std::exception& exception) {
    return Error{
        ErrorKind::Internal, std::string("the networks could not be mixed: ") + exception.what(), {}, {}};
}

} // namespace

Status checkStrength(double strength)
{
    constexpr double most = 2.0;
    if (strength >= 0.0 && strength <= most)
        return {};
    return Error{ErrorKind::BadInput,
                 fmt::format("a strength of {} is not valid", strength),
                 {},
                 "Choose one from 0 (the first network) through 1 (the second) to 2 (as far beyond it)"};
}

Result<StateDict> mix(const StateDict& faithful, const StateDict& crisp, double strength)
{
    if (Status checked = checkStrength(strength); !checked)
        return std::move(checked).error();
    return sumOf({{1.0 - strength, faithful}, {strength, crisp}});
}

Result<StateDict> difference(const StateDict& a, const StateDict& b)
{
    return sumOf({{1.0, a}, {-1.0, b}});
}

Result<StateDict> sum(const StateDict& a, const StateDict& b)
{
    auto result = sumOf({{1.0, a}, {1.0, b}});
    constexpr double leastShare = 0.1; // of a variance, by whose root batch norm divides
    if (result)
        for (const auto& [name, tensor] : result->entries())
            if (name.ends_with(".running_var"))
                tensor.copy_(torch::maximum(tensor, leastShare * a.find(name)->to(torch::kFloat32)));
    return result;
}

} // namespace enlarger::weights
