// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/foreign_folders.h"
#include "core/base/result.h"
#include "core/image/photo/photo.h"

#include <filesystem>
#include <vector>

namespace enlarger::app {

/// One photo to be enlarged.
struct InputPhoto
{
    std::filesystem::path file;
    std::filesystem::path subfolder; // below the folder that was named; empty for files
    bool fromFolder = false;         // found in a folder rather than named
};

struct InputList
{
    std::vector<InputPhoto>
        photos; // in the order of the command line, folders in the order of names; each file once
    std::vector<Error> problems;                // what was named and cannot be taken
    PassedOver passedOver;                      // folders of other programs, below those that were named
    std::vector<std::filesystem::path> folders; // that were looked into, each before those in it
    bool hasFolder = false;
};

/// What the command line names: files are taken as they are; of folders, the picture files by their
/// extension, without hidden ones, with subfolders where `recursive`, but those of other programs
/// (isForeignFolder()). Links to folders are not followed.
/// "FOLDER/./SUB/FILE" is a file as if it had been found in FOLDER (rsync's way to say where a tree begins).
/// `excluded`, where it lies below a named folder, is not entered: it is where the results go.
InputList collectInputs(const std::vector<std::filesystem::path>& inputs, bool recursive,
                        const std::filesystem::path& excluded = {});

/// Whether a photo that was found in a folder is left alone, since this program has made it: who names the
/// file itself wants it.
bool isFoundResult(const InputPhoto& photo, const image::Metadata& metadata);

/// The paths of a list, one a line; "-" is standard input. Errors: it cannot be read.
Result<std::vector<std::filesystem::path>> readPathList(const std::filesystem::path& file);

/// How a photo is named in a list, so that it is found again as it was: "FOLDER/./SUB/FILE", absolute.
std::filesystem::path listedPath(const InputPhoto& photo);

} // namespace enlarger::app
