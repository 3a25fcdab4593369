// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

#include <chrono>
#include <cstdint>
#include <string>

namespace enlarger::cli {

/// A line (or several) to stdout or stderr, at once. Bytes of file names go through as they are.
void printOut(const std::string& text);
void printErr(const std::string& text);
void printErr(const QString& text);

/// Bytes that are no text to stdout: all of them, or an Error.
Status sendOut(const std::filesystem::path& file);

/// Whether there is something to read from stdin, its end included, within that time.
bool waitForStdin(std::chrono::milliseconds patience);
/// Some of it: how many bytes, 0 at its end, -1 where it cannot be read (errno).
std::int64_t readStdin(char* bytes, std::size_t most);

/// The exit code of a program that has done `exitCode` and printed the rest: where what it printed could not
/// be written (a full disk), says so and fails. A reader that has gone away (head) has read enough.
int exitCodeOf(int exitCode);

/// Before anything else: a standard stream that is closed would become the first file that is opened, and a
/// reader that goes away must not leave a half file.
void openStandardStreams();

/// One line of JSON to stdout.
void printJson(const QJsonObject& object);

/// Says on stderr what went wrong. Gives `exitCode` back, or ExitCancelled where somebody asked to stop.
int reportError(const Error& error, int exitCode);

/// Is a person looking at stderr?
bool stderrIsTerminal();
bool stdinIsTerminal();
bool stdoutIsTerminal();
/// Is there somebody to answer a question asked on stderr?
bool canAsk();
/// Columns of the terminal behind stderr; 80 where it does not say.
int terminalWidth();
/// A line from stdin, without its end; nothing at its end.
std::string askLine(const std::string& question);

} // namespace enlarger::cli
