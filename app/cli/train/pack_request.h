// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/device/device.h"
#include "core/train/photos/pack_pictures.h"

#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace enlarger::cli {

/// What 'pack' was asked for.
struct PackRequest
{
    std::vector<std::filesystem::path> folders;
    std::filesystem::path lr;
    std::vector<std::string> exclude;
    int least = 128; // shorter sides are left out, HR pixels
    QString teacher; // a model's name or file; empty: none
    std::string device = "auto";
    device::Precision precision = device::Precision::Auto;
    train::PackOptions pack; // without the teacher
};

/// "48M", "1.5G", "300000": bytes, in steps of 1024; nothing if it means nothing.
std::optional<std::int64_t> bytesFrom(const std::string& text);

/// Nothing where there is nothing to run; then `exitCode` says how to end.
std::optional<PackRequest> parsePackRequest(const QStringList& arguments, int& exitCode);

} // namespace enlarger::cli
