// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/keep_tensors.h"

#include "core/base/new_file.h"
#include "core/weights/weights.h"

namespace enlarger::models {

Result<StoredModel> keepTensors(const ModelStore& store, const weights::StateDict& tensors,
                                const cards::Card& card, bool replace)
{
    std::error_code problem;
    std::filesystem::create_directories(store.folder(), problem);
    auto file =
        NewFile::create(store.folder() / "made.safetensors"); // never committed: keep() writes its own
    if (!file)
        return file.error();
    if (const Status status = weights::writeSafetensors(file->temporary(), tensors, {}); !status)
        return status.error();
    auto kept = store.keep(file->temporary(), card, replace);
    if (kept || kept.error().file != file->temporary())
        return kept;
    Error error = std::move(kept).error();
    error.file.clear(); // nobody has seen it
    return error;
}

} // namespace enlarger::models
