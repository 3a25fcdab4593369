// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/validation_set.h"

#include "core/infer/evaluate/evaluation_pair.h"
#include "core/train/photos/picture_pairs.h"

#include <new>

namespace enlarger::train {

Result<std::vector<Sample>> readValidationSet(const std::filesystem::path& folder, int scale, Gate& gate)
try {
    const PairFolders folders = pairFoldersIn(folder);
    const auto set = infer::findEvaluationSet(folders.lr.empty() ? folder : folders.hr, folders.lr, scale);
    if (!set)
        return set.error();
    if (!set->problems.empty())
        return set->problems.front();
    std::vector<Sample> samples;
    for (const infer::EvaluationPair& pair : set->pairs) {
        gate.pass();
        auto pictures = infer::readPair(pair, scale);
        if (!pictures)
            return std::move(pictures).error();
        samples.push_back({std::move(pictures->hr), std::move(pictures->lr)});
    }
    return samples;
} catch (const CancelledException&) {
    return Error{ErrorKind::Cancelled, "cancelled", {}, {}};
} catch (const std::bad_alloc&) {
    return Error{ErrorKind::OutOfMemory, "there is not enough memory for the pictures of the validation set",
                 folder, "Take fewer or smaller ones"};
}

} // namespace enlarger::train
