// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/after_command.h"

#include "app/files/path_text.h"
#include "core/system/child_process.h"
#include "core/system/file_rights.h"

#include <QProcess>
#include <QStandardPaths>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>
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
                             ? isExecutable(program)
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
    const auto failed = [&](const std::string& why) {
        return Error{ErrorKind::Io, fmt::format("the command '{}' {}", m_words.front(), why), output,
                     "The photo was written"};
    };
    const auto [way, number] = runAndWait(std::move(words));
    switch (way) {
    case ProcessEnd::Way::NotStarted:
        return failed(std::string("cannot be started: ") + std::strerror(number));
    case ProcessEnd::Way::Lost:
        return failed(std::string("was lost: ") + std::strerror(number));
    case ProcessEnd::Way::Signalled:
        return failed(fmt::format("was ended by signal {}", number));
    case ProcessEnd::Way::Exited:
        break;
    }
    if (number != 0)
        return failed(fmt::format("ended with {}", number));
    return {};
}

} // namespace enlarger::app
