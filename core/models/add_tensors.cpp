// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/add_tensors.h"

#include "core/base/atomic_file.h"
#include "core/weights/weights.h"

namespace enlarger::models {

Result<StoredModel> addTensors(const ModelStore& store, const weights::StateDict& tensors,
                               const cards::Card& card, bool replace)
{
    std::error_code problem;
    std::filesystem::create_directories(store.folder(), problem);
    auto file =
        AtomicFile::create(store.folder() / "made.safetensors"); // never committed: add() writes its own
    if (!file)
        return file.error();
    if (const Status status = weights::writeSafetensors(file->temporary(), tensors, {}); !status)
        return status.error();
    if (const Status status = file->flush(); !status) // it is another file now
        return status.error();
    auto added = store.add(file->temporary(), card, replace);
    if (added || added.error().file != file->temporary())
        return added;
    Error error = std::move(added).error();
    error.file.clear(); // nobody has seen it
    return error;
}

} // namespace enlarger::models
