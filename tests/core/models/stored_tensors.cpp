// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/models/stored_tensors.h"

#include "core/weights/weights.h"

#include <algorithm>

namespace enlarger::tests {

namespace fs = std::filesystem;

weights::StateDict tensorsOf(const fs::path& file)
{
    return weights::recognise(*weights::readWeights(file))->tensors;
}

bool holdSameTensors(const fs::path& a, const fs::path& b)
{
    const weights::StateDict first = tensorsOf(a);
    const weights::StateDict second = tensorsOf(b);
    if (first.size() != second.size() || first.empty())
        return false;
    for (const auto& [name, tensor] : first.entries()) {
        const torch::Tensor* other = second.find(name);
        if (!other || !torch::equal(tensor.to(torch::kFloat32), other->to(torch::kFloat32)))
            return false;
    }
    return true;
}

std::vector<std::string> namesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace enlarger::tests
