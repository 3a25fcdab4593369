// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

#include <string>

namespace enlarger::cli {

/// A line (or several) to stdout or stderr, at once. Bytes of file names go through as they are.
void printOut(const std::string& text);
void printErr(const std::string& text);
void printErr(const QString& text);

/// One line of JSON to stdout.
void printJson(const QJsonObject& object);

/// Says on stderr what went wrong. Gives `exitCode` back, or ExitCancelled where somebody asked to stop.
int reportError(const Error& error, int exitCode);

/// Is a person looking at stderr?
bool stderrIsTerminal();
/// Is there somebody to answer a question asked on stderr?
bool canAsk();
/// Columns of the terminal behind stderr; 80 where it does not say.
int terminalWidth();
/// A line from stdin, without its end; nothing at its end.
std::string askLine(const std::string& question);

} // namespace enlarger::cli
