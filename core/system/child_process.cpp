// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/child_process.h"

#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace enlarger {

namespace {

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

ProcessEnd runAndWait(std::vector<std::string> words)
{
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const ChildStreams streams;
    pid_t child = 0;
    if (const int problem =
            ::posix_spawnp(&child, arguments.front(), streams.get(), nullptr, arguments.data(), environ);
        problem != 0)
        return {ProcessEnd::Way::NotStarted, problem};
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return {ProcessEnd::Way::Lost, errno};
    if (WIFSIGNALED(status))
        return {ProcessEnd::Way::Signalled, WTERMSIG(status)};
    return {ProcessEnd::Way::Exited, WEXITSTATUS(status)};
}

} // namespace enlarger
