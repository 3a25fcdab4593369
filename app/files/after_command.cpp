// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/after_command.h"

#include "app/files/path_text.h"

#include <QProcess>
#include <QStandardPaths>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace enlarger::app {

namespace {

// In one pass: what is filled in is not searched again.
std::string filled(const std::string& word, const std::string& input, const std::string& output)
{
    const std::pair<std::string_view, const std::string&> fields[] = {{"{input}", input},
                                                                      {"{output}", output}};
    std::string text;
    for (std::size_t at = 0; at < word.size();) {
        const auto* const field = std::ranges::find_if(
            fields, [&](const auto& one) { return word.compare(at, one.first.size(), one.first) == 0; });
        if (field == std::end(fields)) {
            text += word[at++];
            continue;
        }
        text += field->second;
        at += field->first.size();
    }
    return text;
}

// What a child has for its standard streams: nothing to read, and stderr to write to.
class ChildStreams
{
public:
    ChildStreams()
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&m_actions, STDERR_FILENO, STDOUT_FILENO);
    }
    ~ChildStreams() { posix_spawn_file_actions_destroy(&m_actions); }
    ChildStreams(const ChildStreams&) = delete;
    ChildStreams& operator=(const ChildStreams&) = delete;
    const posix_spawn_file_actions_t* get() const { return &m_actions; }

private:
    posix_spawn_file_actions_t m_actions{};
};

} // namespace

Result<AfterCommand> AfterCommand::parse(const QString& text)
{
    const auto wrong = [](const std::string& what, const std::string& advice) {
        return Error{ErrorKind::BadInput, "the command after each photo " + what, {}, advice};
    };
    if (text.count(QLatin1Char('"')) % 2 != 0)
        return wrong("has an open quote", "Close it with another one");
    AfterCommand command;
    for (const QString& word : QProcess::splitCommand(text))
        command.m_words.push_back(toPath(word).string());
    if (command.m_words.empty())
        return wrong("is empty", "Name a program, as 'touch {output}'");
    const std::string& program = command.m_words.front();
    const bool isThere = program.find('/') != std::string::npos
                             ? ::access(program.c_str(), X_OK) == 0
                             : !QStandardPaths::findExecutable(toText(program)).isEmpty();
    if (!isThere)
        return wrong("names no program that there is: '" + program + "'",
                     "It is not run by a shell: put what only a shell knows into a script");
    return command;
}

Status AfterCommand::run(const std::filesystem::path& input, const std::filesystem::path& output) const
{
    std::vector<std::string> words;
    words.reserve(m_words.size());
    for (const std::string& word : m_words)
        words.push_back(filled(word, input.string(), output.string()));
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const auto failed = [&](const std::string& why) {
        return Error{ErrorKind::Io, fmt::format("the command '{}' {}", m_words.front(), why), output,
                     "The photo was written"};
    };
    const ChildStreams streams;
    pid_t child = 0;
    if (const int problem =
            ::posix_spawnp(&child, arguments.front(), streams.get(), nullptr, arguments.data(), environ);
        problem != 0)
        return failed(std::string("cannot be started: ") + std::strerror(problem));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return failed(std::string("was lost: ") + std::strerror(errno));
    if (WIFSIGNALED(status))
        return failed(fmt::format("was ended by signal {}", WTERMSIG(status)));
    if (const int code = WEXITSTATUS(status); code != 0)
        return failed(fmt::format("ended with {}", code));
    return {};
}

} // namespace enlarger::app
