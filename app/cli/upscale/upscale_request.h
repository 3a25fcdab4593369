// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/enlarge/enlarge_settings.h"
#include "app/files/after_command.h"
#include "app/files/name_template.h"
#include "app/files/output_names.h"
#include "app/files/shard.h"
#include "core/device/device.h"

#include <QStringList>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace enlarger::cli {

using app::IfExists;
using app::NameTemplate;

/// Everything that `enlarger-cli upscale` was asked for, checked as far as that goes without opening a file.
struct UpscaleRequest
{
    std::vector<std::filesystem::path> inputs;
    std::filesystem::path output; // as typed; empty: beside the source
    bool outputIsFolder = false;
    bool fromStdin = false;         // the one input is "-"; `inputs` and `output` name files in its place
    bool toStdout = false;          // -o -
    std::string model;              // a name or a file; empty: the default
    std::optional<double> strength; // 0 faithful, 1 crisp; empty: the model as it is
    app::EnlargeSettings settings;
    bool hasQuality = false; // was it asked for
    std::string device;
    device::Precision precision = device::Precision::Auto;
    NameTemplate name;
    IfExists ifExists = IfExists::Ask;
    std::optional<app::Shard> shard;        // of the photos; empty: all of them
    std::filesystem::path manifest;         // empty: none
    std::optional<app::AfterCommand> after; // run on each result
    bool recursive = false;
    bool dryRun = false;
    bool json = false;
};

/// Nothing where there is nothing to do: help was printed, or a complaint. `exitCode` says which.
std::optional<UpscaleRequest> parseUpscaleRequest(const QStringList& arguments, int& exitCode);

} // namespace enlarger::cli
