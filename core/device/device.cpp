// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/device.h"

#include "core/device/cpu_info.h"
#include "core/device/cuda_info.h"

namespace enlarger::device {

std::vector<Device> devices()
{
    std::vector<Device> all{describeCpu()};
    for (Device& gpu : describeCudaDevices())
        all.push_back(std::move(gpu));
    return all;
}

Result<Device> findDevice(const std::string& name)
{
    if (name == "cpu") // without waking a GPU up
        return describeCpu();
    const std::vector<Device> all = devices();
    if (name.empty() || name == "auto")
        return all.size() > 1 ? all[1] : all[0];
    const std::string wanted = name == "cuda" ? "cuda:0" : name;
    std::string known;
    for (const Device& device : all) {
        if (device.name == wanted)
            return device;
        known += (known.empty() ? "" : ", ") + device.name;
    }
    return Error{ErrorKind::BadInput,
                 "there is no device \"" + name + "\" here",
                 {},
                 "Choose auto or one of " + known};
}

} // namespace enlarger::device
