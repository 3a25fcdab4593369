// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/console.h"

#include "app/cli/terminal/command.h"
#include "app/cli/terminal/path_text.h"

#include <QJsonDocument>

#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace enlarger::cli {

namespace {

void writeLine(std::FILE* stream, const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fputc('\n', stream);
    std::fflush(stream); // whoever reads a pipe wants each line when it is there
}

} // namespace

void printOut(const std::string& text)
{
    writeLine(stdout, text);
}

void printErr(const std::string& text)
{
    writeLine(stderr, text);
}

void printErr(const QString& text)
{
    writeLine(stderr, text.toStdString());
}

void printJson(const QJsonObject& object)
{
    printOut(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString());
}

int reportError(const Error& error, int exitCode)
{
    printErr("enlarger-cli: " + printable(error.text()));
    return error.kind == ErrorKind::Cancelled ? int(ExitCancelled) : exitCode;
}

bool stderrIsTerminal()
{
    return ::isatty(STDERR_FILENO) != 0;
}

bool canAsk()
{
    return ::isatty(STDIN_FILENO) != 0 && stderrIsTerminal();
}

int terminalWidth()
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

std::string askLine(const std::string& question)
{
    std::fwrite(question.data(), 1, question.size(), stderr);
    std::fflush(stderr);
    std::string line;
    for (int c = std::fgetc(stdin); c != EOF && c != '\n'; c = std::fgetc(stdin))
        line += static_cast<char>(c);
    return line;
}

} // namespace enlarger::cli
