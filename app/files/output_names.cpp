// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/output_names.h"

#include <sys/stat.h>

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

// Also true for a link that leads nowhere: a new file would take its place.
bool isTaken(const fs::path& file)
{
    std::error_code error;
    return fs::symlink_status(file, error).type() != fs::file_type::not_found;
}

fs::path resolved(const fs::path& file)
{
    std::error_code error;
    fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const fs::path absolute = fs::weakly_canonical(folder, error);
    return (error ? folder : absolute) / file.filename();
}

} // namespace

OutputNames::OutputNames(IfExists rule, std::function<IfExists(const fs::path&)> ask)
    : m_rule(rule)
    , m_ask(std::move(ask))
{}

std::optional<OutputNames::FileId> OutputNames::idOf(const fs::path& file)
{
    struct stat status
    {};
    if (::stat(file.c_str(), &status) != 0)
        return {};
    return FileId{status.st_dev, status.st_ino};
}

void OutputNames::protect(const fs::path& source)
{
    if (const auto id = idOf(source))
        m_sources.insert(*id);
}

void OutputNames::claim(const fs::path& result)
{
    m_claimed.insert(resolved(result));
}

bool OutputNames::isSource(const fs::path& file) const
{
    const auto id = idOf(file);
    return id && m_sources.contains(*id);
}

bool OutputNames::isClaimed(const fs::path& file) const
{
    return m_claimed.contains(resolved(file));
}

fs::path OutputNames::freeName(const fs::path& wanted) const
{
    for (int number = 2;; ++number) {
        fs::path candidate = wanted.parent_path() / (wanted.stem().string() + "-" + std::to_string(number));
        candidate += wanted.extension();
        if (!isClaimed(candidate) && !isTaken(candidate))
            return candidate;
    }
}

OutputName OutputNames::choose(const fs::path& wanted)
{
    // Another photo of this run has the name: count on from it, so that a second run finds the same names
    // again.
    OutputName output{wanted, OutputName::Action::Write, {}};
    for (int number = 2; isClaimed(output.file); ++number) {
        output.file = wanted.parent_path() / (wanted.stem().string() + "-" + std::to_string(number));
        output.file += wanted.extension();
    }
    if (output.file != wanted)
        output.note = "another photo's result has the name " + wanted.filename().string();

    if (isTaken(output.file)) {
        const fs::path taken = output.file;
        std::error_code error;
        const bool source = isSource(taken);
        const bool folder = fs::is_directory(taken, error);
        IfExists rule = m_rule;
        if (source || folder)
            rule = IfExists::Rename;
        else if (rule == IfExists::Ask)
            rule = m_ask ? m_ask(taken) : IfExists::Rename;
        if (rule == IfExists::Skip) {
            output.action = OutputName::Action::Skip;
            output.note = "there is a file " + taken.filename().string() + " already";
        } else if (rule == IfExists::Overwrite) {
            output.action = OutputName::Action::Replace;
        } else {
            output.file = freeName(wanted);
            output.note = source   ? taken.filename().string() + " is a source and stays"
                          : folder ? taken.filename().string() + " is a folder"
                                   : "there is a file " + taken.filename().string() + " already";
        }
    }
    m_claimed.insert(resolved(output.file));
    return output;
}

} // namespace enlarger::app
