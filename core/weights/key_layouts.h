// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

namespace enlarger::weights {

/// The same tensors under our names, and who names them as the file does.
struct Renamed
{
    StateDict tensors;
    std::string layout;
    bool sharedUpConv = false; // the layout's one upsampling convolution serves both steps
};

/// Takes off what wrappers put before every name ("module.", "netG." ...), and what is no weight
/// (num_batches_tracked).
StateDict withoutPrefixes(const StateDict& tensors);

/// Finds the layout by its landmarks; names of an unknown layout stay as they are.
Renamed toOurNames(const StateDict& tensors);

} // namespace enlarger::weights
