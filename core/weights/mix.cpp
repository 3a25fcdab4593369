// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights.h"

#include <fmt/format.h>
#include <new>

namespace enlarger::weights {

Result<StateDict> mix(const StateDict& faithful, const StateDict& crisp, double strength)
try {
    constexpr double most = 2.0;
    if (!(strength >= 0.0 && strength <= most))
        return Error{ErrorKind::BadInput,
                     fmt::format("a strength of {} makes no sense", strength),
                     {},
                     "Give one from 0 (the first network) over 1 (the second) to 2 (as far beyond it)"};
    const auto differ = [](const std::string& why) {
        return Error{
            ErrorKind::BadInput, "the networks do not mix: " + why, {}, "Take two networks of one shape"};
    };
    if (faithful.size() != crisp.size())
        return differ(fmt::format("one has {} tensors, the other {}", faithful.size(), crisp.size()));
    StateDict result;
    for (const auto& [name, tensor] : faithful.entries()) {
        const torch::Tensor* other = crisp.find(name);
        if (!other || other->sizes() != tensor.sizes())
            return differ("the tensor " + name + (other ? " has another shape in each" : " is in one alone"));
        // In fp64: strengths 0 and 1 give the networks themselves to the last bit.
        const torch::Tensor a = tensor.to(torch::kFloat64);
        const torch::Tensor b = other->to(torch::kFloat64);
        result.add(name, ((1.0 - strength) * a + strength * b).to(torch::kFloat32));
    }
    return result;
} catch (const std::bad_alloc&) {
    return Error{
        ErrorKind::OutOfMemory, "there is not enough memory to mix the networks", {}, "Close other programs"};
} catch (const std::exception& exception) {
    return Error{
        ErrorKind::Internal, std::string("the networks could not be mixed: ") + exception.what(), {}, {}};
}

} // namespace enlarger::weights
