// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace enlarger::app {

/// A file that can be had from where its authors publish it.
struct CatalogueEntry
{
    enum class Kind { Model, Features }; // features: VGG19 and the like, for training

    QString name;  // of the model in the store, or the file's without extension
    QString title; // "Real-ESRGAN x4plus"
    Kind kind = Kind::Model;
    QUrl url;  // of the file; its last part is what the file is called
    QUrl page; // for a person
    QString licence;
    bool isNonCommercial = false;
    std::int64_t bytes = 0; // 0: not known beforehand
    QString sha256;         // lower-case hexadecimal; of torchvision's files the first eight digits are known
    /// What is wanted of a package (a ZIP archive), what is imported first; empty: the whole file.
    std::vector<std::string> members;

    std::filesystem::path fileName() const;
};

/// The catalogue of the program.
const std::vector<CatalogueEntry>& catalogue();

/// Another one, as of a mirror. Error: no such catalogue, with what is wrong; it names `file`.
Result<std::vector<CatalogueEntry>> catalogueFrom(const QByteArray& json, const std::filesystem::path& file);

} // namespace enlarger::app
