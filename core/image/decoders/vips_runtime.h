// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>
#include <vips/vips.h>

namespace enlarger::image {

/// Starts libvips once for the process: nothing cached between photos, nothing printed to the terminal, and
/// of its loaders only those that we call by name, so that no file ever reaches one that runs or fetches
/// something.
Status startVips();

/// What libvips has complained about since the last call, in its own lines: see libraryWords().
std::string takeVipsError();

struct VipsUnref
{
    void operator()(void* object) const { g_object_unref(object); }
};

template <class T>
using VipsPtr = std::unique_ptr<T, VipsUnref>;

} // namespace enlarger::image
