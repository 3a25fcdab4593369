// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_families.h"

#include <algorithm>
#include <stdexcept>

namespace enlarger::weights {

// Each stands in its own file in families/.
KeyFamily rrdbNetKeys();
KeyFamily srResNetKeys();
KeyFamily msrResNetKeys();
KeyFamily srvggKeys();
KeyFamily spanKeys();
KeyFamily realPlksrKeys();
KeyFamily swinIrKeys();
KeyFamily datKeys();
KeyFamily omniSrKeys();

const std::vector<KeyFamily>& keyFamilies()
{
    static const std::vector<KeyFamily> families{rrdbNetKeys(), srResNetKeys(), msrResNetKeys(),
                                                 srvggKeys(),   spanKeys(),     realPlksrKeys(),
                                                 swinIrKeys(),  datKeys(),      omniSrKeys()};
    return families;
}

const KeyFamily& keyFamilyOf(nn::Architecture architecture)
{
    for (const KeyFamily& family : keyFamilies())
        if (std::ranges::count(family.architectures, architecture) > 0)
            return family;
    throw std::invalid_argument("there is no such architecture");
}

bool isUsualScale(int scale)
{
    return scale == 1 || scale == 2 || scale == 4 || scale == 8 || scale == 16;
}

std::string notOpenedElsewhere(const std::string& why)
{
    return "Other programs (chaiNNer, spandrel) do not open this network: they know no " + why;
}

std::string joined(const std::vector<std::string>& names, std::string_view lastWord)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            text += i + 1 < names.size() ? ", " : " " + std::string(lastWord) + " ";
        text += names[i];
    }
    return text;
}

} // namespace enlarger::weights
