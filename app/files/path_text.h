// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <filesystem>
#include <string>

namespace enlarger::app {

/// The program's arguments as text. Names that are not UTF-8 survive: each of their high bytes becomes a lone
/// surrogate, which toPath() turns back. The locale plays no part.
QStringList argumentsFrom(int argc, char** argv);

std::filesystem::path toPath(const QString& text);

/// For messages and JSON: UTF-8, with U+FFFD for bytes that are not.
QString toText(const std::filesystem::path& path);
QString toText(const std::string& text);

/// For a terminal: control characters, which could steer it, become '?'.
std::string printable(std::string text);

} // namespace enlarger::app
