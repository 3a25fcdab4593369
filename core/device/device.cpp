// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/device.h"

#include "core/device/cpu_info.h"
#include "core/device/cuda_info.h"

#include <algorithm>

namespace enlarger::device {

std::vector<Device> devices()
{
    std::vector<Device> all{describeCpu()};
    for (Device& gpu : describeCudaDevices())
        all.push_back(std::move(gpu));
    return all;
}

const Device* chooseDevice(const std::vector<Device>& devices, const std::string& name)
{
    if (devices.size() > 1 && (name.empty() || name == "auto"))
        return &devices[1];
    const std::string wanted = name.empty() || name == "auto" ? "cpu" : name == "cuda" ? "cuda:0" : name;
    const auto found = std::find_if(devices.begin(), devices.end(),
                                    [&](const Device& device) { return device.name == wanted; });
    return found == devices.end() ? nullptr : &*found;
}

bool Device::has(std::string_view feature) const
{
    return std::ranges::find(features, feature) != features.end();
}

Result<Device> findDevice(const std::string& name)
{
    if (name == "cpu") // without waking a GPU up
        return describeCpu();
    const std::vector<Device> all = devices();
    if (const Device* chosen = chooseDevice(all, name))
        return *chosen;
    std::string known;
    for (const Device& device : all)
        known += (known.empty() ? "" : ", ") + device.name;
    return Error{ErrorKind::BadInput,
                 "there is no device \"" + name + "\" here",
                 {},
                 "Choose auto or one of " + known};
}

} // namespace enlarger::device
