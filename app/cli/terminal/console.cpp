// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal/console.h"

#include "app/cli/terminal/command.h"
#include "app/cli/terminal/path_text.h"

#include <QJsonDocument>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

namespace enlarger::cli {

namespace {

bool writeLine(std::FILE* stream, const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fputc('\n', stream);
    return std::fflush(stream) == 0; // whoever reads a pipe wants each line when it is there
}

int outProblem = 0; // errno of the first line that could not be written to stdout

} // namespace

void openStandardStreams()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(descriptor, F_GETFD) < 0)
            ::open("/dev/null", O_RDWR); // takes the lowest number that is free
    std::signal(SIGPIPE, SIG_IGN);
}

void printOut(const std::string& text)
{
    if (outProblem == 0 && !writeLine(stdout, text))
        outProblem = errno;
}

Status sendOut(const std::filesystem::path& file)
{
    const auto failed = [&] {
        return Error{ErrorKind::Io,
                     std::string("standard output could not be written: ") + std::strerror(errno),
                     {},
                     errno == EPIPE ? "Its reader has gone away" : "Send it to another place"};
    };
    std::ifstream in(file, std::ios::binary);
    std::vector<char> bytes(std::size_t(1) << 20);
    while (in) {
        in.read(bytes.data(), std::ssize(bytes));
        const auto count = std::size_t(in.gcount());
        if (std::fwrite(bytes.data(), 1, count, stdout) != count)
            return failed();
    }
    if (std::fflush(stdout) != 0)
        return failed();
    if (!in.eof())
        return Error{ErrorKind::Io, "the result cannot be read again", file, {}};
    return {};
}

bool waitForStdin(std::chrono::milliseconds patience)
{
    pollfd in{STDIN_FILENO, POLLIN, 0};
    return ::poll(&in, 1, int(patience.count())) > 0;
}

std::int64_t readStdin(char* bytes, std::size_t most)
{
    return ::read(STDIN_FILENO, bytes, most);
}

int exitCodeOf(int exitCode)
{
    if (outProblem == 0 || outProblem == EPIPE)
        return exitCode;
    printErr(std::string("enlarger-cli: standard output could not be written: ") + std::strerror(outProblem) +
             ". Send it to another place.");
    return exitCode == ExitDone ? int(ExitFailed) : exitCode;
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

bool stdinIsTerminal()
{
    return ::isatty(STDIN_FILENO) != 0;
}

bool stdoutIsTerminal()
{
    return ::isatty(STDOUT_FILENO) != 0;
}

bool canAsk()
{
    return stdinIsTerminal() && stderrIsTerminal();
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
