// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/output_names.h"

#include "core/base/atomic_file.h"
#include "core/system/file_stamp.h"

namespace enlarger::app {

namespace fs = std::filesystem;

namespace {

// Also true for a link that leads nowhere: a new file would take its place.
bool isTaken(const fs::path& file)
{
    std::error_code error;
    return fs::symlink_status(file, error).type() != fs::file_type::not_found;
}

} // namespace

std::string takenNote(const fs::path& file)
{
    return "there is a file " + file.filename().string() + " already";
}

OutputNames::OutputNames(IfExists rule, std::function<IfExists(const fs::path&)> ask)
    : m_rule(rule)
    , m_ask(std::move(ask))
{}

std::optional<OutputNames::FileId> OutputNames::idOf(const fs::path& file)
{
    const auto stamp = stampOf(file);
    return stamp ? std::optional(FileId{stamp->device, stamp->inode}) : std::nullopt;
}

// The folder as canonical as it can be, and the name in lower case: memory cards and shares of Windows take
// "IMG.jpg" and "img.jpg" for one.
fs::path OutputNames::comparable(const fs::path& file) const
{
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const auto [known, isNew] = m_folders.try_emplace(folder, folder);
    if (isNew) {
        std::error_code error;
        if (fs::path absolute = fs::weakly_canonical(folder, error); !error)
            known->second = std::move(absolute);
    }
    std::string name = file.filename().string();
    for (char& c : name)
        if (c >= 'A' && c <= 'Z')
            c = char(c - 'A' + 'a');
    return known->second / name;
}

void OutputNames::protect(const fs::path& source)
{
    m_sources.push_back(source);
    m_sourceIds.reset();
}

void OutputNames::claim(const fs::path& result)
{
    m_claimed.insert(comparable(result));
}

bool OutputNames::isSource(const fs::path& file) const
{
    const auto id = idOf(file);
    if (!id)
        return false;
    if (!m_sourceIds) {
        m_sourceIds.emplace();
        for (const fs::path& source : m_sources)
            if (const auto known = idOf(source))
                m_sourceIds->insert(*known);
    }
    return m_sourceIds->contains(*id);
}

bool OutputNames::isClaimed(const fs::path& file) const
{
    return m_claimed.contains(comparable(file));
}

fs::path OutputNames::freeName(const fs::path& wanted) const
{
    for (int number = 2;; ++number)
        if (fs::path candidate = numberedName(wanted, number); !isClaimed(candidate) && !isTaken(candidate))
            return candidate;
}

fs::path OutputNames::firstFree(const std::function<fs::path(int)>& wanted)
{
    const fs::path pattern = wanted(0);
    Counters& counters = m_counters ? *m_counters : m_ownCounters;
    const std::lock_guard lock(counters.mutex);
    int& counter = counters.last[pattern];
    fs::path candidate;
    do
        candidate = wanted(++counter);
    while (candidate != pattern && // a name that was cut may hold no number
           (isClaimed(candidate) || isTaken(candidate)));
    return candidate;
}

OutputName OutputNames::choose(const fs::path& wanted)
{
    // Another photo of this run has the name: count on from it, so that a second run finds the same names
    // again.
    OutputName output{wanted, OutputName::Action::Write, {}, wanted, m_rule};
    for (int number = 2; isClaimed(output.file); ++number)
        output.file = numberedName(wanted, number);
    if (output.file != wanted)
        output.note = "another photo's result has the name " + wanted.filename().string();
    if (isTaken(output.file))
        settle(output);
    if (output.ifTaken == IfExists::Ask) // nobody is asked in the middle of a run
        output.ifTaken = IfExists::Rename;
    m_claimed.insert(comparable(output.file));
    return output;
}

void OutputNames::settle(OutputName& output) const
{
    std::error_code error;
    const bool source = isSource(output.file);
    const bool folder = fs::is_directory(output.file, error);
    if (source || folder)
        output.ifTaken = IfExists::Rename;
    else if (m_rule == IfExists::Ask)
        output.ifTaken = m_ask ? m_ask(output.file) : IfExists::Rename;

    if (output.ifTaken == IfExists::Overwrite) {
        output.action = OutputName::Action::Replace;
        return;
    }
    const std::string taken = output.file.filename().string();
    output.note = source   ? taken + " is a source and stays"
                  : folder ? taken + " is a folder"
                           : takenNote(output.file);
    if (output.ifTaken == IfExists::Skip)
        output.action = OutputName::Action::Skip;
    else
        output.file = freeName(output.numbered);
}

} // namespace enlarger::app
