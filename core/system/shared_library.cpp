// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/shared_library.h"

#include <dlfcn.h>
#include <link.h>

namespace enlarger {

namespace {

struct Search
{
    std::string_view name;
    std::filesystem::path folder;
};

int lookAt(dl_phdr_info* library, std::size_t, void* data)
{
    auto* search = static_cast<Search*>(data);
    const std::filesystem::path file = library->dlpi_name;
    if (file.filename() != search->name)
        return 0;
    search->folder = file.parent_path();
    return 1;
}

} // namespace

void* openLibrary(const std::filesystem::path& library)
{
    return ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL);
}

void* loadedLibrary(const char* name)
{
    return ::dlopen(name, RTLD_NOW | RTLD_NOLOAD);
}

std::filesystem::path folderOfLibrary(std::string_view name)
{
    Search search{name, {}};
    ::dl_iterate_phdr(&lookAt, &search);
    return search.folder;
}

void* functionIn(void* library, const char* name)
{
    return ::dlsym(library, name);
}

} // namespace enlarger
